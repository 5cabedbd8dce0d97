'use client';
import HardDriveDownload from 'lucide-react/icons/hard-drive-download';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { useStartBulk } from '#components/bulk-tasks/use-start-bulk.ts';
import { useDeviceColumns } from '#components/flows/use-device-columns.tsx';
import { fetchRows } from '#components/frame/fetch-rows.ts';
import { narrowed } from '#components/frame/narrowed.ts';
import { Button } from '#components/ui/button.tsx';
import { DataTable } from '#components/ui/data-table/data-table.tsx';
import type { TableQuery } from '#components/ui/data-table/table-query.ts';
import type { TableSelection } from '#components/ui/data-table/table-types.ts';
import { Dialog } from '#components/ui/dialog.tsx';
import { NumberField } from '#components/ui/number-field.tsx';
import { toast } from '#components/ui/toast.tsx';
import type { DeviceListItem } from '#server/devices/contract.ts';
import type { FirmwareVersion } from '#server/firmware/contract.ts';
import { firmwareKeys } from './queries.ts';

const STALE = [firmwareKeys.all];

/** Search the devices of the version's type, choose some or all that match, offer it to them in one go. */
export function AssignDevicesDialog({ version }: { version: FirmwareVersion }) {
  const t = useTranslations('firmware');
  const [open, setOpen] = useState(false);
  return (
    <Dialog
      open={open}
      onOpenChange={setOpen}
      size="xl"
      title={t('assignTitle', { version: version.version })}
      description={t('assignText', { type: version.deviceType.name })}
      trigger={
        <Button variant="primary" icon={<HardDriveDownload aria-hidden="true" />}>
          {t('assign')}
        </Button>
      }
    >
      {open ? <Picker version={version} onAssigned={() => setOpen(false)} /> : null}
    </Dialog>
  );
}

function Picker({ version, onAssigned }: { version: FirmwareVersion; onAssigned: () => void }) {
  const t = useTranslations('firmware');
  const [days, setDays] = useState(14);
  const start = useStartBulk('devices', STALE);
  const ofType = (query: TableQuery): TableQuery => ({
    ...query,
    filters: [...query.filters, { field: 'type', op: 'is', value: version.deviceType.id }],
  });
  const run = async (selection: TableSelection) => {
    const options = { firmwareVersionId: version.id, days };
    const refusal = await start('assign-firmware', narrowed(selection, ofType), options);
    if (refusal) toast({ title: refusal, tone: 'bad' });
    else onAssigned();
    return refusal === null;
  };
  return (
    <div className="flex flex-col gap-4">
      <NumberField
        className="w-44"
        label={t('days')}
        unit={t('daysUnit')}
        min={1}
        max={90}
        value={days}
        onValueChange={(value) => value !== null && setDays(value)}
      />
      <DataTable<DeviceListItem>
        id="assign-devices"
        label={t('assignTitle', { version: version.version })}
        urlPrefix="pick."
        columns={useDeviceColumns()}
        rowId={(row) => row.id}
        rowLines={2}
        queryKey={[...firmwareKeys.all, version.id, 'devices']}
        fetchPage={(query, signal) => fetchRows('devices', ofType(query), signal)}
        searchPlaceholder={t('search')}
        bulkActions={[
          {
            id: 'assign',
            label: t('doAssign'),
            icon: <HardDriveDownload aria-hidden="true" />,
            onRun: run,
          },
        ]}
        height="auto"
        empty={{ title: t('none') }}
      />
    </div>
  );
}
