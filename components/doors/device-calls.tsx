'use client';
import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { readJson } from '#components/frame/fetch-rows.ts';
import { Time } from '#components/ui/time.tsx';
import type { Calls } from '#server/doors/contract.ts';

/** That a new device called before anybody had it, so that it is known to be alive; nothing where it did not. */
export function DeviceCalls({ deviceId }: { deviceId: string }) {
  const t = useTranslations('connections.doors.calls');
  const { data } = useQuery({
    queryKey: ['device', deviceId, 'calls'],
    queryFn: ({ signal }) => readJson<Calls | null>(`/rows/devices/${deviceId}/calls`, signal),
  });
  if (!data) return null;
  const { count, firstAt, lastAt, reason } = data;
  return (
    <p className="text-sm">
      {t.rich('since', {
        count,
        first: () => <Time value={firstAt} look="exact" hover="ago" />,
        last: () => <Time value={lastAt} look="ago" />,
      })}{' '}
      <span className="text-dim">{t(reason === 'other-address' ? 'otherAddress' : 'next')}</span>
    </p>
  );
}
