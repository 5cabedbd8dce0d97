'use client';
import Braces from 'lucide-react/icons/braces';
import { useTranslations } from 'next-intl';
import { type ReactNode, useMemo } from 'react';
import { exportHref } from '#components/frame/export-href.ts';
import { useTableViews } from '#components/table-views/use-table-views.ts';
import { HeldTable } from '#components/ui/data-table/held-table.tsx';
import { NameCell } from '#components/ui/data-table/name-cell.tsx';
import type { DataColumn } from '#components/ui/data-table/table-types.ts';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { Panel } from '#components/ui/panel.tsx';
import { Pill } from '#components/ui/pill.tsx';
import { Quantity } from '#components/ui/quantity.tsx';
import { decoderList } from '#server/decoders/list-rules.ts';
import type { DecoderListItem } from '#server/decoders/script-contract.ts';
import type { TableViewItem } from '#server/table-views/contract.ts';

export function DecoderList({
  decoders,
  views,
  add,
}: {
  decoders: DecoderListItem[];
  views: TableViewItem[];
  add?: ReactNode;
}) {
  const t = useTranslations('decoders.list');
  // One's own first; among them the order they came in.
  const rows = useMemo(() => [...decoders].sort((a, b) => Number(b.own) - Number(a.own)), [decoders]);
  return (
    <div className="flex flex-col gap-5">
      {rows[0]?.own ? null : (
        <Panel>
          <EmptyState icon={<Braces aria-hidden="true" />} title={t('emptyTitle')} action={add}>
            {t('emptyText')}
          </EmptyState>
        </Panel>
      )}
      <HeldTable
        id="decoders"
        label={t('title')}
        columns={useColumns()}
        rows={rows}
        rowId={(row) => row.id}
        rowHref={(row) => `/creator/decoders/${row.id}`}
        rowLines={2}
        list={decoderList}
        views={useTableViews('decoders', views)}
        exportHref={exportHref('decoders')}
        searchPlaceholder={t('search')}
        empty={{ title: t('emptyTitle') }}
      />
    </div>
  );
}

function useColumns(): DataColumn<DecoderListItem>[] {
  const t = useTranslations('decoders.list');
  return useMemo(
    () => [
      {
        id: 'name',
        header: t('name'),
        phone: 'title',
        sortable: true,
        filter: { kind: 'text' },
        cell: (row) => <NameCell name={row.name}>{row.description}</NameCell>,
      },
      {
        id: 'types',
        header: t('types'),
        phone: 'left',
        filter: { kind: 'text' },
        cell: (row) => <TypeNames types={row.deviceTypes} />,
      },
      {
        id: 'whose',
        header: t('whose'),
        width: 140,
        filter: {
          kind: 'enum',
          options: (['own', 'builtIn'] as const).map((value) => ({ value, label: t(value) })),
        },
        cell: (row) => <span className="text-dim">{t(row.own ? 'own' : 'builtIn')}</span>,
      },
      {
        id: 'version',
        header: t('version'),
        phone: 'corner',
        width: 160,
        cell: (row) => (row.own ? <VersionPills decoder={row} /> : <span className="text-faint">–</span>),
      },
      {
        id: 'flows',
        header: t('flows'),
        align: 'end',
        width: 90,
        sortable: true,
        filter: { kind: 'number' },
        cell: (row) => <Quantity value={row.flowCount} />,
      },
      {
        id: 'failures',
        header: t('failures'),
        phone: 'right',
        align: 'end',
        width: 130,
        sortable: true,
        filter: { kind: 'number' },
        cell: (row) => (
          <span className={row.failures24h > 0 ? 'font-medium text-bad' : 'text-faint'}>
            <Quantity value={row.failures24h} />
          </span>
        ),
      },
    ],
    [t],
  );
}

const SHOWN_TYPES = 2;

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
