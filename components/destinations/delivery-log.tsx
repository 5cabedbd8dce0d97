'use client';
import Merge from 'lucide-react/icons/merge';
import RotateCw from 'lucide-react/icons/rotate-cw';
import Send from 'lucide-react/icons/send';
import { useTranslations } from 'next-intl';
import { useMemo } from 'react';
import { useStartBulk } from '#components/bulk-tasks/use-start-bulk.ts';
import { flowSource } from '#components/flows/use-flow-choices.ts';
import { exportHref } from '#components/frame/export-href.ts';
import { fetchRows } from '#components/frame/fetch-rows.ts';
import { narrowed } from '#components/frame/narrowed.ts';
import { rowSource } from '#components/frame/row-source.ts';
import { useTableViews } from '#components/table-views/use-table-views.ts';
import { BothEnds } from '#components/ui/both-ends.tsx';
import { DataTable } from '#components/ui/data-table/data-table.tsx';
import type { TablePage, TableQuery } from '#components/ui/data-table/table-query.ts';
import type { BulkAction, DataColumn } from '#components/ui/data-table/table-types.ts';
import { Quantity } from '#components/ui/quantity.tsx';
import { Time } from '#components/ui/time.tsx';
import { toast } from '#components/ui/toast.tsx';
import { useUrlParams } from '#components/ui/url-params.ts';
import { deliveryStates } from '#server/deliveries/contract.ts';
import type { DeliveryLogItem } from '#server/deliveries/log-contract.ts';
import type { TableViewItem } from '#server/table-views/contract.ts';
import { DeliveryDrawer } from './delivery-drawer.tsx';
import { DeliveryPill, StatusCode } from './delivery-state.tsx';
import { destinationKeys } from './queries.ts';
import { ReplayFailed } from './replay-failed.tsx';

export interface DeliveryLogProps {
  destination: { id: string; name: string };
  initial: { query: TableQuery; page: TablePage<DeliveryLogItem> } | undefined;
  views: TableViewItem[];
  mayReplay: boolean;
}

const STALE = [destinationKeys.all, ['messages']];

export function DeliveryLog({ destination, initial, views, mayReplay }: DeliveryLogProps) {
  const t = useTranslations('destinations.log');
  const columns = useLogColumns();
  const start = useStartBulk('deliveries', STALE);
  const [params, change] = useUrlParams();
  const opened = Number(params.get('delivery')) || null;
  const open = (id: number | null) =>
    change((address) => (id === null ? address.delete('delivery') : address.set('delivery', String(id))));
  const within = (query: TableQuery): TableQuery => ({
    ...query,
    filters: [...query.filters, { field: 'destination', op: 'is', value: destination.id }],
  });
  const actions: BulkAction[] = [
    {
      id: 'replay',
      label: t('replay'),
      icon: <RotateCw aria-hidden="true" />,
      onRun: async (selection) => {
        const refused = await start('replay-deliveries', narrowed(selection, within), {});
        if (refused) toast({ title: refused, tone: 'bad' });
        return refused === null;
      },
    },
  ];
  return (
    <>
      <DataTable<DeliveryLogItem>
        id="deliveries"
        label={t('label')}
        columns={columns}
        rowId={(row) => String(row.id)}
        onRowOpen={(row) => open(row.id)}
        activeRowId={opened ? String(opened) : undefined}
        queryKey={destinationKeys.log(destination.id)}
        fetchPage={(query, signal) => fetchRows(`destinations/${destination.id}/deliveries`, query, signal)}
        initial={initial}
        views={useTableViews('deliveries', views)}
        exportHref={exportHref(`destinations/${destination.id}/deliveries`)}
        searchPlaceholder={t('search')}
        bulkActions={mayReplay ? actions : []}
        toolbar={mayReplay ? <ReplayFailed destination={destination} /> : undefined}
        rowLines={2}
        height="auto"
        empty={{
          icon: <Send aria-hidden="true" />,
          title: t('emptyTitle'),
          text: t('emptyText'),
        }}
      />
      <DeliveryDrawer id={opened} onClose={() => open(null)} mayReplay={mayReplay} />
    </>
  );
}

const devices = rowSource('devices');
const flows = flowSource(null, []);

function useLogColumns(): DataColumn<DeliveryLogItem>[] {
  const t = useTranslations('destinations');
  return useMemo(
    () => [
      {
        id: 'at',
        phone: 'left',
        header: t('log.time'),
        sortable: true,
        filter: { kind: 'date' },
        width: 150,
        mono: true,
        cell: (row) => <Time value={row.finishedAt ?? row.receivedAt} look="clock" />,
      },
      {
        id: 'device',
        phone: 'title',
        header: t('log.device'),
        filter: { kind: 'enum', options: [], source: devices },
        cell: (row) => (
          <>
            <span className="block max-w-72 truncate font-medium">{row.device.name || '–'}</span>
            {row.device.identifier ? (
              <BothEnds value={row.device.identifier} className="mono text-faint" />
            ) : null}
          </>
        ),
      },
      {
        id: 'state',
        phone: 'corner',
        header: t('log.state'),
        width: 130,
        filter: {
          kind: 'enum',
          options: deliveryStates.map((value) => ({
            value,
            label: t(`state.${value}`),
          })),
        },
        cell: (row) => (
          <span className="inline-flex items-center gap-2">
            <DeliveryPill of={row} />
            {row.replayOf === null ? null : (
              <RotateCw aria-label={t('log.isReplay')} className="size-3.5 text-faint" />
            )}
            {row.mergedCount > 0 ? (
              <Merge
                aria-label={t('log.isMerged', { count: row.mergedCount + 1 })}
                className="size-3.5 text-faint"
              />
            ) : null}
          </span>
        ),
      },
      {
        id: 'statusCode',
        phone: 'right',
        header: t('log.status'),
        width: 110,
        mono: true,
        filter: { kind: 'number' },
        cell: (row) => <StatusCode of={row} />,
      },
      {
        id: 'attempts',
        header: t('log.tries'),
        align: 'end',
        width: 80,
        filter: { kind: 'number' },
        cell: (row) => <Quantity value={row.attempts} />,
      },
      {
        id: 'durationMs',
        header: t('log.duration'),
        align: 'end',
        width: 100,
        filter: { kind: 'number', unit: 'ms' },
        cell: (row) => <Quantity value={row.durationMs} unit={t('log.ms')} digits={0} />,
      },
      {
        id: 'flow',
        header: t('log.flow'),
        filter: { kind: 'enum', options: [], source: flows },
        cell: (row) => <span className="block max-w-48 truncate text-dim">{row.flow.name || '–'}</span>,
      },
      {
        id: 'receivedAt',
        header: t('log.received'),
        hidden: true,
        mono: true,
        filter: { kind: 'date' },
        cell: (row) => <Time value={row.receivedAt} look="clock" />,
      },
    ],
    [t],
  );
}
