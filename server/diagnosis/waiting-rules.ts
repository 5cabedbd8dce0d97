import { patienceOf } from '#server/twins/rules.ts';
import type { DeviceFacts } from './facts-contract.ts';

/** How long nobody wonders that a device has sent nothing yet. */

const MINUTE = 60_000;
/** Whoever is added is not switched on in the same minute. */
const FLOOR_MS = 30 * MINUTE;
/** Where no rhythm is known: twice as long as the slow ones of the field take between two messages. */
export const FIRST_MESSAGE_SECONDS = 6 * 3600;
/** A join request is answered at once, and told by the network server with the next one at the latest. */
const JOINING_MS = 10 * MINUTE;
/** A device that was let in sends with its next interval. */
const JOINED_FLOOR_MS = 15 * MINUTE;

/** Of a device that never sent data; null where its time is over. */
export function waitingUntil(
  { device, frames, registration, now }: Pick<DeviceFacts, 'device' | 'frames' | 'registration' | 'now'>,
  intervalSeconds: number | null,
): Date | null {
  const patience =
    intervalSeconds === null
      ? FIRST_MESSAGE_SECONDS * 1000
      : Math.max(FLOOR_MS, patienceOf(intervalSeconds).late * 1000);
  const began = Math.max(
    device.createdAt.getTime(),
    registration?.work?.wishedAt.getTime() ?? 0,
    registration?.work?.settledAt?.getTime() ?? 0,
  );
  const joins = frames.filter(({ kind }) => kind === 'lora.join');
  const until = Math.max(
    began + patience,
    ...joins.map(({ accepted, at }) => at.getTime() + (accepted ? joinedMs(intervalSeconds) : JOINING_MS)),
  );
  return until > now.getTime() ? new Date(until) : null;
}

export const joinedMs = (intervalSeconds: number | null): number =>
  Math.max(JOINED_FLOOR_MS, 2000 * (intervalSeconds ?? 0));
