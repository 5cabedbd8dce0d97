'use client';
import { useQuery } from '@tanstack/react-query';
import ArrowRight from 'lucide-react/icons/arrow-right';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { DeviceAlert } from '#components/alerts/device-alert.tsx';
import { WarningList } from '#components/flows/flow-warnings.tsx';
import { fetchRows, readJson } from '#components/frame/fetch-rows.ts';
import { useLiveDevices } from '#components/live/use-live.ts';
import { Banner } from '#components/ui/banner.tsx';
import type { TablePage } from '#components/ui/data-table/table-query.ts';
import { WorldMap } from '#components/ui/map/world-map.tsx';
import { Panel } from '#components/ui/panel.tsx';
import { Time } from '#components/ui/time.tsx';
import { MessageName } from '#components/uplinks/message-kind.tsx';
import { DeliveryCount, MessageStatePill } from '#components/uplinks/message-state.tsx';
import type { Device } from '#server/devices/contract.ts';
import type { DeviceFlow } from '#server/flows/contract.ts';
import type { LoraDetail } from '#server/lora-registrations/contract.ts';
import type { Twin } from '#server/twins/twin-contract.ts';
import type { SolvedPlace, UplinkListItem } from '#server/uplinks/contract.ts';
import { shownEvent } from '#server/uplinks/rules.ts';
import { FirstMessage } from './first-message.tsx';
import { HealthTrends } from './health-trends.tsx';
import { LatestValues, type Trend } from './latest-values.tsx';
import { type NetworkRights, NetworkTroubles } from './network-troubles.tsx';
import { NETWORK_TABS } from './networks/network-tabs.ts';
import { placeOf, trackOf } from './place-of.ts';
import { deviceKeys } from './queries.ts';

export interface DeviceOverviewProps {
  device: Device;
  twin: Twin;
  flows: DeviceFlow[];
  messages: TablePage<UplinkListItem>;
  trends: Trend[];
  /** Where its network last solved it to be. */
  solved: SolvedPlace | null;
  /** How it stands at its network server, where that is not at rest. */
  registration: LoraDetail | null;
  may: NetworkRights;
}

const recent = { filters: [], limit: 8 };

export function DeviceOverview({
  device,
  twin: painted,
  flows,
  messages,
  trends,
  solved,
  registration,
  may,
}: DeviceOverviewProps) {
  const t = useTranslations('devices.overview');
  const { id } = device;
  // Stays when the message comes: who waits for it wants to see it turn green.
  const [awaited] = useState(device.lastMessageAt === null && messages.rows.length === 0);
  const twin = useQuery({
    queryKey: deviceKeys.twin(id),
    queryFn: ({ signal }) => readJson<Twin>(`/rows/devices/${id}/twin`, signal),
    initialData: painted,
  }).data;
  const latest = useQuery({
    queryKey: [...deviceKeys.messages(id), 'recent'],
    queryFn: ({ signal }) => fetchRows<UplinkListItem>(`devices/${id}/messages`, recent, signal),
    initialData: messages,
  }).data;
  useLiveDevices([id], [deviceKeys.twin(id), deviceKeys.messages(id)]);
  const { location } = device;
  const place = placeOf({ location, reported: twin.reported, newest: latest.rows, solved });
  return (
    <div className="flex flex-col gap-4">
      <DeviceAlert deviceId={id} />
      <NetworkTroubles device={device} registration={registration} may={may} />
      <Attention device={device} flows={flows} />
      {awaited ? <FirstMessage deviceId={id} /> : null}
      <div className="grid items-start gap-4 lg:grid-cols-[minmax(0,1.35fr)_minmax(0,1fr)]">
        <div className="flex min-w-0 flex-col gap-4">
          <Panel
            title={t('values')}
            actions={<More href={`/manager/devices/${id}/twin`} label={t('allValues')} />}
          >
            <LatestValues entries={twin.reported} trends={trends} deviceId={id} />
          </Panel>
          <HealthTrends deviceId={id} intervalSeconds={device.expectedIntervalSeconds} />
          {place ? (
            <Panel
              title={t('place')}
              note={place.at === null ? t('placeFixed') : <Time value={place.at} look="ago" />}
            >
              <WorldMap
                label={t('placeOf', { name: device.name })}
                className="h-72"
                track={trackOf(trends)}
                markers={[{ id: 'device', label: device.name, tone: 'good', ...place }]}
              />
            </Panel>
          ) : null}
        </div>
        <Panel
          title={t('messages')}
          actions={<More href={`/manager/devices/${id}/messages`} label={t('allMessages')} />}
        >
          <Recent rows={latest.rows} />
        </Panel>
      </div>
    </div>
  );
}

/** Flows whose troubles stand here; of the others only that there are. */
const TOLD = 3;

/** What keeps its data from arriving, before anything else. */
function Attention({ device, flows }: Pick<DeviceOverviewProps, 'device' | 'flows'>) {
  const t = useTranslations('devices.overview');
  const flowBase = `/manager/devices/${device.id}/flows`;
  const [network] = device.deviceType.networks;
  const troubled = flows.filter((flow) => flow.warnings.length > 0);
  return (
    <>
      {device.status === 'DEACTIVATED' ? (
        <Banner kind="warn" title={t('deactivated')}>
          {t('deactivatedText')}
        </Banner>
      ) : null}
      {device.flows.length === 0 ? (
        <Banner kind="warn" title={t('noFlow')} action={<More href={flowBase} label={t('toFlows')} />}>
          {t('noFlowText')}
        </Banner>
      ) : null}
      {device.adapters.length === 0 && network ? (
        <Banner
          kind="warn"
          title={t('noKeys')}
          action={
            <More href={`/manager/devices/${device.id}/${NETWORK_TABS[network]}`} label={t('enterKeys')} />
          }
        >
          {t('noKeysText')}
        </Banner>
      ) : null}
      {troubled.slice(0, TOLD).map((flow) => (
        <Panel key={flow.id} title={t('attention')} note={flow.name}>
          <WarningList flowId={flow.id} warnings={flow.warnings} />
        </Panel>
      ))}
      {troubled.length > TOLD ? (
        <More href={flowBase} label={t('moreTroubled', { count: troubled.length - TOLD })} />
      ) : null}
    </>
  );
}

function Recent({ rows }: { rows: UplinkListItem[] }) {
  const t = useTranslations('devices.overview');
  if (rows.length === 0) return <p className="text-dim text-sm">{t('noMessages')}</p>;
  return (
    <ul className="-mx-2">
      {rows.map((row) => (
        <li key={row.id}>
          <Link
            href={`/manager/messages/${row.id}`}
            className="flex items-center gap-3 rounded-md px-2 py-1.5 hover:bg-hover"
          >
            <span className="min-w-0 flex-1">
              <MessageName event={shownEvent(row)} />
            </span>
            <span className="text-sm">
              {row.state === 'failed' ? (
                <MessageStatePill state={row.state} />
              ) : (
                <DeliveryCount deliveries={row.deliveries} />
              )}
            </span>
            <Time
              value={row.receivedAt}
              look="moment"
              className="min-w-14 shrink-0 text-right text-faint text-sm"
            />
          </Link>
        </li>
      ))}
    </ul>
  );
}

function More({ href, label }: { href: string; label: string }) {
  return (
    <Link
      href={href}
      className="inline-flex items-center gap-1 whitespace-nowrap rounded-sm font-medium text-accent text-sm hover:underline"
    >
      {label}
      <ArrowRight aria-hidden="true" className="size-3.5" />
    </Link>
  );
}
