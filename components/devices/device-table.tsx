'use client';
import Microchip from 'lucide-react/icons/microchip';
import Plus from 'lucide-react/icons/plus';
import { useTranslations } from 'next-intl';
import { useMemo } from 'react';
import { exportHref } from '#components/frame/export-href.ts';
import { fetchRows } from '#components/frame/fetch-rows.ts';
import { withinProject } from '#components/frame/within-project.ts';
import { useLiveDevices } from '#components/live/use-live.ts';
import { useTableViews } from '#components/table-views/use-table-views.ts';
import { ButtonLink } from '#components/ui/button.tsx';
import { DataTable } from '#components/ui/data-table/data-table.tsx';
import type { TablePage, TableQuery } from '#components/ui/data-table/table-query.ts';
import type { ExtraFilter } from '#components/ui/data-table/table-types.ts';
import type { DeviceRowItem } from '#server/devices/contract.ts';
import type { TableViewItem } from '#server/table-views/contract.ts';
import { type DeviceRights, useDeviceBulk } from './device-bulk.tsx';
import { type NamedOption, useDeviceColumns } from './device-columns.tsx';
import { deviceKeys } from './queries.ts';
import { useValueColumns } from './value-columns.tsx';

import { IDENTIFIER_NAMES } from './networks/network-tabs.ts';
export interface DeviceTableProps {
  initial: { query: TableQuery; page: TablePage<DeviceRowItem> } | undefined;
  views: TableViewItem[];
  projects: NamedOption[];
  types: NamedOption[];
  flows: (NamedOption & { projectId: string })[];
  projectId: string | null;
  plans: NamedOption[];
  firmware: NamedOption[];
  rights: DeviceRights;
}

export function DeviceTable({
  initial,
  views,
  projects,
  types,
  flows,
  projectId,
  plans,
  firmware,
  rights,
}: DeviceTableProps) {
  const t = useTranslations('devices');
  const columns = useDeviceColumns({ projects, types, oneProject: projectId !== null });
  const key = useMemo(() => [...deviceKeys.list, projectId ?? ''], [projectId]);
  const bulk = useDeviceBulk({ rights, projects, flows, plans, firmware, projectId });
  const flowFilter = useMemo(
    (): ExtraFilter[] => [
      {
        field: 'flow',
        label: t('column.flow'),
        filter: { kind: 'enum', options: flows.map(({ id, name }) => ({ value: id, label: name })) },
      },
    ],
    [t, flows],
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
        queryKey={key}
        fetchPage={(query, signal) =>
          fetchRows<DeviceRowItem>('device-days', withinProject(query, projectId ?? undefined), signal)
        }
        initial={initial}
        brought={useValueColumns()}
        views={useTableViews('devices', views)}
        exportHref={exportHref('devices', (query) => withinProject(query, projectId ?? undefined))}
        searchPlaceholder={t('search')}
        extraFilters={flowFilter}
        bulkActions={bulk.actions}
        empty={{
          icon: <Microchip aria-hidden="true" />,
        copies={(row) =>
          row.identifiers.map(({ network, identifier }) => ({
            name: IDENTIFIER_NAMES[network],
            value: identifier,
          }))
        }
          title: t('empty.title'),
          text: t('empty.text'),
          action: rights.create ? (
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
