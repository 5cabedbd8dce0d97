import { setTimeout as sleep } from 'node:timers/promises';
import { type Clock, systemClock } from '#server/platform/clock.ts';
import { log } from '#server/platform/log.ts';
import type { OutgoingHttp } from '#server/platform/outgoing-contract.ts';
import { type Attempt, attempt } from './attempt.ts';
import { nextAttemptAt, pauseMs } from './rules.ts';
import {
  type Claim,
  claimDueSystem,
  releaseSystem,
  settleSystem,
  wishOrphansAwaySystem,
} from './work.sql.ts';

const LOOK_EVERY_MS = 1_000;
const AFTER_FAULT_MS = 5_000;
/** Longer than the calls of one attempt can take together. */
const BUSY_MS = 180_000;
const AT_ONCE = 32;
/** So many calls a network server gets at a time. */
const AT_ONCE_EACH = 8;

interface Lane {
  inFlight: number;
  failuresInARow: number;
  pausedUntil: number;
}

export interface RegistrarOptions {
  http: OutgoingHttp;
  clock?: Clock;
  random?: () => number;
}

/**
 * Does at the network servers what is wished of them. All it knows is in the table: a wish is done however often the
 * worker dies in between, by whichever worker comes first. A server that gives no answer is left alone for a while and
 * then asked by one call; other servers do not wait for it.
 */
export class Registrar {
  readonly #http: OutgoingHttp;
  readonly #clock: Clock;
  readonly #random: () => number;
  readonly #lanes = new Map<string, Lane>();
  readonly #running = new Set<Promise<void>>();
  readonly #stopping = new AbortController();
  #loop: Promise<void> = Promise.resolve();

  constructor({ http, clock = systemClock, random = Math.random }: RegistrarOptions) {
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
    const rest = Promise.all(this.#running);
    await Promise.race([rest, sleep(waitMs, undefined, { ref: false })]);
  }

  /** One look at the table: begins what is due; the number of attempts begun. */
  async look(): Promise<number> {
    const now = this.#clock.now();
    await wishOrphansAwaySystem(now);
    const room = AT_ONCE - this.#running.size;
    if (room <= 0) return 0;
    const except = [...this.#lanes].filter(([, lane]) => this.#roomOf(lane, now) <= 0).map(([id]) => id);
    const claims = await claimDueSystem({ now, busyMs: BUSY_MS, limit: room, except });
    let begun = 0;
    for (const claim of claims) {
      const lane = this.#laneOf(claim.connectionId);
      if (this.#roomOf(lane, now) <= 0) {
        await releaseSystem(claim);
        continue;
      }
      begun += 1;
      this.#begin(claim, lane);
    }
    return begun;
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
        if ((await this.look()) > 0) wait = 0;
        if (wait === 0 && this.#running.size >= AT_ONCE_EACH) await Promise.race(this.#running);
      } catch (err) {
        log.warn({ err }, 'registrations could not be read');
        wait = AFTER_FAULT_MS;
      }
      if (wait > 0) await sleep(wait, undefined, { signal, ref: false }).catch(() => {});
    }
  }

  #laneOf(connectionId: string): Lane {
    const lane = this.#lanes.get(connectionId) ?? { inFlight: 0, failuresInARow: 0, pausedUntil: 0 };
    this.#lanes.set(connectionId, lane);
    return lane;
  }

  #roomOf(lane: Lane, now: Date): number {
    if (lane.pausedUntil > now.getTime()) return 0;
    return (lane.failuresInARow > 0 ? 1 : AT_ONCE_EACH) - lane.inFlight;
  }

  #begin(claim: Claim, lane: Lane): void {
    lane.inFlight += 1;
    const work = this.#attempt(claim, lane)
      .catch((err) => log.warn({ err, registrationId: claim.id }, 'an attempt could not be settled'))
      .finally(() => {
        lane.inFlight -= 1;
        if (lane.inFlight === 0 && lane.failuresInARow === 0) this.#lanes.delete(claim.connectionId);
        this.#running.delete(work);
      });
    this.#running.add(work);
  }

  async #attempt(claim: Claim, lane: Lane): Promise<void> {
    const result = await attempt(claim, this.#http);
    const now = this.#clock.now();
    this.#learn(lane, result, now);
    if (result.ok) return settleSystem(claim, result, now);
    const { failure } = result;
    const nextAt = failure.passing
      ? nextAttemptAt(claim.attempts, claim.wishedAt, now, this.#random())
      : null;
    log.info(
      { registrationId: claim.id, connectionId: claim.connectionId, code: failure.code, nextAt },
      'a registration did not go well',
    );
    await settleSystem(claim, { ok: false, failure, nextAt }, now);
  }

  #learn(lane: Lane, result: Attempt, now: Date): void {
    if (!result.ok && result.failure.passing && result.failure.of === 'connection') {
      lane.failuresInARow += 1;
      lane.pausedUntil = now.getTime() + pauseMs(lane.failuresInARow);
    } else {
      lane.failuresInARow = 0;
      lane.pausedUntil = 0;
    }
  }
}
