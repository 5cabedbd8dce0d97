'use client';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { ConnectivityPill } from '#components/devices/networks/status-pills.tsx';
import { useLiveDevices } from '#components/live/use-live.ts';
import { Breadcrumb } from '#components/ui/breadcrumb.tsx';
import { ButtonLink } from '#components/ui/button.tsx';
import { Fact, Facts } from '#components/ui/fact.tsx';
import { Identifier } from '#components/ui/identifier.tsx';
import { type KeyValue, KeyValues } from '#components/ui/key-values.tsx';
import { PageHeader } from '#components/ui/page-header.tsx';
import { Panel } from '#components/ui/panel.tsx';
import { Quantity } from '#components/ui/quantity.tsx';
import { Time } from '#components/ui/time.tsx';
import type { LoraDetail, RegistrationTarget } from '#server/lora-registrations/contract.ts';
import { loraKeys, useLoraDevice } from './queries.ts';
import { RegistrationActions } from './registration-actions.tsx';
import { RegistrationState } from './registration-state.tsx';

interface LoraPageProps {
  detail: LoraDetail;
  targets: readonly RegistrationTarget[];
  mayUpdate: boolean;
}

export function LoraPage({ detail: painted, targets, mayUpdate }: LoraPageProps) {
  const t = useTranslations('lora');
  const detail = useLoraDevice(painted);
  useLiveDevices([detail.id], [loraKeys.one(detail.id)], { everyMs: 3_000 });
  return (
    <>
      <Breadcrumb
        items={[{ label: t('title'), href: '/manager/connectivity/lora' }, { label: detail.devEui }]}
      />
      <PageHeader
        title={detail.device.name}
        pill={<ConnectivityPill status={detail.status} />}
        identifiers={<Identifier kind="devEui" label="DevEUI" value={detail.devEui} />}
        actions={
          <>
            <ButtonLink href={`/manager/devices/${detail.id}`}>{t('toDevice')}</ButtonLink>
            {mayUpdate ? <RegistrationActions of={detail} targets={targets} /> : null}
          </>
        }
      />
      <div className="mb-3 empty:hidden">
        <RegistrationState of={detail} mayUpdate={mayUpdate} />
      </div>
      <div className="mb-4 rounded-xl border border-line bg-panel p-4 shadow-1">
        <RadioFacts of={detail} />
      </div>
      <div className="grid items-start gap-4 lg:grid-cols-2">
        <NetworkPanel of={detail} />
        <DevicePanel of={detail} />
      </div>
    </>
  );
}

function RadioFacts({ of }: { of: LoraDetail }) {
  const t = useTranslations('lora.column');
  return (
    <Facts>
      <Fact label={t('lastMessage')} value={<Time value={of.lastMessageAt} look="ago" />} />
      <Fact
        label={t('signal')}
        value={<Quantity value={of.lastSignal} digits={1} />}
        unit={of.lastSignal === null ? undefined : 'dBm'}
      />
      <Fact
        label={t('spreadingFactor')}
        value={of.lastSpreadingFactor === null ? '–' : `SF${of.lastSpreadingFactor}`}
      />
    </Facts>
  );
}

/** For the device's own page too. */
export function NetworkPanel({ of }: { of: LoraDetail }) {
  const t = useTranslations('lora');
  const provider = useTranslations('connections.provider');
  const { connection, plan, work } = of;
  const items: (KeyValue | false)[] = [
    { key: 'status', label: t('column.status'), value: <ConnectivityPill status={of.status} /> },
    {
      key: 'connection',
      label: t('column.connection'),
      value: connection ? (
        <Link href={`/manager/connections/${connection.id}`} className="hover:text-accent hover:underline">
          {connection.name}
        </Link>
      ) : (
        '–'
      ),
    },
    connection !== null && { key: 'server', label: t('server'), value: provider(connection.provider) },
    {
      key: 'plan',
      label: t('column.plan'),
      value: plan ? `${plan.name} · ${t(plan.geolocation ? 'plan.with' : 'plan.without')}` : '–',
    },
    work !== null && { key: 'present', label: t('present'), value: t(`presence.${work.present}`) },
    work !== null && { key: 'since', label: t('since'), value: <Time value={work.settledAt} look="date" /> },
    work !== null && {
      key: 'wished',
      label: t('wished'),
      value: <Time value={work.wishedAt} look="date" />,
    },
  ];
  return (
    <Panel title={t('network')}>
      <KeyValues items={items} />
    </Panel>
  );
}

function DevicePanel({ of }: { of: LoraDetail }) {
  const t = useTranslations('lora');
  const status = useTranslations('lora.processing');
  return (
    <Panel title={t('device')}>
      <KeyValues
        items={[
          {
            key: 'name',
            label: t('column.device'),
            value: (
              <Link href={`/manager/devices/${of.id}`} className="hover:text-accent hover:underline">
                {of.device.name}
              </Link>
            ),
          },
          { key: 'type', label: t('type'), value: of.deviceType.name },
          { key: 'project', label: t('column.project'), value: of.project.name },
          { key: 'processing', label: t('processingLabel'), value: status(of.processing) },
          { key: 'devEui', label: 'DevEUI', value: <Identifier kind="devEui" value={of.devEui} /> },
          {
            key: 'joinEui',
            label: 'AppEUI / JoinEUI',
            value: of.joinEui ? <Identifier kind="joinEui" value={of.joinEui} /> : '–',
          },
          { key: 'appKey', label: 'AppKey', value: t(of.hasAppKey ? 'keyStored' : 'keyNone') },
        ]}
      />
    </Panel>
  );
}
