'use client';
import CardSim from 'lucide-react/icons/card-sim';
import { useTranslations } from 'next-intl';
import { useMemo } from 'react';
import { countColumn } from '#components/ui/data-table/count-column.tsx';
import { HeldTable } from '#components/ui/data-table/held-table.tsx';
import type { DataColumn } from '#components/ui/data-table/table-types.ts';
import { Time } from '#components/ui/time.tsx';
import type { SimAccount } from '#server/sims/contract.ts';
import { NewAccountDialog } from './account-form.tsx';
import { ACCOUNT_STATES, AccountPill, stateOfAccount, usePlatformWord } from './account-state.tsx';
import { PLATFORMS } from './account-values.ts';

const fields = {
  name: (row: SimAccount) => row.name,
  platform: (row: SimAccount) => row.platform,
  state: stateOfAccount,
  sims: (row: SimAccount) => row.sims,
  linked: (row: SimAccount) => row.linked,
  waiting: (row: SimAccount) => row.waiting,
  failed: (row: SimAccount) => row.failed,
  lastSync: (row: SimAccount) => row.lastSyncAt && new Date(row.lastSyncAt),
};
const search = ['name'];

export function AccountList({ accounts, mayCreate }: { accounts: SimAccount[]; mayCreate: boolean }) {
  const t = useTranslations('sims.accounts');
  return (
    <HeldTable
      id="sim-accounts"
      label={t('title')}
      columns={useColumns()}
      rows={accounts}
      rowId={(row) => row.id}
      rowHref={(row) => `/manager/connectivity/sim-accounts/${row.id}`}
      fields={fields}
      search={search}
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
