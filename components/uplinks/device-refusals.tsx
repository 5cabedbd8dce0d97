'use client';
import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { readJson } from '#components/frame/fetch-rows.ts';
import { Banner } from '#components/ui/banner.tsx';
import { Time } from '#components/ui/time.tsx';
import type { DeviceRefusal } from '#server/uplinks/contract.ts';

const EVERY_MS = 15_000;

/** Why messages in the name of the device were turned away, and what to do; nothing where none was. */
export function DeviceRefusals({ deviceId }: { deviceId: string }) {
  const t = useTranslations('messages.refused');
  const { data = [] } = useQuery({
    queryKey: ['device', deviceId, 'refusals'],
    queryFn: ({ signal }) => readJson<DeviceRefusal[]>(`/rows/devices/${deviceId}/refusals`, signal),
    refetchInterval: EVERY_MS,
  });
  return data.map(({ reason, count, lastAt, lastDetail }) => {
    const known = t.has(`what.${reason as 'malformed'}`) ? (reason as 'malformed') : null;
    return (
      <Banner
        key={reason}
        kind="warn"
        className="mb-3"
        title={t('title', { count, what: known ? t(`what.${known}`) : reason })}
      >
        {known ? t(`todo.${known}`) : null}{' '}
        <span className="text-dim">
          {t('last')} <Time value={lastAt} look="ago" />
          {lastDetail ? `: ${lastDetail}` : ''}
        </span>
      </Banner>
    );
  });
}
