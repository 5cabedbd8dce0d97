'use client';
import CardSim from 'lucide-react/icons/card-sim';
import { useTranslations } from 'next-intl';
import { useMemo } from 'react';
import { exportHref } from '#components/frame/export-href.ts';
import { useTableViews } from '#components/table-views/use-table-views.ts';
import { countColumn } from '#components/ui/data-table/count-column.tsx';
import { HeldTable } from '#components/ui/data-table/held-table.tsx';
import type { DataColumn } from '#components/ui/data-table/table-types.ts';
import { Time } from '#components/ui/time.tsx';
import type { SimAccount } from '#server/sims/account-contract.ts';
import { ACCOUNT_STATES, accountList } from '#server/sims/list-rules.ts';
import type { TableViewItem } from '#server/table-views/contract.ts';
import { NewAccountDialog } from './account-form.tsx';
import { AccountPill, usePlatformWord } from './account-state.tsx';
import { PLATFORMS } from './account-values.ts';

export function AccountList({
  accounts,
  views,
  mayCreate,
}: {
  accounts: SimAccount[];
  views: TableViewItem[];
  mayCreate: boolean;
}) {
  const t = useTranslations('sims.accounts');
  return (
    <HeldTable
      id="sim-accounts"
      label={t('title')}
      columns={useColumns()}
      rows={accounts}
      rowId={(row) => row.id}
      rowHref={(row) => `/manager/connectivity/sim-accounts/${row.id}`}
      list={accountList}
      views={useTableViews('sim-accounts', views)}
      exportHref={exportHref('sim-accounts')}
      searchPlaceholder={t('name')}
      empty={{
        icon: <CardSim aria-hidden="true" />,
        title: t('emptyTitle'),
        text: t('emptyText'),
        action: mayCreate ? <NewAccountDialog /> : undefined,
      }}
    />
  );
}

function useColumns(): DataColumn<SimAccount>[] {
  const t = useTranslations('sims.accounts');
  const platform = usePlatformWord();
  return useMemo(
    () => [
      {
        id: 'name',
        header: t('name'),
        phone: 'title',
        sortable: true,
        filter: { kind: 'text' },
        cell: (row) => <span className="font-medium">{row.name}</span>,
      },
      {
        id: 'platform',
        header: t('platform'),
        phone: 'left',
        sortable: true,
        filter: { kind: 'enum', options: PLATFORMS.map((value) => ({ value, label: platform(value) })) },
        cell: (row) => <span className="text-dim">{platform(row.platform)}</span>,
      },
      {
        id: 'state',
        header: t('status'),
        phone: 'corner',
        filter: {
          kind: 'enum',
          options: ACCOUNT_STATES.map((value) => ({ value, label: t(`state.${value}`) })),
        },
        cell: (row) => <AccountPill of={row} />,
      },
      countColumn('sims', t('sims'), '', (row) => row.sims),
      countColumn('linked', t('linked'), '', (row) => row.linked),
      countColumn('waiting', t('waiting'), 'text-up', (row) => row.waiting),
      countColumn('failed', t('failed'), 'font-medium text-bad', (row) => row.failed),
      {
        id: 'lastSync',
        header: t('lastSync'),
        phone: 'right',
        align: 'end',
        sortable: true,
        filter: { kind: 'date' },
        cell: (row) => <Time value={row.lastSyncAt} />,
      },
    ],
    [t, platform],
  );
}
