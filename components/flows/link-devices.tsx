'use client';
import Link2 from 'lucide-react/icons/link-2';
import { useTranslations } from 'next-intl';
import { useStartBulk } from '#components/bulk-tasks/use-start-bulk.ts';
import { fetchRows } from '#components/frame/fetch-rows.ts';
import { narrowed } from '#components/frame/narrowed.ts';
import { Button } from '#components/ui/button.tsx';
import { DataTable } from '#components/ui/data-table/data-table.tsx';
import type { TableQuery } from '#components/ui/data-table/table-query.ts';
import type { TableSelection } from '#components/ui/data-table/table-types.ts';
import { Dialog } from '#components/ui/dialog.tsx';
import { toast } from '#components/ui/toast.tsx';
import { useOpen } from '#components/ui/use-open.ts';
import type { DeviceListItem } from '#server/devices/contract.ts';
import type { Flow } from '#server/flows/contract.ts';
import type { LinkProps } from './link-destination.tsx';
import { flowKeys, LINK_STALE } from './queries.ts';
import { useDeviceColumns } from './use-device-columns.tsx';

/** Search the project's other devices, choose some or all that match, link them in one go. */
export function LinkDevicesDialog({ flow, variant, size, ...openable }: LinkProps & { flow: Flow }) {
  const t = useTranslations('flows.devices');
  const dialog = useOpen(
    openable,
    <Button variant={variant} size={size} icon={<Link2 aria-hidden="true" />}>
      {t('link')}
    </Button>,
  );
  return (
    <Dialog
      {...dialog}
      size="xl"
      title={t('pickTitle', { name: flow.name })}
      description={t('pickLead', { project: flow.project.name })}
    >
      {dialog.open ? <DevicePicker flow={flow} onLinked={() => dialog.onOpenChange(false)} /> : null}
    </Dialog>
  );
}

function DevicePicker({ flow, onLinked }: { flow: Flow; onLinked: () => void }) {
  const t = useTranslations('flows.devices');
  const start = useStartBulk('devices', LINK_STALE);
  const columns = useDeviceColumns();
  const outside = (query: TableQuery): TableQuery => ({
    ...query,
    filters: [
      ...query.filters,
      { field: 'project', op: 'is', value: flow.project.id },
      { field: 'flow', op: 'not', value: flow.id },
    ],
  });
  const link = async (selection: TableSelection) => {
    const refusal = await start('link-flow', narrowed(selection, outside), { flowId: flow.id });
    if (refusal) toast({ title: refusal, tone: 'bad' });
    else onLinked();
    return refusal === null;
  };
  return (
    <DataTable<DeviceListItem>
      id="link-devices"
      label={t('pickTitle', { name: flow.name })}
      urlPrefix="pick."
      columns={columns}
      rowId={(row) => row.id}
      rowLines={2}
      queryKey={[...flowKeys.devices(flow.id), 'outside']}
      fetchPage={(query, signal) => fetchRows('devices', outside(query), signal)}
      searchPlaceholder={t('search')}
      bulkActions={[{ id: 'link', label: t('pick'), icon: <Link2 aria-hidden="true" />, onRun: link }]}
      height="auto"
      empty={{ title: t('pickEmpty') }}
    />
  );
}
