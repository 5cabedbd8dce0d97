'use client';
import { useTranslations } from 'next-intl';
import { KeyValues } from '#components/ui/key-values.tsx';
import { Quantity } from '#components/ui/quantity.tsx';
import { Duration, Time } from '#components/ui/time.tsx';
import type { Twin } from '#server/twins/twin-contract.ts';

/** What the platform concluded itself from the messages. */
export function TwinObserved({ observed }: Pick<Twin, 'observed'>) {
  const t = useTranslations('devices.observed');
  const { lastMessageAt, intervalSeconds, learnedIntervalSeconds, loss, lastSignal, joinCount, lastFCntUp } =
    observed;
  if (!lastMessageAt) return <p className="text-dim text-sm">{t('none')}</p>;
  const span = (seconds: number | null | undefined) =>
    seconds === null || seconds === undefined ? '–' : <Duration seconds={seconds} />;
  return (
    <KeyValues
      items={[
        { key: 'last', label: t('lastMessage'), value: <Time value={lastMessageAt} look="exact" /> },
        { key: 'interval', label: t('interval'), value: span(intervalSeconds) },
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
