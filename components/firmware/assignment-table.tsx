'use client';
import Microchip from 'lucide-react/icons/microchip';
import RotateCw from 'lucide-react/icons/rotate-cw';
import Undo2 from 'lucide-react/icons/undo-2';
import { useTranslations } from 'next-intl';
import { useMemo } from 'react';
import { useStartBulk } from '#components/bulk-tasks/use-start-bulk.ts';
import { exportHref } from '#components/frame/export-href.ts';
import { fetchRows } from '#components/frame/fetch-rows.ts';
import { narrowed } from '#components/frame/narrowed.ts';
import { useLiveDevices } from '#components/live/use-live.ts';
import { useReread } from '#components/live/use-reread.ts';
import { useTableViews } from '#components/table-views/use-table-views.ts';
import { DataTable } from '#components/ui/data-table/data-table.tsx';
import { NameCell } from '#components/ui/data-table/name-cell.tsx';
import type { TablePage, TableQuery } from '#components/ui/data-table/table-query.ts';
import type { BulkAction, DataColumn, TableSelection } from '#components/ui/data-table/table-types.ts';
import { Time } from '#components/ui/time.tsx';
import { toast } from '#components/ui/toast.tsx';
import {
  FIRMWARE_STATUSES,
  type FirmwareAssignment,
  type FirmwareVersion,
} from '#server/firmware/contract.ts';
import { isOpen } from '#server/firmware/rules.ts';
import type { TableViewItem } from '#server/table-views/contract.ts';
import { AssignDevicesDialog } from './assign-devices.tsx';
import { FirmwareStatusPill } from './firmware-status.tsx';
import { firmwareKeys } from './queries.ts';

export interface AssignmentTableProps {
  version: FirmwareVersion;
  initial: { query: TableQuery; page: TablePage<FirmwareAssignment> } | undefined;
  views: TableViewItem[];
  mayAssign: boolean;
}

const EVERY_MS = 5_000;

/** Which devices were given the version, and what became of it. */
export function AssignmentTable({ version, initial, views, mayAssign }: AssignmentTableProps) {
  const t = useTranslations('firmware');
  const start = useStart(version.id);
  const key = firmwareKeys.assignments(version.id);
  useLiveDevices(null, [key], { everyMs: 3_000 });
  // Of a download that begins nobody is told.
  useReread(key, EVERY_MS);
  const actions: BulkAction[] = [
    {
      id: 'withdraw',
      label: t('withdraw'),
      icon: <Undo2 aria-hidden="true" />,
      onRun: (selection) => start('withdraw-firmware', selection, {}),
    },
    {
      id: 'again',
      label: t('assignAgain'),
      icon: <RotateCw aria-hidden="true" />,
      onRun: (selection) => start('assign-firmware', selection, { firmwareVersionId: version.id }),
    },
  ];
  return (
    <DataTable<FirmwareAssignment>
      id="firmware-devices"
      label={t('assignments')}
      columns={useColumns()}
      rowId={(row) => row.id}
      rowHref={(row) => `/manager/devices/${row.device.id}`}
      rowLines={2}
      queryKey={key}
      fetchPage={(query, signal) => fetchRows(`firmware/${version.id}/assignments`, query, signal)}
      initial={initial}
      views={useTableViews('firmware-devices', views)}
      exportHref={exportHref(`firmware/${version.id}/assignments`)}
      searchPlaceholder={t('searchAssignments')}
      bulkActions={mayAssign ? actions : []}
      height="auto"
      empty={{
        icon: <Microchip aria-hidden="true" />,
        title: t('emptyAssignments.title'),
        text: t('emptyAssignments.text'),
        action: mayAssign ? <AssignDevicesDialog version={version} /> : undefined,
      }}
    />
  );
}

function useColumns(): DataColumn<FirmwareAssignment>[] {
  const t = useTranslations('firmware');
  return useMemo(
    () => [
      {
        id: 'device',
        header: t('column.device'),
        phone: 'title',
        filter: { kind: 'text' },
        cell: (row) => <NameCell name={row.device.name}>{row.device.identifier ?? '–'}</NameCell>,
      },
      {
        id: 'status',
        header: t('column.status'),
        phone: 'left',
        filter: {
          kind: 'enum',
          options: FIRMWARE_STATUSES.map((value) => ({ value, label: t(`status.${value}`) })),
        },
        cell: (row) => <FirmwareStatusPill of={row} />,
      },
      {
        id: 'statusAt',
        header: t('column.since'),
        phone: 'corner',
        align: 'end',
        width: 130,
        sortable: true,
        filter: { kind: 'date' },
        cell: (row) => <Time value={row.statusAt} />,
      },
      {
        id: 'reported',
        header: t('column.reported'),
        phone: 'right',
        mono: true,
        width: 110,
        cell: (row) => row.reported ?? <span className="text-faint">–</span>,
      },
      {
        id: 'expiresAt',
        header: t('column.offeredUntil'),
        hidden: true,
        align: 'end',
        cell: (row) => (isOpen(row.status) ? <Time value={row.expiresAt} look="date" /> : '–'),
      },
      {
        id: 'createdAt',
        header: t('column.by'),
        hidden: true,
        sortable: true,
        cell: (row) => row.createdBy,
      },
    ],
    [t],
  );
}

/** What is done with assignments is done with the devices of each. */
function useStart(versionId: string) {
  const start = useStartBulk('firmware-assignments', STALE);
  const within = (query: TableQuery): TableQuery => ({
    ...query,
    filters: [...query.filters, { field: 'version', op: 'is', value: versionId }],
  });
  return async (
    kind: 'withdraw-firmware' | 'assign-firmware',
    selection: TableSelection,
    options: { firmwareVersionId?: string },
  ): Promise<boolean> => {
    const refusal = await start(kind, narrowed(selection, within), options);
    if (refusal) toast({ title: refusal, tone: 'bad' });
    return refusal === null;
  };
}

const STALE = [firmwareKeys.all];
