'use client';
import { useTranslations } from 'next-intl';
import { Pill, type Tone } from '#components/ui/pill.tsx';
import type { LoraStatus } from '#server/devices/contract.ts';
import type { SimStatus } from '#server/sims/contract.ts';

const loraTones: Record<LoraStatus, Tone> = {
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

export function LoraPill({ status }: { status: LoraStatus }) {
  const t = useTranslations('devices.configuration.loraStatus');
  return <Pill tone={loraTones[status]}>{t(status)}</Pill>;
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

/** Of networks that nobody has to be told of a device: with an identifier it is on them. */
export function LinkPill({ linked }: { linked: boolean }) {
  const t = useTranslations('networks.card');
  return <Pill tone={linked ? 'good' : 'idle'}>{t(linked ? 'linked' : 'notLinked')}</Pill>;
}
