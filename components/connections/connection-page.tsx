'use client';
import { useTranslations } from 'next-intl';
import { Banner } from '#components/ui/banner.tsx';
import { Breadcrumb } from '#components/ui/breadcrumb.tsx';
import { Fact, Facts } from '#components/ui/fact.tsx';
import { PageHeader } from '#components/ui/page-header.tsx';
import { Panel } from '#components/ui/panel.tsx';
import { Quantity } from '#components/ui/quantity.tsx';
import { Time } from '#components/ui/time.tsx';
import type { ConnectionDetail } from '#server/lora-networks/contract.ts';
import type { TableViewItem } from '#server/table-views/contract.ts';
import { ApiPanel } from './api-panel.tsx';
import { ConnectionAccess } from './connection-access.tsx';
import { ConnectionActions, type ConnectionRights } from './connection-actions.tsx';
import { ConnectionPill } from './connection-state.tsx';
import { ProviderSteps } from './provider-steps.tsx';
import { useConnection } from './queries.ts';
import { RefusalPanel } from './refusal-panel.tsx';
import { UnknownDevices } from './unknown-devices.tsx';

export function ConnectionPage({
  connection: painted,
  views,
  may,
}: {
  connection: ConnectionDetail;
  views: TableViewItem[];
  may: ConnectionRights;
}) {
  const t = useTranslations('connections');
  const connection = useConnection(painted);
  return (
    <>
      <Breadcrumb items={[{ label: t('title'), href: '/manager/connections' }, { label: connection.name }]} />
      <PageHeader
        title={connection.name}
        pill={<ConnectionPill of={connection} />}
        identifiers={<span>{t(`provider.${connection.provider}`)}</span>}
        actions={<ConnectionActions connection={connection} may={may} />}
      />
      {connection.status === 'disabled' ? (
        <Banner kind="warn" title={t('offBanner')} className="mb-3">
          {t('offText')}
        </Banner>
      ) : null}
      <div className="mb-4 rounded-xl border border-line bg-panel p-4 shadow-1">
        <ConnectionFacts connection={connection} />
      </div>
      <div className="grid items-start gap-4 xl:grid-cols-[minmax(0,3fr)_minmax(0,2fr)]">
        <div className="flex min-w-0 flex-col gap-4">
          <ApiPanel connection={connection} mayUpdate={may.update} />
          <RefusalPanel refusals={connection.refusals} />
          <UnknownDevices
            connectionId={connection.id}
            unknown={connection.unknown}
            views={views}
            mayForget={may.update}
            mayAdd={may.addDevice}
          />
        </div>
        <div className="flex min-w-0 flex-col gap-4">
          <ConnectionAccess connection={connection} may={may} />
          <Panel>
            <ProviderSteps provider={connection.provider} />
          </Panel>
        </div>
      </div>
    </>
  );
}

function ConnectionFacts({ connection }: { connection: ConnectionDetail }) {
  const t = useTranslations('connections.fact');
  const refused = connection.refusals.reduce((sum, one) => sum + one.count, 0);
  return (
    <Facts>
      <Fact label={t('last')} value={<Time value={connection.lastMessageAt} look="ago" />} />
      <Fact label={t('refused')} value={<Quantity value={refused} />} tone={refused > 0 ? 'bad' : 'idle'} />
      <Fact
        label={t('unknown')}
        value={<Quantity value={connection.unknown.length} />}
        tone={connection.unknown.length > 0 ? 'warn' : 'idle'}
      />
      <Fact label={t('created')} value={<Time value={connection.createdAt} look="ago" />} />
    </Facts>
  );
}
