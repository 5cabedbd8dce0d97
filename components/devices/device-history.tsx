'use client';
import Bot from 'lucide-react/icons/bot';
import History from 'lucide-react/icons/history';
import KeyRound from 'lucide-react/icons/key-round';
import UserRound from 'lucide-react/icons/user-round';
import { useTranslations } from 'next-intl';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { Panel } from '#components/ui/panel.tsx';
import { Time } from '#components/ui/time.tsx';
import type { AuditItem } from '#server/audit/contract.ts';

const icons = { user: UserRound, 'api-key': KeyRound, system: Bot };

/** Who did what to it, when and from where; what was there before beside what came. */
export function DeviceHistory({ items }: { items: AuditItem[] }) {
  const t = useTranslations('devices.history');
  if (items.length === 0) {
    return (
      <Panel>
        <EmptyState icon={<History aria-hidden="true" />} title={t('emptyTitle')}>
          {t('emptyText')}
        </EmptyState>
      </Panel>
    );
  }
  return (
    <Panel>
      <ol className="flex flex-col">
        {items.map((item) => (
          <Entry key={item.id} item={item} />
        ))}
      </ol>
    </Panel>
  );
}

function Entry({ item }: { item: AuditItem }) {
  const t = useTranslations('devices.history');
  const Icon = icons[item.actor.kind];
  const key = item.operation.replace('.', '-') as 'devices-create';
  return (
    <li className="grid grid-cols-[28px_minmax(0,1fr)] gap-x-3 border-line-soft border-b py-3 first:pt-0 last:border-0 last:pb-0">
      <span className="grid size-7 place-items-center rounded-full bg-sunk text-dim">
        <Icon aria-hidden="true" className="size-4" />
      </span>
      <div className="min-w-0">
        <div className="flex flex-wrap items-baseline gap-x-2">
          <span className="font-medium">
            {t.has(`operation.${key}`) ? t(`operation.${key}`) : item.operation}
          </span>
          <span className="text-dim">{item.actor.name}</span>
          <span className="text-faint text-sm">{t(`via.${item.via}`)}</span>
          {item.address ? <span className="mono text-faint text-sm">{item.address}</span> : null}
          <span className="ml-auto text-dim text-sm">
            <Time value={item.at} look="ago" />
          </span>
        </div>
        <Changes before={item.before} after={item.after} />
      </div>
    </li>
  );
}

/** Ids of other things tell a reader nothing; what was linked stands on the Flows tab. */
const isUnread = (name: string) => /Ids?$/.test(name) || name === 'linkedDevices';
const METADATA = /^metadata[.:](.+)$/;
const INSTANT = /^\d{4}-\d\d-\d\dT[\d:.]+Z$/;

function Changes({ before, after }: Pick<AuditItem, 'before' | 'after'>) {
  const t = useTranslations('devices.history');
  const names = [...new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})])].filter(
    (name) => !isUnread(name) && !(isEmpty(before?.[name]) && isEmpty(after?.[name])),
  );
  if (names.length === 0) return null;
  const named = (name: string) => {
    const [, key] = METADATA.exec(name) ?? [];
    if (key !== undefined) return t('field.metadata', { name: key });
    return t.has(`field.${name}` as never) ? t(`field.${name}` as never) : name;
  };
  const written = (value: unknown) => {
    if (Array.isArray(value)) return value.join(', ');
    if (typeof value === 'object') return JSON.stringify(value);
    const word = String(value);
    if (INSTANT.test(word)) return <Time value={word} look="date" />;
    return isKey(word) && t.has(`value.${word}` as never) ? t(`value.${word}` as never) : word;
  };
  return (
    <dl className="mt-1 grid gap-x-3 grid-cols-[minmax(6rem,max-content)_minmax(0,1fr)] gap-y-0.5 text-sm">
      {names.map((name) => (
        <div key={name} className="contents">
          <dt className="text-faint">{named(name)}</dt>
          <dd className="min-w-0 break-words">
            {isEmpty(before?.[name]) ? null : (
              <>
                <span className="text-dim line-through decoration-ghost">{written(before?.[name])}</span>
                <span aria-hidden="true" className="px-1.5 text-faint">
                  →
                </span>
              </>
            )}
            {isEmpty(after?.[name]) ? <span className="text-faint">–</span> : written(after?.[name])}
          </dd>
        </div>
      ))}
    </dl>
  );
}

/** What a person wrote may hold dots, which lead into messages. */
const isKey = (word: string) => /^[A-Za-z]+$/.test(word);

function isEmpty(value: unknown): boolean {
  return (
    value === undefined || value === null || value === '' || (Array.isArray(value) && value.length === 0)
  );
}
