'use client';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { DeliveryPill, StatusCode } from '#components/destinations/delivery-state.tsx';
import type { Uplink } from '#server/uplinks/contract.ts';

/** Who got it, with what answer and how fast. */
export function DeliveredList({ message }: { message: Pick<Uplink, 'deliveryLog' | 'steps' | 'state'> }) {
  const t = useTranslations('messages.delivery');
  if (message.deliveryLog.length === 0) {
    return (
      <p className="text-dim text-sm">
        {t(message.state === 'waiting' ? 'notYet' : message.state === 'failed' ? 'notDecoded' : 'nobody')}
      </p>
    );
  }
  return (
    <ul className="flex flex-col gap-1.5 text-sm">
      {message.deliveryLog.map((delivery) => (
        <li key={delivery.id} className="flex items-baseline gap-2">
          <DeliveryPill of={delivery} />
          <span className="mono">
            <StatusCode of={delivery} />
          </span>
          {delivery.destination.name === '' ? (
            <span className="min-w-0 flex-1 truncate text-right text-dim">{t('goneDestination')}</span>
          ) : (
            <Link
              href={`/manager/destinations/${delivery.destination.id}`}
              className="min-w-0 flex-1 truncate rounded-sm text-right hover:text-accent hover:underline"
              title={delivery.destination.name}
            >
              {delivery.destination.name}
            </Link>
          )}
          {delivery.durationMs === null ? null : (
            <span className="mono shrink-0 text-faint">{Math.round(delivery.durationMs)} ms</span>
          )}
        </li>
      ))}
    </ul>
  );
}
