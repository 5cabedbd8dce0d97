'use client';
import { useTranslations } from 'next-intl';
import { Pill, type Tone } from '#components/ui/pill.tsx';
import type { DeliveryLogItem } from '#server/deliveries/log-contract.ts';

type Shown = 'merging' | 'retrying' | DeliveryLogItem['state'];
const tones: Record<Shown, Tone> = {
  waiting: 'busy',
  retrying: 'warn',
  delivered: 'good',
  failed: 'bad',
  cancelled: 'idle',
  merging: 'busy',
  merged: 'good',
  discarded: 'warn',
};

function shownOf({
  state,
  attempts,
  heldUntil,
}: Pick<DeliveryLogItem, 'state' | 'attempts' | 'heldUntil'>): Shown {
  if (state !== 'waiting') return state;
  if (heldUntil) return 'merging';
  return attempts > 0 ? 'retrying' : 'waiting';
}

export function DeliveryPill({ of }: { of: Pick<DeliveryLogItem, 'state' | 'attempts' | 'heldUntil'> }) {
  const t = useTranslations('destinations.state');
  const shown = shownOf(of);
  return <Pill tone={tones[shown]}>{t(shown)}</Pill>;
}

/** The receiver's status, or the code of what kept it from answering. */
export function StatusCode({ of }: { of: Pick<DeliveryLogItem, 'statusCode' | 'error' | 'state'> }) {
  if (of.statusCode !== null) {
    const good = of.statusCode >= 200 && of.statusCode < 300;
    return <span className={good ? 'text-accent' : 'text-bad'}>{of.statusCode}</span>;
  }
  if (of.error) return <span className="text-bad">{of.error.replace(/^[a-z]+\./, '')}</span>;
  return <span className="text-faint">–</span>;
}
