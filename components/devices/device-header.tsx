'use client';
import { useQuery } from '@tanstack/react-query';
import { usePathname } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { NoDataLink } from '#components/diagnosis/no-data-link.tsx';
import { Breadcrumb } from '#components/ui/breadcrumb.tsx';
import { FactsAndTabs } from '#components/ui/facts-and-tabs.tsx';
import { Identifier } from '#components/ui/identifier.tsx';
import { PageHeader } from '#components/ui/page-header.tsx';
import { Panel } from '#components/ui/panel.tsx';
import { PulseStrip } from '#components/ui/pulse-strip.tsx';
import { Tabs } from '#components/ui/tabs.tsx';
import type { Device } from '#server/devices/contract.ts';
import type { DeviceHead } from '#server/devices/health-contract.ts';
import type { DeviceSim } from '#server/sims/contract.ts';
import { pulseOfDay } from './device-day.ts';
import { DeviceFacts } from './device-facts.tsx';
import { NetworkCards } from './device-network-cards.tsx';
import { DeviceState } from './device-state.tsx';
import { DeviceSwitch } from './device-switch.tsx';
import { IDENTIFIER_NAMES, NETWORK_TABS } from './networks/network-tabs.ts';
import { deviceFlowsQuery } from './queries.ts';
import { useDeviceHead, useDeviceSim } from './use-device-head.ts';

export interface DeviceHeaderProps {
  initial: DeviceHead;
  /** The SIM in it, of a device that has one. */
  sim: DeviceSim | null;
  mayUpdate: boolean;
  /** Take the SIM out of it. */
  mayUnlinkSim: boolean;
}

/** Answers before anyone asks: alive or not, how well it is heard, and whether its data arrives. */
export function DeviceHeader({ initial, sim: painted, mayUpdate, mayUnlinkSim }: DeviceHeaderProps) {
  const t = useTranslations('devices');
  const head = useDeviceHead(initial, true);
  const { device, health, day } = head;
  const sim = useDeviceSim(device, painted, true);
  const path = usePathname();
  const page = `/manager/devices/${device.id}`;
  // A diagnosis tells all of it itself, and what it found is what was asked for.
  const onDiagnosis = path === `${page}/diagnosis`;
  // What its LoRa network is like stands one line above its LoRa data.
  const tellsNetworks = !onDiagnosis && path !== `${page}/lora-data`;
  return (
    <>
      <Breadcrumb
        items={[
          { label: t('title'), href: '/manager/devices' },
          { label: device.project.name },
          { label: device.name },
        ]}
      />
      <PageHeader
        title={device.name}
        pill={
          <DeviceState
            status={device.status}
            activity={health.activity}
            live={health.activity === 'online'}
          />
        }
        identifiers={
          <>
            <span className="line-clamp-2 min-w-0 break-words">{device.deviceType.name}</span>
            {device.identifiers.map(({ network, identifier }) => (
              <Identifier
                key={network}
                label={IDENTIFIER_NAMES[network]}
                kind={network === 'lora' ? 'devEui' : 'plain'}
                value={identifier}
              />
            ))}
            {device.identifiers.length === 0 ? <span className="text-warn">{t('noIdentifier')}</span> : null}
            <span className={device.flows.length === 0 ? 'text-warn' : undefined}>
              {t('inFlows', { count: device.flows.length })}
            </span>
          </>
        }
        actions={
          <>
            <NoDataLink kind="device" id={device.id} />
            {mayUpdate ? <DeviceSwitch device={device} /> : null}
          </>
        }
      />
      <FactsAndTabs
        isFirst={path === page}
        facts={
          <>
            <Panel className={onDiagnosis ? 'hidden' : undefined}>
              <div className="mb-3.5 flex items-start gap-6">
                <DeviceFacts head={head} />
                <span className="hidden shrink-0 text-faint text-sm xl:block">{t('lastDay')}</span>
              </div>
              <PulseStrip
                data={pulseOfDay(day, device.expectedIntervalSeconds, true)}
                describe={(tick) => {
                  const slot = day.slots.find(
                    (one) => Math.abs(new Date(one.lastAt).getTime() - tick.t) <= 1,
                  );
                  return slot?.signal == null
                    ? undefined
                    : `ESP ${slot.signal.toFixed(1).replace('-', '−')} dBm`;
                }}
              />
            </Panel>
            {tellsNetworks ? <NetworkCards device={device} sim={sim} mayUnlinkSim={mayUnlinkSim} /> : null}
          </>
        }
        tabs={<DeviceTabs device={device} />}
      />
    </>
  );
}

function DeviceTabs({ device }: { device: Device }) {
  const t = useTranslations('devices.tab');
  const network = useTranslations('decoders.network');
  const base = `/manager/devices/${device.id}`;
  const flows = useTranslations('flows.warning');
  const { data = [] } = useQuery({ ...deviceFlowsQuery(device.id), staleTime: 60_000 });
  const wrong = data.reduce((sum, flow) => sum + flow.warnings.length, 0);
  return (
    <Tabs
      label={t('label')}
      items={[
        { href: base, label: t('overview') },
        ...(device.lora ? [{ href: `${base}/lora-data`, label: t('loraData'), deep: true }] : []),
        { href: `${base}/messages`, label: t('messages') },
        { href: `${base}/graph`, label: t('graph'), deep: true },
        { href: `${base}/twin`, label: t('twin') },
        { href: `${base}/send`, label: t('send') },
        {
          href: `${base}/flows`,
          label: t('flows'),
          warning: wrong > 0 ? flows('title', { count: wrong }) : undefined,
        },
        { href: `${base}/device`, label: t('device') },
        ...device.deviceType.networks.map((one) => ({
          href: `${base}/${NETWORK_TABS[one]}`,
          label: network(one),
        })),
        { href: `${base}/history`, label: t('history') },
      ]}
    />
  );
}
