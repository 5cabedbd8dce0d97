'use client';
import CardSim from 'lucide-react/icons/card-sim';
import { useTranslations } from 'next-intl';
import { exportHref } from '#components/frame/export-href.ts';
import { fetchRows } from '#components/frame/fetch-rows.ts';
import { withinProject } from '#components/frame/within-project.ts';
import { useLiveDevices } from '#components/live/use-live.ts';
import { useReread } from '#components/live/use-reread.ts';
import { useTableViews } from '#components/table-views/use-table-views.ts';
import { ButtonLink } from '#components/ui/button.tsx';
import { DataTable } from '#components/ui/data-table/data-table.tsx';
import type { TablePage, TableQuery } from '#components/ui/data-table/table-query.ts';
import type { ExtraFilter } from '#components/ui/data-table/table-types.ts';
import type { PlanChoice, SimListItem } from '#server/sims/contract.ts';
import type { TableViewItem } from '#server/table-views/contract.ts';
import { simKeys } from './queries.ts';
import { useSimBulk } from './sim-bulk.tsx';
import { useSimColumns } from './sim-columns.tsx';

const EVERY_MS = 5_000;

interface SimTableProps {
  initial: { query: TableQuery; page: TablePage<SimListItem> } | undefined;
  views: TableViewItem[];
  accounts: { id: string; name: string }[];
  plans: PlanChoice[];
  projectId: string | undefined;
  may: { update: boolean; retire: boolean };
}

export function SimTable({ initial, views, accounts, plans, projectId, may }: SimTableProps) {
  const t = useTranslations('sims');
  const columns = useSimColumns(accounts);
  const key = [...simKeys.list, projectId ?? ''];
  useLiveDevices(null, [key], { everyMs: 3_000 });
  useReread(key, EVERY_MS);
  const bulk = useSimBulk({ may, plans, projectId });
  const filters: ExtraFilter[] = [
    {
      field: 'change',
      label: t('column.change'),
      filter: {
        kind: 'enum',
        options: (['pending', 'failed'] as const).map((value) => ({
          value,
          label: t(`changeState.${value}`),
        })),
      },
    },
  ];
  return (
    <>
      <DataTable
        id="sims"
        label={t('title')}
        columns={columns}
        rowId={(row) => row.id}
        rowHref={(row) => `/manager/connectivity/m2m/${row.id}`}
        copies={({ iccid, msisdn, imei }) => [
          { name: 'ICCID', value: iccid },
          ...(msisdn ? [{ name: 'MSISDN', value: msisdn }] : []),
          ...(imei ? [{ name: 'IMEI', value: imei }] : []),
        ]}
        queryKey={key}
        fetchPage={(query, signal) => fetchRows<SimListItem>('sims', withinProject(query, projectId), signal)}
        initial={initial}
        views={useTableViews('sims', views)}
        exportHref={exportHref('sims', (query) => withinProject(query, projectId))}
        extraFilters={filters}
        bulkActions={bulk.actions}
        searchPlaceholder={t('search')}
        empty={{
          icon: <CardSim aria-hidden="true" />,
          title: t('empty.title'),
          text: t('empty.text'),
          action: (
            <ButtonLink variant="primary" href="/manager/connectivity/sim-accounts">
              {t('toAccounts')}
            </ButtonLink>
          ),
        }}
      />
      {bulk.dialogs}
    </>
  );
}
