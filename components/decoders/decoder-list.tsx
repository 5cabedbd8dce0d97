'use client';
import Braces from 'lucide-react/icons/braces';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { ListCell, ListTable } from '#components/ui/list-table.tsx';
import { Panel } from '#components/ui/panel.tsx';
import { Pill } from '#components/ui/pill.tsx';
import { Quantity } from '#components/ui/quantity.tsx';
import type { DecoderListItem } from '#server/decoders/script-contract.ts';

export function DecoderList({ decoders, add }: { decoders: DecoderListItem[]; add?: ReactNode }) {
  const t = useTranslations('decoders.list');
  const own = decoders.filter((decoder) => decoder.own);
  const builtIn = decoders.filter((decoder) => !decoder.own);
  return (
    <div className="flex flex-col gap-5">
      <section>
        <h2 className="mb-2 font-semibold text-md">{t('own')}</h2>
        {own.length === 0 ? (
          <Panel>
            <EmptyState icon={<Braces aria-hidden="true" />} title={t('emptyTitle')} action={add}>
              {t('emptyText')}
            </EmptyState>
          </Panel>
        ) : (
          <DecoderTable label={t('own')} decoders={own} />
        )}
      </section>
      <section>
        <h2 className="mb-2 font-semibold text-md">{t('builtIn')}</h2>
        <DecoderTable label={t('builtIn')} decoders={builtIn} />
      </section>
    </div>
  );
}

const SHOWN_TYPES = 2;

function DecoderTable({ label, decoders }: { label: string; decoders: DecoderListItem[] }) {
  const t = useTranslations('decoders.list');
  const own = decoders.some((decoder) => decoder.own);
  const head = [
    { label: t('name') },
    { label: t('types') },
    ...(own ? [{ label: t('version') }] : []),
    { label: t('flows'), end: true },
    { label: t('failures'), end: true },
  ];
  return (
    <ListTable label={label} head={head}>
      {decoders.map((decoder) => (
        <tr key={decoder.id} className="hover:bg-hover">
          <ListCell first>
            <Link
              href={`/creator/decoders/${decoder.id}`}
              className="block sm:max-w-96 truncate rounded-sm font-medium hover:text-accent hover:underline"
            >
              {decoder.name}
            </Link>
            <span className="block sm:max-w-96 truncate text-faint text-xs">{decoder.description}</span>
          </ListCell>
          <ListCell>
            <TypeNames types={decoder.deviceTypes} />
          </ListCell>
          {own ? (
            <ListCell>
              <VersionPills decoder={decoder} />
            </ListCell>
          ) : null}
          <ListCell end>
            <Quantity value={decoder.flowCount} />
          </ListCell>
          <ListCell end>
            <span className={decoder.failures24h > 0 ? 'font-medium text-bad' : 'text-faint'}>
              <Quantity value={decoder.failures24h} />
            </span>
          </ListCell>
        </tr>
      ))}
    </ListTable>
  );
}

function TypeNames({ types }: { types: DecoderListItem['deviceTypes'] }) {
  const names = types.map((type) => type.name);
  if (names.length === 0) return <span className="text-faint">–</span>;
  const more = names.length - SHOWN_TYPES;
  return (
    <span className="flex max-w-72 gap-1.5 text-dim" title={names.join(', ')}>
      <span className="min-w-0 truncate">{names.slice(0, SHOWN_TYPES).join(', ')}</span>
      {more > 0 ? <span className="shrink-0 text-faint">+{more}</span> : null}
    </span>
  );
}

function VersionPills({ decoder }: { decoder: DecoderListItem }) {
  const t = useTranslations('decoders.list');
  return (
    <span className="inline-flex items-center gap-1.5">
      {decoder.currentVersion === null ? (
        <Pill tone="idle">{t('never')}</Pill>
      ) : (
        <Pill tone="good">{t('number', { number: decoder.currentVersion })}</Pill>
      )}
      {decoder.suspension ? <Pill tone="bad">{t('suspended')}</Pill> : null}
      {decoder.hasDraft ? <Pill tone="busy">{t('draft')}</Pill> : null}
    </span>
  );
}
