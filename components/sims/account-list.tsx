'use client';
import CardSim from 'lucide-react/icons/card-sim';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { ListCell, ListTable } from '#components/ui/list-table.tsx';
import { Panel } from '#components/ui/panel.tsx';
import { Quantity } from '#components/ui/quantity.tsx';
import { Time } from '#components/ui/time.tsx';
import type { SimAccount } from '#server/sims/contract.ts';
import { NewAccountDialog } from './account-form.tsx';
import { AccountPill, usePlatformWord } from './account-state.tsx';

export function AccountList({ accounts, mayCreate }: { accounts: SimAccount[]; mayCreate: boolean }) {
  const t = useTranslations('sims.accounts');
  const platform = usePlatformWord();
  if (accounts.length === 0) {
    return (
      <Panel>
        <EmptyState
          icon={<CardSim aria-hidden="true" />}
          title={t('emptyTitle')}
          action={mayCreate ? <NewAccountDialog /> : undefined}
        >
          {t('emptyText')}
        </EmptyState>
      </Panel>
    );
  }
  const head = [
    { label: t('name') },
    { label: t('platform') },
    { label: t('state.active') },
    { label: t('sims'), end: true },
    { label: t('linked'), end: true },
    { label: t('waiting'), end: true },
    { label: t('failed'), end: true },
    { label: t('lastSync'), end: true },
  ];
  return (
    <ListTable label={t('title')} head={head}>
      {accounts.map((account) => (
        <tr key={account.id} className="hover:bg-hover">
          <ListCell first>
            <Link
              href={`/manager/connectivity/sim-accounts/${account.id}`}
              className="block truncate rounded-sm font-medium hover:text-accent hover:underline sm:max-w-80"
            >
              {account.name}
            </Link>
          </ListCell>
          <ListCell>
            <span className="text-dim">{platform(account.platform)}</span>
          </ListCell>
          <ListCell>
            <AccountPill of={account} />
          </ListCell>
          <ListCell end>
            <Quantity value={account.sims} />
          </ListCell>
          <ListCell end>
            <Quantity value={account.linked} />
          </ListCell>
          <ListCell end>
            <span className={account.waiting > 0 ? 'text-up' : 'text-faint'}>
              <Quantity value={account.waiting} />
            </span>
          </ListCell>
          <ListCell end>
            <span className={account.failed > 0 ? 'font-medium text-bad' : 'text-faint'}>
              <Quantity value={account.failed} />
            </span>
          </ListCell>
          <ListCell end>
            <Time value={account.lastSyncAt} />
          </ListCell>
        </tr>
      ))}
    </ListTable>
  );
}
