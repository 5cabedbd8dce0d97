'use client';
import RadioTower from 'lucide-react/icons/radio-tower';
import { useTranslations } from 'next-intl';
import { useMemo } from 'react';
import { exportHref } from '#components/frame/export-href.ts';
import { useTableViews } from '#components/table-views/use-table-views.ts';
import { countColumn } from '#components/ui/data-table/count-column.tsx';
import { HeldTable } from '#components/ui/data-table/held-table.tsx';
import type { DataColumn } from '#components/ui/data-table/table-types.ts';
import { Time } from '#components/ui/time.tsx';
import { type Connection, PROVIDERS } from '#server/lora-networks/contract.ts';
import { connectionList } from '#server/lora-networks/list-rules.ts';
import type { TableViewItem } from '#server/table-views/contract.ts';
import { ConnectionPill } from './connection-state.tsx';
import { NewConnectionDialog } from './new-connection.tsx';

export function ConnectionList({
  connections,
  views,
  mayCreate,
  isForAll,
}: {
  connections: Connection[];
  views: TableViewItem[];
  mayCreate: boolean;
  isForAll: boolean;
}) {
  const t = useTranslations('connections');
  return (
    <HeldTable
      id="connections"
      label={t('title')}
      columns={useColumns()}
      rows={connections}
      rowId={(row) => row.id}
      rowHref={(row) => `/manager/connections/${row.id}`}
      list={connectionList}
      views={useTableViews('connections', views)}
      exportHref={exportHref('connections')}
      searchPlaceholder={t('search')}
      empty={{
        icon: <RadioTower aria-hidden="true" />,
        title: t('empty.title'),
        text: t('empty.text'),
        action: mayCreate ? <NewConnectionDialog isForAll={isForAll} /> : undefined,
      }}
    />
  );
}

function useColumns(): DataColumn<Connection>[] {
  const t = useTranslations('connections');
  return useMemo(
    () => [
      {
        id: 'name',
        header: t('column.name'),
        phone: 'title',
        sortable: true,
        filter: { kind: 'text' },
        cell: (row) => <span className="font-medium">{row.name}</span>,
      },
      {
        id: 'scope',
        header: t('column.scope'),
        width: 150,
        sortable: true,
        filter: {
          kind: 'enum',
          options: (['own', 'global'] as const).map((value) => ({ value, label: t(`scope.${value}`) })),
        },
        cell: (row) => <span className="text-dim">{t(`scope.${row.isGlobal ? 'global' : 'own'}`)}</span>,
      },
      {
        id: 'provider',
        header: t('column.provider'),
        phone: 'left',
        sortable: true,
        filter: {
          kind: 'enum',
          options: PROVIDERS.map((value) => ({ value, label: t(`provider.${value}`) })),
        },
        cell: (row) => <span className="text-dim">{t(`provider.${row.provider}`)}</span>,
      },
      {
        id: 'status',
        header: t('column.status'),
        phone: 'corner',
        filter: {
          kind: 'enum',
          options: (['active', 'quiet', 'disabled'] as const).map((value) => ({
            value,
            label: t(`status.${value}`),
          })),
        },
        cell: (row) => <ConnectionPill of={row} />,
      },
      {
        id: 'last',
        header: t('column.last'),
        phone: 'right',
        align: 'end',
        sortable: true,
        filter: { kind: 'date' },
        cell: (row) => <Time value={row.lastMessageAt} />,
      },
      countColumn('refused', t('column.refused'), 'font-medium text-bad', (row) => row.refusedLastHour),
      countColumn('unknown', t('column.unknown'), 'font-medium text-warn', (row) => row.unknownDevices),
    ],
    [t],
  );
}
