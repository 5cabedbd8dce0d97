import { type Clock, systemClock } from '#server/platform/clock.ts';
import { log } from '#server/platform/log.ts';
import type { OutgoingHttp } from '#server/platform/outgoing-contract.ts';
import { Rounds } from '#server/platform/rounds.ts';
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
export class Outbox extends Rounds {
  readonly #http: OutgoingHttp;
  readonly #clock: Clock;
  readonly #random: () => number;

  constructor({ http, clock = systemClock, random = Math.random }: OutboxOptions) {
    super('the queues of downlinks could not be read');
    this.#http = http;
    this.#clock = clock;
    this.#random = random;
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
    const limit = AT_ONCE - this.underWay;
    if (limit <= 0) return;
    for (const claim of await claimSystemDownlinks({ now, busyMs: BUSY_MS, limit })) this.#begin(claim, now);
  }

  protected override async round(): Promise<boolean> {
    await this.look();
    return false;
  }

  #begin(claim: DownlinkClaim, at: Date): void {
    this.begin(
      this.#send(claim, at).catch((err) =>
        log.warn({ err, downlinkId: claim.id }, 'a downlink could not be settled'),
      ),
    );
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
