import { type Clock, systemClock } from '#server/platform/clock.ts';
import { log } from '#server/platform/log.ts';
import type { OutgoingHttp } from '#server/platform/outgoing-contract.ts';
import { Rounds } from '#server/platform/rounds.ts';
import { type Attempt, attempt } from './attempt.ts';
import { nextAttemptAt, pauseMs } from './rules.ts';
import {
  type Claim,
  claimDueSystem,
  releaseSystem,
  settleSystem,
  wishOrphansAwaySystem,
} from './work.sql.ts';

/** Longer than the calls of one attempt can take together. */
const BUSY_MS = 180_000;
const AFTER_FAULT_MS = 5_000;
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
export class Registrar extends Rounds {
  readonly #http: OutgoingHttp;
  readonly #clock: Clock;
  readonly #random: () => number;
  readonly #lanes = new Map<string, Lane>();

  constructor({ http, clock = systemClock, random = Math.random }: RegistrarOptions) {
    super('registrations could not be read');
    this.#http = http;
    this.#clock = clock;
    this.#random = random;
  }

  /** One look at the table: begins what is due; the number of attempts begun. */
  async look(): Promise<number> {
    const now = this.#clock.now();
    await wishOrphansAwaySystem(now);
    const room = AT_ONCE - this.underWay;
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

  protected override async round(): Promise<boolean> {
    const begun = await this.look();
    if (begun > 0 && this.underWay >= AT_ONCE_EACH) await this.next();
    return begun > 0;
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
      .catch((err) => this.#putBack(claim, err))
      .finally(() => {
        lane.inFlight -= 1;
        if (lane.inFlight === 0 && lane.failuresInARow === 0) this.#lanes.delete(claim.connectionId);
      });
    this.begin(work);
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

  /** The database could not take what came of it: asked again soon, not when a dead worker's claim would run out. */
  async #putBack(claim: Claim, err: unknown): Promise<void> {
    log.warn({ err, registrationId: claim.id }, 'an attempt could not be settled');
    const notBefore = new Date(this.#clock.now().getTime() + AFTER_FAULT_MS);
    await releaseSystem(claim, notBefore).catch((fault) =>
      log.warn({ err: fault, registrationId: claim.id }, 'a claim runs out by itself'),
    );
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
