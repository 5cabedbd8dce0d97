'use client';
import { useTranslations } from 'next-intl';
import { KeyValues } from '#components/ui/key-values.tsx';
import { Pill, type Tone } from '#components/ui/pill.tsx';
import { Quantity } from '#components/ui/quantity.tsx';
import { Duration, Time } from '#components/ui/time.tsx';
import type { OnlineState } from '#server/twins/contract.ts';
import type { Twin } from '#server/twins/twin-contract.ts';

const stateTones: Record<OnlineState, Tone> = { online: 'good', late: 'warn', silent: 'bad', never: 'idle' };

/** What the platform concluded itself from the messages. */
export function TwinObserved({ observed }: Pick<Twin, 'observed'>) {
  const t = useTranslations('devices.observed');
  const states = useTranslations('devices.observed.state');
  const { lastMessageAt, intervalSeconds, learnedIntervalSeconds, loss, lastSignal, joinCount, lastFCntUp } =
    observed;
  if (!lastMessageAt) return <p className="text-dim text-sm">{t('none')}</p>;
  const span = (seconds: number | null | undefined) =>
    seconds === null || seconds === undefined ? '–' : <Duration seconds={seconds} />;
  return (
    <KeyValues
      items={[
        {
          key: 'state',
          label: t('online'),
          value: <Pill tone={stateTones[observed.state]}>{states(observed.state)}</Pill>,
        },
        {
          key: 'last',
          label: t('lastMessage'),
          value: <Time value={lastMessageAt} look="exact" hover="ago" />,
        },
        { key: 'expected', label: t('expected'), value: span(observed.expectedIntervalSeconds) },
        { key: 'interval', label: t('interval'), value: span(intervalSeconds) },
        { key: 'median', label: t('median'), value: span(observed.medianIntervalSeconds) },
        { key: 'learned', label: t('learned'), value: span(learnedIntervalSeconds) },
        {
          key: 'loss',
          label: t('loss'),
          value:
            loss === null || loss === undefined ? '–' : <Quantity value={loss * 100} unit="%" digits={1} />,
        },
        {
          key: 'signal',
          label: t('signal'),
          value: <Quantity value={lastSignal} unit="dBm" digits={1} />,
        },
        {
          key: 'fcnt',
          label: t('fCnt'),
          value: lastFCntUp === null || lastFCntUp === undefined || lastFCntUp < 0 ? '–' : lastFCntUp,
        },
        { key: 'joins', label: t('joins'), value: <Quantity value={joinCount ?? 0} /> },
      ]}
    />
  );
}
