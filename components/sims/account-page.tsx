'use client';
import { useTranslations } from 'next-intl';
import { Banner } from '#components/ui/banner.tsx';
import { Breadcrumb } from '#components/ui/breadcrumb.tsx';
import { ButtonLink } from '#components/ui/button.tsx';
import { Fact, Facts } from '#components/ui/fact.tsx';
import { FoldedText } from '#components/ui/folded-text.tsx';
import { KeyValues } from '#components/ui/key-values.tsx';
import { PageHeader } from '#components/ui/page-header.tsx';
import { Panel } from '#components/ui/panel.tsx';
import { Quantity } from '#components/ui/quantity.tsx';
import { Time } from '#components/ui/time.tsx';
import type { SimAccountDetail } from '#server/sims/account-contract.ts';
import { isPaused } from '#server/sims/list-rules.ts';
import { AccountActions } from './account-actions.tsx';
import { AccountPlans } from './account-plans.tsx';
import { AccountPill, usePlatformWord } from './account-state.tsx';
import { useSimAccount } from './queries.ts';
import { useReasonWords } from './sim-words.ts';

export interface AccountRights {
  update: boolean;
  delete: boolean;
}

const bySearch = (id: string) =>
  `/manager/connectivity/m2m?${new URLSearchParams({ f: `account:in:${id}` })}`;

export function AccountPage({ account: painted, may }: { account: SimAccountDetail; may: AccountRights }) {
  const t = useTranslations('sims.accounts');
  const platform = usePlatformWord();
  const account = useSimAccount(painted);
  return (
    <>
      <Breadcrumb
        items={[{ label: t('title'), href: '/manager/connectivity/sim-accounts' }, { label: account.name }]}
      />
      <PageHeader
        title={account.name}
        pill={<AccountPill of={account} />}
        identifiers={
          <>
            <span>{platform(account.platform)}</span>
            {account.description ? <span>{account.description}</span> : null}
          </>
        }
        actions={
          <>
            <ButtonLink href={bySearch(account.id)}>{t('showSims')}</ButtonLink>
            <AccountActions account={account} may={may} />
          </>
        }
      />
      <AccountBanners account={account} />
      <div className="mb-4 rounded-xl border border-line bg-panel p-4 shadow-1">
        <Facts>
          <Fact label={t('sims')} value={<Quantity value={account.sims} />} />
          <Fact label={t('linked')} value={<Quantity value={account.linked} />} />
          <Fact label={t('waiting')} value={<Quantity value={account.waiting} />} />
          <Fact
            label={t('failed')}
            value={<Quantity value={account.failed} />}
            tone={account.failed > 0 ? 'bad' : 'idle'}
          />
          <Fact label={t('lastSync')} value={<Time value={account.lastSyncAt} look="ago" />} />
        </Facts>
        <LastListing account={account} />
      </div>
      <div className="grid items-start gap-4 min-[1400px]:grid-cols-[minmax(0,1fr)_300px]">
        <AccountPlans account={account} mayUpdate={may.update} />
        <AccountSettings account={account} />
      </div>
    </>
  );
}

function AccountBanners({ account }: { account: SimAccountDetail }) {
  const t = useTranslations('sims.accounts');
  const reason = useReasonWords();
  return (
    <div className="mb-3 flex flex-col gap-2 empty:hidden" aria-live="polite">
      {account.status === 'disabled' ? (
        <Banner kind="warn" title={t('disabledTitle')}>
          {t('disableText')}
        </Banner>
      ) : null}
      {account.syncErrorCode ? (
        <Banner kind="bad" title={t('failingTitle')}>
          <FoldedText text={reason(account.syncErrorCode, account.syncError)} />
        </Banner>
      ) : null}
      {isPaused(account) ? (
        <Banner kind="warn" title={t('pausedTitle')}>
          {t('pausedText')} <Time value={account.pausedUntil} look="clock" />
        </Banner>
      ) : null}
    </div>
  );
}

function LastListing({ account: { lastSync } }: { account: SimAccountDetail }) {
  const t = useTranslations('sims.accounts');
  if (!lastSync) return null;
  return (
    <p className="mt-3 text-dim text-sm">
      {t('found', { found: lastSync.found, added: lastSync.added, changed: lastSync.changed })}
      {lastSync.refused > 0 ? ` · ${t('refused', { refused: lastSync.refused })}` : ''}
    </p>
  );
}

const SETTING_UNITS: Record<string, string> = { delayMs: 'ms', failPercent: '%' };

function AccountSettings({ account }: { account: SimAccountDetail }) {
  const t = useTranslations('sims.accounts');
  const form = useTranslations('sims.accounts.form');
  const settings = Object.entries(account.settings).map(([name, value]) => ({
    key: name,
    label: form.has(name as 'url') ? form(name as 'url') : name,
    value: typeof value === 'number' ? <Quantity value={value} unit={SETTING_UNITS[name]} /> : String(value),
    mono: typeof value === 'string',
  }));
  const credentials = account.credentialsSet.map((name) => ({
    key: `credentials.${name}`,
    label: form.has(name as 'apiKey') ? form(name as 'apiKey') : name,
    value: t('credentialsSet'),
  }));
  return (
    <Panel title={t('settings')}>
      <KeyValues items={[...settings, ...credentials]} />
    </Panel>
  );
}
