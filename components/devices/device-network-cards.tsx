'use client';
import ChevronRight from 'lucide-react/icons/chevron-right';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { cx } from '#components/ui/cx.ts';
import { Identifier } from '#components/ui/identifier.tsx';
import { type KeyValue, KeyValues } from '#components/ui/key-values.tsx';
import { Time } from '#components/ui/time.tsx';
import type { Network } from '#server/device-types/contract.ts';
import type { Device } from '#server/devices/contract.ts';
import type { DeviceSim } from '#server/sims/contract.ts';
import { NETWORK_TABS } from './networks/network-tabs.ts';
import { SimStateAtEnd } from './networks/sim-state-at-end.tsx';
import { ConnectivityPill } from './networks/status-pills.tsx';
import { UnlinkSim } from './networks/unlink-sim.tsx';

interface NetworkCardsProps {
  device: Device;
  sim: DeviceSim | null;
  mayUnlinkSim: boolean;
}

/** One card a network, each the way to its tab; where there is one only, it takes a line of the page and not a corner of it. */
export function NetworkCards({ device, sim, mayUnlinkSim }: NetworkCardsProps) {
  const { networks } = device.deviceType;
  if (networks.length === 0) return null;
  const mayUnlink = mayUnlinkSim && device.deviceType.category === 'own';
  const isAlone = networks.length === 1;
  // All that the one of LoRa says is said above it, too: a phone has no room for that.
  const isSaid = isAlone && networks[0] === 'lora';
  return (
    <div
      className={cx(
        'mt-3 grid gap-3',
        isSaid && 'max-md:hidden',
        !isAlone && 'md:grid-cols-2 xl:grid-cols-3',
      )}
    >
      {networks.map((network) => (
        <Card key={network} device={device} network={network} isAlone={isAlone}>
          <KeyValues items={CARDS[network](device, sim)} look={isAlone ? 'line' : 'beside'} />
          {network === 'cellular' && sim && mayUnlink ? (
            <div className={cx('mt-2 flex justify-end', isAlone && 'md:mt-0 md:ml-auto')}>
              <UnlinkSim device={device} iccid={sim.iccid} named />
            </div>
          ) : null}
        </Card>
      ))}
    </div>
  );
}

interface CardProps {
  device: Device;
  network: Network;
  isAlone: boolean;
  children: ReactNode;
}

function Card({ device, network, isAlone, children }: CardProps) {
  const t = useTranslations('networks.card');
  return (
    <section
      className={cx(
        'rounded-xl border border-line bg-panel px-4 pt-2.5 pb-3 shadow-1',
        isAlone && 'md:flex md:flex-wrap md:items-baseline md:gap-x-6 md:gap-y-1 md:pb-2.5',
      )}
    >
      <h2 className={cx('mb-1.5', isAlone && 'md:mb-0')}>
        <Link
          href={`/manager/devices/${device.id}/${NETWORK_TABS[network]}`}
          className="flex items-center gap-1 rounded-sm font-semibold text-sm hover:text-accent"
        >
          {t(network)}
          <ChevronRight aria-hidden="true" className="size-4 text-faint" />
        </Link>
      </h2>
      {children}
    </section>
  );
}

const CARDS: Record<Network, (device: Device, sim: DeviceSim | null) => KeyValue[]> = {
  lora: (device) => [
    line('devEui', <Known value={adapterOf(device, 'lora')?.identifier} kind="devEui" />),
    line(
      'status',
      <ConnectivityPill
        status={device.lora?.status ?? (adapterOf(device, 'lora') ? 'INVENTORY' : 'NOT_LINKED')}
      />,
    ),
    lastMessage(device),
  ],
  cellular: (device, sim) => [
    line('imei', <Known value={adapterOf(device, 'cellular')?.identifier} />),
    line('iccid', <Known value={sim?.iccid} />),
    ...(sim?.msisdn ? [line('msisdn', <Identifier value={sim.msisdn} />)] : []),
    line('status', sim ? <SimStateAtEnd sim={sim} /> : linkState(device, 'cellular')),
    ...(sim?.activatedAt ? [line('activatedAt', <Time value={sim.activatedAt} look="date" />)] : []),
    ...(sim?.ratePlan ? [line('ratePlan', <Clamped text={sim.ratePlan} />)] : []),
    lastMessage(device),
  ],
  generic: (device) => [
    line('baseName', <Known value={adapterOf(device, 'generic')?.urn} />),
    line('status', linkState(device, 'generic')),
    lastMessage(device),
  ],
};

const adapterOf = (device: Device, network: Network) =>
  device.adapters.find((adapter) => adapter.network === network);

/** Nobody has to be told of a device on these: with an identifier it is on its network. */
const linkState = (device: Device, network: Network) => (
  <ConnectivityPill status={adapterOf(device, network) ? 'ACTIVE' : 'NOT_LINKED'} />
);

const line = (key: Word, value: ReactNode): KeyValue => ({ key, label: <Label word={key} />, value });

const lastMessage = (device: Device) =>
  line('lastMessage', device.lastMessageAt ? <Time value={device.lastMessageAt} look="ago" /> : '–');

type Word =
  | 'devEui'
  | 'imei'
  | 'iccid'
  | 'msisdn'
  | 'status'
  | 'activatedAt'
  | 'ratePlan'
  | 'baseName'
  | 'lastMessage';

function Label({ word }: { word: Word }) {
  return useTranslations('networks.card')(word);
}

/** A card stays as high as the others, whatever a plan is called. */
function Clamped({ text }: { text: string }) {
  return (
    <span title={text} className="line-clamp-2">
      {text}
    </span>
  );
}

function Known({ value, kind }: { value: string | null | undefined; kind?: 'devEui' }) {
  if (!value) return <span className="text-faint">–</span>;
  return kind ? <Identifier kind={kind} value={value} /> : <Identifier value={value} />;
}
