import { setTimeout as sleep } from 'node:timers/promises';
import { type Clock, systemClock } from '#server/platform/clock.ts';
import { log } from '#server/platform/log.ts';
import type { OutgoingHttp } from '#server/platform/outgoing-contract.ts';
import { attempt, detailOf } from './attempt.ts';
import { askAgainAt, isTriedAgain, timeoutOf, verdictOf } from './rules.ts';
import {
  beginSystemDownlinks,
  claimSystemDownlinks,
  type DownlinkClaim,
  endSystemDownlink,
  selectSystemLate,
  selectSystemWaiting,
  sendSystemAgain,
  settleSystemLater,
  settleSystemSent,
} from './work.sql.ts';

const LOOK_EVERY_MS = 1_000;
const AFTER_FAULT_MS = 5_000;
/** Longer than the calls of one attempt can take together. */
const BUSY_MS = 60_000;
const AT_ONCE = 32;

export interface OutboxOptions {
  http: OutgoingHttp;
  clock?: Clock;
  random?: () => number;
}

/**
 * Works off the queues of downlinks: begins what is next, gives it to the network server, reads the answer out of what
 * was stored of the device, and ends what had no answer in time. All it knows is in the tables: whichever worker comes
 * first goes on, and one that dies in between has a device told twice at worst. What devices fetch themselves goes out
 * at the ingestion's door (answer-device.ts).
 */
export class Outbox {
  readonly #http: OutgoingHttp;
  readonly #clock: Clock;
  readonly #random: () => number;
  readonly #running = new Set<Promise<void>>();
  readonly #stopping = new AbortController();
  #loop: Promise<void> = Promise.resolve();

  constructor({ http, clock = systemClock, random = Math.random }: OutboxOptions) {
    this.#http = http;
    this.#clock = clock;
    this.#random = random;
  }

  start(): void {
    this.#loop = this.#work();
  }

  /** Begins nothing new and waits for what is under way; what is not done then falls due again by itself. */
  async stop(waitMs: number): Promise<void> {
    this.#stopping.abort();
    await this.#loop;
    await Promise.race([Promise.all(this.#running), sleep(waitMs, undefined, { ref: false })]);
  }

  /** One look at the tables. */
  async look(): Promise<void> {
    const now = this.#clock.now();
    for (const { id, queueItem, sentAt, words, ...tried } of await selectSystemWaiting(now)) {
      const ending = verdictOf(queueItem, words, now);
      if (!ending) continue;
      if (isTriedAgain(ending, tried)) await sendSystemAgain(id, ending.reason, now, sentAt);
      else await endSystemDownlink(id, ending, now, sentAt);
    }
    for (const { id, channel, sentAt } of await selectSystemLate(now))
      await endSystemDownlink(id, timeoutOf({ channel, isSent: sentAt !== null }), now, sentAt);
    await beginSystemDownlinks(now);
    const limit = AT_ONCE - this.#running.size;
    if (limit <= 0) return;
    for (const claim of await claimSystemDownlinks({ now, busyMs: BUSY_MS, limit })) this.#begin(claim, now);
  }

  /** Until what was begun has ended. */
  async idle(): Promise<void> {
    while (this.#running.size > 0) await Promise.all(this.#running);
  }

  async #work(): Promise<void> {
    const { signal } = this.#stopping;
    while (!signal.aborted) {
      let wait = LOOK_EVERY_MS;
      try {
        await this.look();
      } catch (err) {
        log.warn({ err }, 'the queues of downlinks could not be read');
        wait = AFTER_FAULT_MS;
      }
      await sleep(wait, undefined, { signal, ref: false }).catch(() => {});
    }
  }

  #begin(claim: DownlinkClaim, at: Date): void {
    const work = this.#send(claim, at)
      .catch((err) => log.warn({ err, downlinkId: claim.id }, 'a downlink could not be settled'))
      .finally(() => this.#running.delete(work));
    this.#running.add(work);
  }

  async #send(claim: DownlinkClaim, sentAt: Date): Promise<void> {
    const outcome = await attempt(claim, this.#http);
    if (outcome.ok) return settleSystemSent(claim, { sentAt, queueItem: outcome.queueItem });
    const { failure } = outcome;
    const now = this.#clock.now();
    const detail = detailOf(failure);
    log.info(
      { downlinkId: claim.id, code: failure.code },
      'a downlink could not be given to its network server',
    );
    if (failure.passing) {
      const nextAt = askAgainAt(claim.failures, now, this.#random());
      return settleSystemLater(claim, { nextAt, detail, now });
    }
    const reason = 'FAILED_TO_ENQUEUE_FOR_TRANSMISSION';
    return endSystemDownlink(claim.id, { state: 'FAILED', reason, detail }, now, null);
  }
}
