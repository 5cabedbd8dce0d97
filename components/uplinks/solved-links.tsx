'use client';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { Time } from '#components/ui/time.tsx';
import type { UplinkListItem } from '#server/uplinks/contract.ts';

const LINK = 'font-medium text-accent hover:underline';

/** From an uplink to the location that was solved of it, and back; from a downlink to the queue that it came out of. */
export function SolvedLinks({ item }: { item: UplinkListItem }) {
  const t = useTranslations('messages.solved');
  const { solved, solvedFrom, asked } = item;
  if (!solved && solvedFrom === null && !asked) return null;
  return (
    <p className="mt-2 text-dim text-sm">
      {solved ? (
        <>
          <Link className={LINK} href={`/manager/messages/${solved.uplinkId}`}>
            {t('later')}
          </Link>{' '}
          <Time value={solved.receivedAt} look="clock" />
        </>
      ) : null}
      {solvedFrom === null ? null : (
        <Link className={LINK} href={`/manager/messages/${solvedFrom}`}>
          {t('from')}
        </Link>
      )}
      {asked ? (
        <>
          {t('asked')}{' '}
          <Link className={LINK} href={`/manager/devices/${item.deviceId}/send`}>
            {t('queue')}
          </Link>
        </>
      ) : null}
    </p>
  );
}
