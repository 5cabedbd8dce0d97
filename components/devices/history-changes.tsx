'use client';
import { useTranslations } from 'next-intl';
import { changesOf, type FieldChange } from '#components/organization/audit-changes.ts';
import { Time } from '#components/ui/time.tsx';
import type { AuditItem } from '#server/audit/contract.ts';

const METADATA = /^metadata[.:](.+)$/;
const DESIRED = /^desired\.(.+)$/;
const INSTANT = /^\d{4}-\d\d-\d\dT[\d:.]+Z$/;

/** Ids of other things tell a reader nothing; what was linked stands there by its name. */
const isRead = ({ field, before, after }: FieldChange) =>
  !/Ids?$/.test(field) && field !== 'linkedDevices' && !(isEmpty(before) && isEmpty(after));

/** What a person wrote may hold dots, which lead into messages. */
const isKey = (word: string) => /^[A-Za-z]+$/.test(word);

function isEmpty(value: unknown): boolean {
  return (
    value === undefined || value === null || value === '' || (Array.isArray(value) && value.length === 0)
  );
}

/** Of the settings of a simulation the values are called as where they are chosen. */
const CHOSEN: Record<string, string> = { model: 'models', behaviour: 'behaviours', site: 'sites' };

function useWords() {
  const t = useTranslations('devices.history');
  const simulated = useTranslations('simulator.lora');
  const named = (name: string) => {
    const [, key] = METADATA.exec(name) ?? [];
    if (key !== undefined) return t('field.metadata', { name: key });
    const [, wish] = DESIRED.exec(name) ?? [];
    if (wish !== undefined) return t('field.desired', { name: wish });
    return t.has(`field.${name}` as never) ? t(`field.${name}` as never) : name;
  };
  const written = (field: string, value: unknown) => {
    const chosen = `${CHOSEN[field]}.${value}`;
    if (field in CHOSEN && simulated.has(chosen as never)) return simulated(chosen as never);
    if (Array.isArray(value)) return value.join(', ');
    if (typeof value === 'object') return JSON.stringify(value);
    const word = String(value);
    if (INSTANT.test(word)) return <Time value={word} look="date" />;
    return isKey(word) && t.has(`value.${word}` as never) ? t(`value.${word}` as never) : word;
  };
  return { named, written };
}

/** Of the first things that a change did, one a line; the rest is counted. */
export function ChangeLines({ item, most }: { item: AuditItem; most: number }) {
  const t = useTranslations('devices.history');
  const { named } = useWords();
  const changes = changesOf(item).filter(isRead);
  if (changes.length === 0) return <span className="text-faint">–</span>;
  return (
    <span className="block max-w-136">
      {changes.slice(0, most).map((change, at) => (
        <span key={change.field} className="flex min-w-0 gap-1.5 text-sm leading-4.5">
          <span className="shrink-0 text-faint">{named(change.field)}</span>
          <span className="min-w-0 truncate">
            <BeforeAfter change={change} />
          </span>
          {at === most - 1 && changes.length > most ? (
            <span className="shrink-0 text-faint">{t('more', { count: changes.length - most })}</span>
          ) : null}
        </span>
      ))}
    </span>
  );
}

/** All of it: what was there before beside what came. */
export function Changes({ item }: { item: AuditItem }) {
  const t = useTranslations('devices.history');
  const { named } = useWords();
  const changes = changesOf(item).filter(isRead);
  if (changes.length === 0) return <p className="text-dim text-sm">{t('noDetails')}</p>;
  return (
    <dl className="grid grid-cols-[minmax(6rem,max-content)_minmax(0,1fr)] gap-x-3 gap-y-1 text-sm">
      {changes.map((change) => (
        <div key={change.field} className="contents">
          <dt className="text-faint">{named(change.field)}</dt>
          <dd className="min-w-0 break-words">
            <BeforeAfter change={change} />
          </dd>
        </div>
      ))}
    </dl>
  );
}

function BeforeAfter({ change: { field, before, after } }: { change: FieldChange }) {
  const { written } = useWords();
  return (
    <>
      {isEmpty(before) ? null : (
        <>
          <span className="text-dim line-through decoration-ghost">{written(field, before)}</span>
          <span aria-hidden="true" className="px-1.5 text-faint">
            →
          </span>
        </>
      )}
      {isEmpty(after) ? <span className="text-faint">–</span> : written(field, after)}
    </>
  );
}
