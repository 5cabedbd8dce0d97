'use client';
import { useQuery } from '@tanstack/react-query';
import CircleCheck from 'lucide-react/icons/circle-check';
import { useTranslations } from 'next-intl';
import { DeviceCalls } from '#components/doors/device-calls.tsx';
import { useLiveDevices } from '#components/live/use-live.ts';
import { ButtonLink } from '#components/ui/button.tsx';
import { cx } from '#components/ui/cx.ts';
import { Time } from '#components/ui/time.tsx';
import { deviceKeys } from './queries.ts';
import { headQuery } from './use-device-head.ts';

/** A stream of changes may break; a device that was just switched on is worth looking after it. */
const lookEveryMs = 5_000;

/** Waits for a new device to be heard, and turns green when it is. */
export function FirstMessage({ deviceId }: { deviceId: string }) {
  const t = useTranslations('devices.first');
  const { data } = useQuery({
    ...headQuery(deviceId),
    refetchInterval: ({ state }) => (state.data?.device.lastMessageAt ? false : lookEveryMs),
  });
  useLiveDevices([deviceId], [deviceKeys.head(deviceId)]);
  const heard = data?.device.lastMessageAt ?? null;
  const newest = data?.day.slots.at(-1)?.lastUplinkId;
  return (
    <section
      aria-live="polite"
      className={cx(
        'flex flex-wrap items-center gap-3 rounded-xl border px-4 py-3.5 transition-colors duration-500',
        heard ? 'border-accent/40 bg-accent-soft' : 'border-line border-dashed bg-panel',
      )}
    >
      {heard ? (
        <CircleCheck aria-hidden="true" className="size-6 shrink-0 text-accent" />
      ) : (
        <span aria-hidden="true" className="grid size-6 shrink-0 place-items-center">
          <span className="beat size-2.5 rounded-full bg-up" />
        </span>
      )}
      <div className="min-w-0 flex-1">
        <p className={cx('font-semibold', heard && 'text-accent')}>{heard ? t('heard') : t('waiting')}</p>
        <p className="text-dim text-sm">{heard ? <Time value={heard} look="ago" /> : t('waitingText')}</p>
        {heard ? null : <DeviceCalls deviceId={deviceId} />}
      </div>
      {heard ? (
        <ButtonLink href={newest ? `/manager/messages/${newest}` : `/manager/devices/${deviceId}/messages`}>
          {t('look')}
        </ButtonLink>
      ) : null}
    </section>
  );
}
