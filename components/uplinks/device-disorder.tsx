'use client';
import { useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { readJson } from '#components/frame/fetch-rows.ts';
import { Banner } from '#components/ui/banner.tsx';
import { Duration, Time } from '#components/ui/time.tsx';
import type { Disorder } from '#server/uplinks/contract.ts';

const EVERY_MS = 30_000;

/** A clock that cannot be right, and what came more than once; nothing where all is in order. */
export function DeviceDisorder({ deviceId }: { deviceId: string }) {
  const t = useTranslations('messages.mark');
  const { data } = useQuery({
    queryKey: ['device', deviceId, 'disorder'],
    queryFn: ({ signal }) => readJson<Disorder>(`/rows/devices/${deviceId}/disorder`, signal),
    refetchInterval: EVERY_MS,
  });
  if (!data) return null;
  const { clock, repeated } = data;
  return (
    <>
      {clock ? (
        <Banner
          kind="warn"
          className="mb-3"
          title={
            <>
              {t(clock.mark === 'ahead' ? 'clockAhead' : 'clockBehind')}{' '}
              <span className="font-normal">
                (<Duration seconds={clock.seconds} />)
              </span>
            </>
          }
          action={
            <Link
              href={`/manager/messages/${clock.uplinkId}`}
              className="font-medium text-accent hover:underline"
            >
              <Time value={clock.at} look="ago" />
            </Link>
          }
        >
          {t(clock.mark === 'ahead' ? 'clockAheadText' : 'clockBehindText')}
        </Banner>
      ) : null}
      {repeated ? (
        <p className="mb-3 text-dim text-sm">
          {t('repeated', { count: repeated.count })} <Time value={repeated.lastAt} look="ago" />.
        </p>
      ) : null}
    </>
  );
}
