'use client';
import { useTranslations } from 'next-intl';
import { Banner } from '#components/ui/banner.tsx';
import { Breadcrumb } from '#components/ui/breadcrumb.tsx';
import { cx } from '#components/ui/cx.ts';
import { Fact, Facts } from '#components/ui/fact.tsx';
import { PageHeader } from '#components/ui/page-header.tsx';
import { Panel } from '#components/ui/panel.tsx';
import { Quantity } from '#components/ui/quantity.tsx';
import { Time } from '#components/ui/time.tsx';
import type { ConnectionDetail, ConnectionInside } from '#server/lora-networks/contract.ts';
import type { TableViewItem } from '#server/table-views/contract.ts';
import { ApiPanel, RegisteredFacts } from './api-panel.tsx';
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
  const { inside } = connection;
  return (
    <>
      <Breadcrumb items={[{ label: t('title'), href: '/manager/connections' }, { label: connection.name }]} />
      <PageHeader
        title={connection.name}
        pill={<ConnectionPill of={connection} />}
        identifiers={
          <span>
            {t(`provider.${connection.provider}`)}
            {connection.isGlobal ? ` · ${t('scope.global')}` : null}
          </span>
        }
        actions={inside ? <ConnectionActions connection={connection} may={may} /> : undefined}
      />
      {connection.status === 'disabled' ? (
        <Banner kind="warn" title={t('offBanner')} className="mb-3">
          {t(inside ? 'offText' : 'offByPlatform')}
        </Banner>
      ) : null}
      {connection.isGlobal ? (
        <Banner kind="info" title={t(inside ? 'global.oursTitle' : 'global.title')} className="mb-3">
          {t(inside ? 'global.oursText' : 'global.text')}
        </Banner>
      ) : null}
      {inside ? (
        <OwnParts connection={connection} inside={inside} views={views} may={may} />
      ) : (
        <UsersParts connection={connection} />
      )}
    </>
  );
}

interface OwnPartsProps {
  connection: ConnectionDetail;
  inside: ConnectionInside;
  views: TableViewItem[];
  may: ConnectionRights;
}

/**
 * How it gets in comes first, since without that nothing does: beside the rest where there is room, above it where there
 * is not. There what is to be done at the other side gives way as soon as it is done.
 */
function OwnParts({ connection, inside, views, may }: OwnPartsProps) {
  return (
    <>
      <div className="mb-4 rounded-xl border border-line bg-panel p-4 shadow-1">
        <ConnectionFacts connection={connection} inside={inside} />
      </div>
      <div className="grid items-start gap-4 xl:grid-cols-[minmax(0,3fr)_minmax(0,2fr)]">
        <div className={cx(column, 'xl:col-start-2')}>
          <ConnectionAccess connection={connection} inside={inside} may={may} />
          <Panel className={connection.lastMessageAt ? 'max-xl:order-last' : undefined}>
            <ProviderSteps provider={connection.provider} />
          </Panel>
        </div>
        <div className={cx(column, 'xl:col-start-1 xl:row-start-1')}>
          {connection.provider === 'digital-matter' ? null : (
            <ApiPanel connection={connection} inside={inside} mayUpdate={may.update} />
          )}
          <RefusalPanel refusals={inside.refusals} repeated={inside.repeated} />
          <UnknownDevices
            connectionId={connection.id}
            unknown={inside.unknown}
            views={views}
            mayForget={may.update}
            // Whose device it is to be is its customer's to say.
            mayAdd={may.addDevice && !connection.isGlobal}
          />
        </div>
      </div>
    </>
  );
}

/** Where there is one column only, all parts stand in it side by side, in an order of their own. */
const column = 'flex min-w-0 flex-col gap-4 max-xl:contents';

/** For whom it is not: what their devices get there. */
function UsersParts({ connection }: { connection: ConnectionDetail }) {
  const t = useTranslations('connections.api');
  return (
    <Panel title={t('title')}>
      <RegisteredFacts connection={connection} />
    </Panel>
  );
}

function ConnectionFacts({ connection, inside }: Pick<OwnPartsProps, 'connection' | 'inside'>) {
  const t = useTranslations('connections.fact');
  const refused = inside.refusals.reduce((sum, one) => sum + one.count, 0);
  return (
    <Facts>
      <Fact label={t('last')} value={<Time value={connection.lastMessageAt} look="ago" />} />
      <Fact label={t('refused')} value={<Quantity value={refused} />} tone={refused > 0 ? 'bad' : 'idle'} />
      <Fact
        label={t('unknown')}
        value={<Quantity value={inside.unknown.length} />}
        tone={inside.unknown.length > 0 ? 'warn' : 'idle'}
      />
      <Fact label={t('created')} value={<Time value={connection.createdAt} look="ago" />} />
    </Facts>
  );
}
