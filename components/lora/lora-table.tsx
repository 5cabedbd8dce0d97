'use client';
import RadioTower from 'lucide-react/icons/radio-tower';
import { useTranslations } from 'next-intl';
import { useCallback, useMemo } from 'react';
import { useDeviceBulk } from '#components/devices/device-bulk.tsx';
import type { DeviceWork } from '#components/devices/device-work.ts';
import { exportHref } from '#components/frame/export-href.ts';
import { fetchRows } from '#components/frame/fetch-rows.ts';
import { withinProject } from '#components/frame/within-project.ts';
import { useLiveDevices } from '#components/live/use-live.ts';
import { useReread } from '#components/live/use-reread.ts';
import { useTableViews } from '#components/table-views/use-table-views.ts';
import { ButtonLink } from '#components/ui/button.tsx';
import { DataTable } from '#components/ui/data-table/data-table.tsx';
import type { TablePage, TableQuery } from '#components/ui/data-table/table-query.ts';
import type { LoraRow, RegistrationTarget } from '#server/lora-registrations/contract.ts';
import type { TableViewItem } from '#server/table-views/contract.ts';
import { useFailureWords } from './failure-words.ts';
import { useLoraBulk } from './lora-bulk.tsx';
import { type LoraOptions, useLoraColumns } from './lora-columns.tsx';
import { plansOf } from './plans-of.ts';
import { loraKeys } from './queries.ts';

interface LoraTableProps extends Omit<LoraOptions, 'plans' | 'projects'> {
  initial: { query: TableQuery; page: TablePage<LoraRow> } | undefined;
  views: TableViewItem[];
  projectId: string | undefined;
  targets: RegistrationTarget[];
  work: DeviceWork;
}

const EVERY_MS = 5_000;

export function LoraTable(props: LoraTableProps) {
  const { initial, views, connections, projectId, targets, work } = props;
  const { rights, projects } = work;
  const t = useTranslations('lora');
  const why = useFailureWords();
  const plans = useMemo(() => plansOf(targets), [targets]);
  const columns = useLoraColumns({ projects, connections, plans });
  const network = useLoraBulk({ mayWish: rights.network, targets, projectId });
  const within = useCallback((query: TableQuery) => withinProject(query, projectId), [projectId]);
  const device = useDeviceBulk({
    list: 'lora',
    within,
    work,
    projectId: projectId ?? null,
  });
  const actions = useMemo(() => [...network.actions, ...device.actions], [network.actions, device.actions]);
  const key = useMemo(() => [...loraKeys.list, projectId ?? ''], [projectId]);
  useLiveDevices(null, [key], { everyMs: 3_000 });
  useReread(key, EVERY_MS);
  return (
    <>
      <DataTable
        id="lora"
        label={t('title')}
        columns={columns}
        rowId={(row) => row.id}
        rowHref={(row) => `/manager/connectivity/lora/${row.id}`}
        rowLines={2}
        copies={(row) => [{ name: 'DevEUI', value: row.devEui }]}
        cardNote={(row) =>
          row.failure ? <span className="line-clamp-3 text-bad text-xs">{why(row.failure)}</span> : null
        }
        queryKey={key}
        fetchPage={(query, signal) => fetchRows<LoraRow>('lora', within(query), signal)}
        initial={initial}
        views={useTableViews('lora', views)}
        exportHref={exportHref('lora', within)}
        searchPlaceholder={t('search')}
        bulkActions={actions}
        empty={{
          icon: <RadioTower aria-hidden="true" />,
          title: t('empty.title'),
          text: t('empty.text'),
          action: rights.create ? (
            <ButtonLink variant="primary" href="/manager/devices/new">
              {t('empty.action')}
            </ButtonLink>
          ) : undefined,
        }}
      />
      {network.dialogs}
      {device.dialogs}
    </>
  );
}
