'use client';
import Microchip from 'lucide-react/icons/microchip';
import Plus from 'lucide-react/icons/plus';
import { useTranslations } from 'next-intl';
import { useCallback, useMemo } from 'react';
import { flowSource } from '#components/flows/use-flow-choices.ts';
import { exportHref } from '#components/frame/export-href.ts';
import { fetchRows } from '#components/frame/fetch-rows.ts';
import { withinProject } from '#components/frame/within-project.ts';
import { useLiveDevices } from '#components/live/use-live.ts';
import { useTableViews } from '#components/table-views/use-table-views.ts';
import { ButtonLink } from '#components/ui/button.tsx';
import { DataTable } from '#components/ui/data-table/data-table.tsx';
import type { TablePage, TableQuery } from '#components/ui/data-table/table-query.ts';
import type { ExtraFilter } from '#components/ui/data-table/table-types.ts';
import { NETWORKS } from '#server/device-types/contract.ts';
import type { DeviceRowItem } from '#server/devices/health-contract.ts';
import type { FlowChoice } from '#server/flows/contract.ts';
import type { TableViewItem } from '#server/table-views/contract.ts';
import { useDeviceBulk } from './device-bulk.tsx';
import { type NamedOption, useDeviceColumns } from './device-columns.tsx';
import type { DeviceWork } from './device-work.ts';
import { identifierCopies } from './identifier-copies.ts';
import { deviceKeys } from './queries.ts';
import { useValueColumns } from './value-columns.tsx';

export interface DeviceTableProps {
  initial: { query: TableQuery; page: TablePage<DeviceRowItem> } | undefined;
  views: TableViewItem[];
  types: NamedOption[];
  /** Those that the address has a filter on. */
  flows: FlowChoice[];
  projectId: string | null;
  work: DeviceWork;
}

export function DeviceTable({ initial, views, types, flows, projectId, work }: DeviceTableProps) {
  const t = useTranslations('devices');
  const columns = useDeviceColumns({ projects: work.projects, types, oneProject: projectId !== null });
  const key = useMemo(() => [...deviceKeys.list, projectId ?? ''], [projectId]);
  const within = useCallback(
    (query: TableQuery) => withinProject(query, projectId ?? undefined),
    [projectId],
  );
  const bulk = useDeviceBulk({ list: 'devices', within, work, projectId });
  const network = useTranslations('networks.card');
  const filters = useMemo(
    (): ExtraFilter[] => [
      {
        field: 'flow',
        label: t('column.flow'),
        filter: { kind: 'enum', options: [], source: flowSource(projectId, flows), optional: true },
      },
      {
        field: 'network',
        label: t('column.network'),
        filter: {
          kind: 'enum',
          options: NETWORKS.map((value) => ({ value, label: network(value) })),
        },
      },
    ],
    [t, network, flows, projectId],
  );
  useLiveDevices(null, [key], { everyMs: 3_000 });
  return (
    <>
      <DataTable
        id="devices"
        label={t('title')}
        columns={columns}
        rowId={(row) => row.id}
        rowHref={(row) => `/manager/devices/${row.id}`}
        rowLines={2}
        copies={identifierCopies}
        queryKey={key}
        fetchPage={(query, signal) => fetchRows<DeviceRowItem>('device-days', within(query), signal)}
        initial={initial}
        brought={useValueColumns()}
        views={useTableViews('devices', views)}
        exportHref={exportHref('devices', within)}
        searchPlaceholder={t('search')}
        extraFilters={filters}
        bulkActions={bulk.actions}
        empty={{
          icon: <Microchip aria-hidden="true" />,
          title: t('empty.title'),
          text: t('empty.text'),
          action: work.rights.create ? (
            <ButtonLink href="/manager/devices/new" variant="primary" icon={<Plus aria-hidden="true" />}>
              {t('add')}
            </ButtonLink>
          ) : undefined,
        }}
      />
      {bulk.dialogs}
    </>
  );
}
