'use client';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { SimPill } from '#components/devices/networks/status-pills.tsx';
import { KeyValues } from '#components/ui/key-values.tsx';
import { Panel } from '#components/ui/panel.tsx';
import { Quantity } from '#components/ui/quantity.tsx';
import { Time } from '#components/ui/time.tsx';
import type { Sim } from '#server/sims/contract.ts';
import { Bytes } from './bytes.tsx';
import { PlanDialog } from './plan-dialog.tsx';
import { ChangeMark } from './sim-status.tsx';

export function ConnectionPanel({ sim }: { sim: Sim }) {
  const t = useTranslations('sims.page');
  const column = useTranslations('sims.column');
  const { platformStatus } = sim;
  return (
    <Panel title={t('summary')}>
      <KeyValues
        items={[
          { key: 'status', label: t('connection'), value: <SimPill status={sim.status} /> },
          platformStatus !== null &&
            platformStatus !== sim.status && {
              key: 'word',
              label: t('platformStatus'),
              value: platformStatus,
              mono: true,
            },
          {
            key: 'message',
            label: column('lastMessage'),
            value: <Time value={sim.lastMessageAt} look="date" />,
          },
          { key: 'session', label: t('session'), value: <Session sim={sim} /> },
          sim.ipAddress !== null && { key: 'ip', label: t('ip'), value: sim.ipAddress, mono: true },
          { key: 'iccid', label: 'ICCID', value: sim.iccid, mono: true },
          sim.imsi !== null && { key: 'imsi', label: 'IMSI', value: sim.imsi, mono: true },
          sim.msisdn !== null && { key: 'msisdn', label: 'MSISDN', value: sim.msisdn, mono: true },
          sim.imei !== null && { key: 'imei', label: 'IMEI', value: sim.imei, mono: true },
        ]}
      />
    </Panel>
  );
}

function Session({ sim: { sessionStartedAt, sessionEndedAt } }: { sim: Sim }) {
  const t = useTranslations('sims.page');
  if (!sessionStartedAt) return t('sessionNone');
  return (
    <>
      {t(sessionEndedAt ? 'sessionEnded' : 'sessionRunning')}{' '}
      <Time value={sessionEndedAt ?? sessionStartedAt} />
    </>
  );
}

/** The APN is not chosen: it follows the communication plan. */
export function PlansPanel({ sim, mayUpdate }: { sim: Sim; mayUpdate: boolean }) {
  const t = useTranslations('sims');
  const canChange = mayUpdate && sim.account !== null && sim.status !== 'RETIRED' && sim.status !== 'UNKNOWN';
  const plan = (name: string | null, kind: 'communication-plan' | 'rate-plan') => (
    <span className="inline-flex flex-wrap items-center justify-end gap-1">
      {name ?? '–'}
      <ChangeMark of={sim} kind={kind} />
    </span>
  );
  return (
    <Panel title={t('page.plans')} actions={canChange ? <PlanDialog sim={sim} /> : null}>
      <KeyValues
        items={[
          {
            key: 'communication',
            label: t('kind.communication-plan'),
            value: plan(sim.communicationPlan, 'communication-plan'),
          },
          {
            key: 'apn',
            label: 'APN',
            value:
              sim.apns.length > 0 ? (
                <span className="mono">{sim.apns.join(', ')}</span>
              ) : (
                <span className="text-faint">{sim.communicationPlan ? t('page.apnsNone') : '–'}</span>
              ),
          },
          { key: 'rate', label: t('kind.rate-plan'), value: plan(sim.ratePlan, 'rate-plan') },
        ]}
      />
    </Panel>
  );
}

export function BillingPanel({ sim }: { sim: Sim }) {
  const t = useTranslations('sims.page');
  const kind = useTranslations('sims.kind');
  const figure = (value: number | null) => (value === null ? '–' : <Quantity value={value} />);
  return (
    <Panel title={t('billing')} note={t('billingNote')}>
      <KeyValues
        items={[
          { key: 'rate', label: kind('rate-plan'), value: sim.ratePlan ?? '–' },
          { key: 'data', label: t('data'), value: <Bytes value={sim.cycleBytes} /> },
          { key: 'sms', label: t('sms'), value: figure(sim.cycleSms) },
          { key: 'sessions', label: t('sessions'), value: figure(sim.cycleSessions) },
          { key: 'since', label: t('billedSince'), value: <Time value={sim.activatedAt} look="date" /> },
          { key: 'read', label: t('readAt'), value: <Time value={sim.usageReadAt} look="date" /> },
        ]}
      />
    </Panel>
  );
}

export function OwnershipPanel({ sim }: { sim: Sim }) {
  const t = useTranslations('sims.page');
  const column = useTranslations('sims.column');
  const platforms = useTranslations('sims.accounts.platforms');
  const { account, platform, platformAccount, platformCustomer } = sim;
  if (!account) {
    return (
      <Panel title={t('ownership')}>
        <p className="text-dim">{t('noAccount')}</p>
      </Panel>
    );
  }
  return (
    <Panel title={t('ownership')}>
      <KeyValues
        items={[
          {
            key: 'account',
            label: column('account'),
            value: (
              <Link
                href={`/manager/connectivity/sim-accounts/${account.id}`}
                className="hover:text-accent hover:underline"
              >
                {account.name}
              </Link>
            ),
          },
          platform !== null && {
            key: 'platform',
            label: t('platform'),
            value: platforms.has(platform as 'cisco') ? platforms(platform as 'cisco') : platform,
          },
          platformAccount !== null && {
            key: 'at',
            label: t('accountAt'),
            value: platformAccount,
            mono: true,
          },
          platformCustomer !== null && { key: 'customer', label: t('customerAt'), value: platformCustomer },
          { key: 'added', label: t('addedAt'), value: <Time value={sim.addedAt} look="date" /> },
        ]}
      />
    </Panel>
  );
}
