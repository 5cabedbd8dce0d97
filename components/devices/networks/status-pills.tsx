'use client';
import { useTranslations } from 'next-intl';
import { Pill, type Tone } from '#components/ui/pill.tsx';
import type { Connectivity } from '#server/devices/contract.ts';
import type { SimStatus } from '#server/sims/contract.ts';

const connectivityTones: Record<Connectivity, Tone> = {
  NOT_LINKED: 'idle',
  ACTIVE: 'good',
  PENDING_CREATE: 'busy',
  PENDING_UPDATE: 'busy',
  PENDING_DEACTIVATE: 'busy',
  PENDING_REACTIVATE: 'busy',
  PENDING_DELETE: 'busy',
  FAILED: 'bad',
  DEACTIVATED: 'idle',
  INVENTORY: 'idle',
};

export function ConnectivityPill({ status }: { status: Connectivity }) {
  const t = useTranslations('devices.connectivity');
  return <Pill tone={connectivityTones[status]}>{t(status)}</Pill>;
}

const simTones: Record<SimStatus, Tone> = {
  UNKNOWN: 'idle',
  INVENTORY: 'idle',
  ACTIVATION_READY: 'busy',
  ACTIVATED: 'good',
  DEACTIVATED: 'warn',
  RETIRED: 'bad',
};

export function SimPill({ status }: { status: SimStatus }) {
  const t = useTranslations('networks.simStatus');
  return <Pill tone={simTones[status]}>{t(status)}</Pill>;
}
