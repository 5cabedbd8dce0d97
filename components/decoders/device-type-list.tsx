'use client';
import Lock from 'lucide-react/icons/lock';
import { useTranslations } from 'next-intl';
import { useMemo } from 'react';
import { TypePicture } from '#components/device-types/type-picture.tsx';
import { exportHref } from '#components/frame/export-href.ts';
import { useTableViews } from '#components/table-views/use-table-views.ts';
import { HeldTable } from '#components/ui/data-table/held-table.tsx';
import { NameCell } from '#components/ui/data-table/name-cell.tsx';
import type { DataColumn } from '#components/ui/data-table/table-types.ts';
import { Pill } from '#components/ui/pill.tsx';
import { Quantity } from '#components/ui/quantity.tsx';
import { Duration } from '#components/ui/time.tsx';
import type { DeviceType } from '#server/device-types/contract.ts';
import { typeList } from '#server/device-types/list-rules.ts';
import type { TableViewItem } from '#server/table-views/contract.ts';

/** The catalogue is short enough to be whole on the page: searching happens here. */
export function DeviceTypeList({ types, views }: { types: DeviceType[]; views: TableViewItem[] }) {
  const t = useTranslations('decoders.types');
  return (
    <HeldTable
      id="device-types"
      label={t('title')}
      columns={useColumns(types)}
      rows={types}
      rowId={(row) => row.id}
      rowHref={(row) => `/creator/device-types/${row.id}`}
      rowLines={2}
      list={typeList}
      views={useTableViews('device-types', views)}
      exportHref={exportHref('device-types')}
      searchPlaceholder={t('search')}
      empty={{ title: t('none') }}
    />
  );
}

export function CategoryPill({ category }: { category: DeviceType['category'] }) {
  const t = useTranslations('decoders.types');
  return category === 'managed' ? (
    <Pill mark={<Lock aria-hidden="true" className="size-3" />} title={t('managedHint')}>
      {t('managed')}
    </Pill>
  ) : (
    <Pill tone="good" title={t('ownHint')}>
      {t('own')}
    </Pill>
  );
}

function useColumns(types: DeviceType[]): DataColumn<DeviceType>[] {
  const t = useTranslations('decoders.types');
  const network = useTranslations('decoders.network');
  return useMemo(() => {
    const groups = [...new Set(types.map((type) => type.group))].sort();
    const networks = [...new Set(types.flatMap((type) => type.networks))];
    return [
      {
        id: 'name',
        header: t('name'),
        phone: 'title',
        sortable: true,
        filter: { kind: 'text' },
        cell: (row) => (
          <span className="flex min-w-0 items-center gap-2.5">
            <TypePicture type={row} size="small" />
            <span className="block min-w-0 flex-1">
              <NameCell name={row.name}>{row.description}</NameCell>
            </span>
          </span>
        ),
      },
      {
        id: 'category',
        header: t('category'),
        phone: 'corner',
        width: 120,
        filter: {
          kind: 'enum',
          options: (['managed', 'own'] as const).map((value) => ({ value, label: t(value) })),
        },
        cell: (row) => <CategoryPill category={row.category} />,
      },
      {
        id: 'networks',
        header: t('networks'),
        phone: 'left',
        filter: { kind: 'enum', options: networks.map((value) => ({ value, label: network(value) })) },
        cell: (row) => (
          <span className="text-dim">{row.networks.map((one) => network(one)).join(', ') || '–'}</span>
        ),
      },
      {
        id: 'group',
        header: t('group'),
        sortable: true,
        filter: { kind: 'enum', options: groups.map((value) => ({ value, label: value })) },
        cell: (row) => <span className="text-dim">{row.group}</span>,
      },
      {
        id: 'interval',
        header: t('interval'),
        align: 'end',
        width: 110,
        sortable: true,
        cell: (row) =>
          row.expectedIntervalSeconds ? (
            <Duration seconds={row.expectedIntervalSeconds} />
          ) : (
            <span className="text-faint">–</span>
          ),
      },
      {
        id: 'decoders',
        header: t('decoders'),
        phone: 'right',
        align: 'end',
        width: 110,
        sortable: true,
        filter: { kind: 'number' },
        cell: (row) => <Quantity value={row.decoders.length} />,
      },
    ];
  }, [t, network, types]);
}
