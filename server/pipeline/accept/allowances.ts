import { batchSql } from '#server/platform/database.ts';
import { env } from '#server/platform/env.ts';
import { type Allowance, takeAllowances } from './allowances.sql.ts';
import type { AcceptedMessage } from './message.ts';

const MOST_KEPT = 10_000;

/** Places of a device's messages in a batch, and when the latest of them came: milliseconds of the Unix epoch. */
interface Asked {
  places: number[];
  at: number;
}

/**
 * How many messages of a device are taken, by all processes together: one question to the database for a whole batch,
 * and none for a device that was just told to wait.
 */
export class Allowances {
  #waiting = new Map<string, number>();

  /** Milliseconds that a device has to wait, as far as is known here; null: it may ask. */
  waitOf(deviceId: string, now: number): number | null {
    const until = this.#waiting.get(deviceId);
    if (until === undefined) return null;
    if (until > now) return until - now;
    this.#waiting.delete(deviceId);
    return null;
  }

  /**
   * Of the messages that are limited those that are not let in, by their place, with the milliseconds to wait. A device's
   * asking is of the moment at which its latest came.
   */
  async spent(messages: readonly AcceptedMessage[]): Promise<Map<number, number>> {
    const limits = new Map<AcceptedMessage['limit'], Map<string, Asked>>();
    for (const [place, { limit, device, receivedAt }] of messages.entries()) {
      if (limit === undefined) continue;
      const asked = limits.get(limit) ?? new Map<string, Asked>();
      const own = asked.get(device.id) ?? { places: [], at: 0 };
      own.places.push(place);
      own.at = Math.max(own.at, receivedAt.getTime());
      limits.set(limit, asked.set(device.id, own));
    }
    const spent = new Map<number, number>();
    for (const [limit, asked] of limits)
      if (limit) await this.#ask(allowanceOf(limit), asked, (place, wait) => spent.set(place, wait));
    return spent;
  }

  async #ask(
    allowance: Allowance | null,
    asked: ReadonlyMap<string, Asked>,
    refuse: (place: number, wait: number) => void,
  ): Promise<void> {
    if (!allowance) return;
    const asking = [...asked].map(([deviceId, { places, at }]) => ({ deviceId, count: places.length, at }));
    const answers = await takeAllowances(batchSql(), asking, allowance);
    for (const [deviceId, { granted, wholeAt }] of answers) {
      const { places, at } = asked.get(deviceId) ?? { places: [], at: 0 };
      const late = places.slice(granted);
      if (late.length === 0) continue;
      const until = wholeAt - (allowance.burst - 1) * allowance.period;
      this.#wait(deviceId, until);
      for (const place of late) refuse(place, Math.max(1, until - at));
    }
  }

  #wait(deviceId: string, until: number): void {
    this.#waiting.delete(deviceId);
    this.#waiting.set(deviceId, until);
    if (this.#waiting.size <= MOST_KEPT) return;
    const oldest = this.#waiting.keys().next();
    if (!oldest.done) this.#waiting.delete(oldest.value);
  }
}

/** null: as many as come. */
export function allowanceOf(limit: 'device' | 'network'): Allowance | null {
  const { DEVICE_MESSAGES_PER_SECOND, NETWORK_MESSAGES_PER_SECOND, MESSAGES_BURST } = env();
  const perSecond = limit === 'device' ? DEVICE_MESSAGES_PER_SECOND : NETWORK_MESSAGES_PER_SECOND;
  return perSecond > 0 ? { period: 1000 / perSecond, burst: MESSAGES_BURST } : null;
}
