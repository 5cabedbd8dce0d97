'use client';
import type { useTranslations } from 'next-intl';
import type { DataColumn } from '#components/ui/data-table/table-types.ts';
import type { KeyValue } from '#components/ui/key-values.tsx';
import { Pill } from '#components/ui/pill.tsx';
import { Time } from '#components/ui/time.tsx';
import type { AuditItem } from '#server/audit/contract.ts';

/** What the audit log and the history of one object show alike. */

type Words = ReturnType<typeof useTranslations<'organization.audit'>>;

export const viaColumn = (t: Words): DataColumn<AuditItem> => ({
  id: 'via',
  header: t('via'),
  width: 100,
  filter: {
    kind: 'enum',
    options: (['portal', 'api', 'system'] as const).map((value) => ({ value, label: t(`vias.${value}`) })),
  },
  cell: (row) => <Pill mark={null}>{t(`vias.${row.via}`)}</Pill>,
});

export function ActorCell({ item: { actor }, t }: { item: AuditItem; t: Words }) {
  return (
    <>
      {/* On a phone beside each other: what changed needs the lines. */}
      <span className="truncate font-medium sm:block sm:max-w-48">{actor.name}</span>
      <span className="text-faint text-xs max-sm:ml-1.5 sm:block">{t(`kinds.${actor.kind}`)}</span>
    </>
  );
}

export const whenAndWho = (t: Words, { at, actor }: AuditItem): KeyValue[] => [
  { key: 'at', label: t('at'), value: <Time value={at} look="exact" /> },
  { key: 'actor', label: t('actor'), value: `${actor.name} (${t(`kinds.${actor.kind}`)})` },
];

export const fromWhere = (t: Words, { via, address }: AuditItem): (KeyValue | false)[] => [
  { key: 'via', label: t('via'), value: t(`vias.${via}`) },
  address !== null && { key: 'address', label: t('address'), value: address, mono: true },
];
