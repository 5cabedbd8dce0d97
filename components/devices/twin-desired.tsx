'use client';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { Pill, type Tone } from '#components/ui/pill.tsx';
import { Time } from '#components/ui/time.tsx';
import type { DesiredState } from '#server/twins/contract.ts';
import type { DesiredEntry, Twin } from '#server/twins/twin-contract.ts';
import { ReportedValue } from './twin-reported.tsx';

const tones: Record<DesiredState, Tone> = {
  requested: 'busy',
  'under-way': 'busy',
  delivered: 'idle',
  'in-sync': 'good',
  drifted: 'warn',
  failed: 'bad',
};

/** What was last asked of the device by each name, and whether it became so. */
export function TwinDesired({ twin }: { twin: Twin }) {
  const t = useTranslations('devices.desired');
  if (twin.desired.length === 0)
    return (
      <p className="text-dim text-sm">
        {t('none')}{' '}
        <Link
          href={`/manager/devices/${twin.deviceId}/send`}
          className="font-medium text-accent hover:underline"
        >
          {t('toSend')}
        </Link>
      </p>
    );
  return (
    <ul>
      {twin.desired.map((wish) => (
        <Wish key={wish.name} wish={wish} />
      ))}
    </ul>
  );
}

function Wish({ wish }: { wish: DesiredEntry }) {
  const t = useTranslations('devices.desired');
  const reasons = useTranslations('downlinks.reason');
  return (
    <li className="border-line-soft border-b py-1.5 text-sm last:border-0">
      <div className="flex items-baseline gap-3">
        <span className="min-w-0 flex-1 text-dim [overflow-wrap:anywhere]">{wish.name}</span>
        <span className="max-w-[45%] text-right font-medium [overflow-wrap:anywhere]">
          <ReportedValue entry={{ ...wish, kind: 'number' }} />
        </span>
        <Pill tone={tones[wish.state]} title={t(`hint.${wish.state}`)}>
          {t(`state.${wish.state}`)}
        </Pill>
      </div>
      <p className="text-faint text-xs">
        {t('requested')} <Time value={wish.requestedAt} look="date" />
        {wish.state === 'drifted' ? ` · ${t('hint.drifted')}` : null}
        {wish.state === 'failed' && wish.reason ? ` · ${reasons(wish.reason)}` : null}
      </p>
    </li>
  );
}
