import type { AttemptOutcome } from '#server/deliveries/contract.ts';
import { isoInstant } from '#server/platform/clock.ts';
import { log } from '#server/platform/log.ts';
import type { RoutedDestination } from '../decode/topology.ts';
import type { DeliveryItem } from './item.ts';

/** One attempt. Answers with whatever came of it; never rejects for the receiver's sake. */
export type Send = (
  item: DeliveryItem,
  destination: RoutedDestination,
  projectId: string,
) => Promise<AttemptOutcome>;

/** An attempt that always has an outcome: what cannot be sent, and a driver that breaks, are outcomes too. */
export async function attempt(
  send: Send,
  item: DeliveryItem,
  to: { destination: RoutedDestination; projectId: string; now: Date },
): Promise<AttemptOutcome> {
  const { destination, projectId } = to;
  const fault = (error: string, message: string) => ({
    at: isoInstant(to.now),
    durationMs: 0,
    error,
    message,
  });
  if (item.body === null) return fault('destinations.pack-gone', 'Its records are past their retention');
  if (destination.secrets === null)
    return fault('outgoing.secrets-unreadable', 'The secrets cannot be opened');
  try {
    return await send(item, destination, projectId);
  } catch (err) {
    log.error({ err, destinationId: destination.id, deliveryId: item.id }, 'a driver failed');
    return fault('outgoing.failed', 'The message could not be sent');
  }
}
