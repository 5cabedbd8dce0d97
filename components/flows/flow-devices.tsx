'use client';
import Microchip from 'lucide-react/icons/microchip';
import Plus from 'lucide-react/icons/plus';
import Unlink from 'lucide-react/icons/unlink';
import { useTranslations } from 'next-intl';
import { useCallback } from 'react';
import { useStartBulk } from '#components/bulk-tasks/use-start-bulk.ts';
import { useDeviceBulk } from '#components/devices/device-bulk.tsx';
import type { DeviceWork } from '#components/devices/device-work.ts';
import { identifierCopies } from '#components/devices/identifier-copies.ts';
import { exportHref } from '#components/frame/export-href.ts';
import { fetchRows } from '#components/frame/fetch-rows.ts';
import { narrowed } from '#components/frame/narrowed.ts';
import { useTableViews } from '#components/table-views/use-table-views.ts';
import { ButtonLink } from '#components/ui/button.tsx';
import { DataTable } from '#components/ui/data-table/data-table.tsx';
import type { TableFilter, TablePage, TableQuery } from '#components/ui/data-table/table-query.ts';
import type { BulkAction, TableSelection } from '#components/ui/data-table/table-types.ts';
import { toast } from '#components/ui/toast.tsx';
import type { DeviceListItem } from '#server/devices/contract.ts';
import type { Flow } from '#server/flows/contract.ts';
import type { TableViewItem } from '#server/table-views/contract.ts';
import { LinkDevicesDialog } from './link-devices.tsx';
import { flowKeys, LINK_STALE, useFlow } from './queries.ts';
import { useDeviceColumns } from './use-device-columns.tsx';

export interface FlowDevicesProps {
  flow: Flow;
  initial: { query: TableQuery; page: TablePage<DeviceListItem> } | undefined;
  views: TableViewItem[];
  work: DeviceWork;
}

export function FlowDevices({ flow: painted, initial, views, work }: FlowDevicesProps) {
  const t = useTranslations('flows.devices');
  const flow = useFlow(painted);
  const columns = useDeviceColumns();
  const start = useStartBulk('devices', LINK_STALE);
  const within = useCallback(
    (query: TableQuery) => ({
      ...query,
      filters: [...query.filters, { field: 'flow', op: 'is', value: painted.id } satisfies TableFilter],
    }),
    [painted.id],
  );
  const bulk = useDeviceBulk({
    list: 'flow',
    within,
    work,
    projectId: flow.project.id,
  });
  const mayUpdate = work.rights.link;
  const unlink = async (selection: TableSelection) => {
    const refusal = await start('unlink-flow', narrowed(selection, within), { flowId: flow.id });
    if (refusal) toast({ title: refusal, tone: 'bad' });
    return refusal === null;
  };
  const own: BulkAction = {
    id: 'unlink',
    label: t('unlink'),
    icon: <Unlink aria-hidden="true" />,
    onRun: unlink,
  };
  const actions = mayUpdate ? [own, ...bulk.actions] : bulk.actions;
  const add = mayUpdate ? <AddDevices flow={flow} /> : undefined;
  return (
    <>
      <DataTable<DeviceListItem>
        id="flow-devices"
        label={t('label')}
        columns={columns}
        rowId={(row) => row.id}
        rowHref={(row) => `/manager/devices/${row.id}`}
        rowLines={2}
        copies={identifierCopies}
        queryKey={flowKeys.devices(flow.id)}
        fetchPage={(query, signal) => fetchRows('devices', within(query), signal)}
        initial={initial}
        views={useTableViews('flow-devices', views)}
        exportHref={exportHref('devices', within)}
        searchPlaceholder={t('search')}
        extraFilters={[
          {
            field: 'type',
            label: t('type'),
            filter: {
              kind: 'enum',
              options: flow.types.map(({ deviceType: { id, name } }) => ({ value: id, label: name })),
            },
          },
        ]}
        bulkActions={actions}
        toolbar={add}
        height="auto"
        empty={{
          icon: <Microchip aria-hidden="true" />,
          title: t('emptyTitle'),
          text: t('emptyText'),
          action: mayUpdate ? <LinkDevicesDialog flow={flow} variant="primary" /> : undefined,
        }}
      />
      {bulk.dialogs}
    </>
  );
}

function AddDevices({ flow }: { flow: Flow }) {
  const t = useTranslations('flows.devices');
  return (
    <>
      <LinkDevicesDialog flow={flow} variant="secondary" size="sm" />
      <ButtonLink
        size="sm"
        href={`/manager/devices/new?flow=${flow.id}&project=${flow.project.id}`}
        icon={<Plus aria-hidden="true" />}
      >
        {t('new')}
      </ButtonLink>
    </>
  );
}
