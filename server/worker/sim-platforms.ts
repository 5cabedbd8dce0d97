import { setTimeout as sleep } from 'node:timers/promises';
import { log } from '#server/platform/log.ts';
import type { OutgoingHttp } from '#server/platform/outgoing-contract.ts';
import { scheduleSystemListings } from '#server/sims/lanes.sql.ts';
import { LISTING_EVERY_MS } from '#server/sims/rules.ts';
import { workSystemAccount } from '#server/sims/work-account.ts';

/** Accounts that one worker serves at a time. */
const LANES = 4;
const IDLE_MS = 1_000;
const AFTER_FAULT_MS = 5_000;
const SCHEDULE_EVERY_MS = 60_000;

/** Talks to the SIM platforms: changes that were asked for, syncs, and the listing of every account once a day. */
export class SimPlatforms {
  readonly #http: OutgoingHttp;
  readonly #stopping = new AbortController();
  #running: Promise<unknown> = Promise.resolve();

  constructor(http: OutgoingHttp) {
    this.#http = http;
  }

  start(): void {
    const lanes = Array.from({ length: LANES }, () =>
      this.#again('the work for SIM platforms', IDLE_MS, () =>
        workSystemAccount({ http: this.#http, signal: this.#stopping.signal }),
      ),
    );
    const schedule = this.#again('the listing of SIMs', SCHEDULE_EVERY_MS, async () => {
      await scheduleSystemListings(new Date(Date.now() - LISTING_EVERY_MS));
      return false;
    });
    this.#running = Promise.all([...lanes, schedule]);
  }

  /** What is under way ends at its next call. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#running;
  }

  /** At once while there is something to do, else after a while. */
  async #again(what: string, idleMs: number, work: () => Promise<boolean>): Promise<void> {
    const { signal } = this.#stopping;
    while (!signal.aborted) {
      const wait = await work().then(
        (found) => (found ? 0 : idleMs),
        (err) => {
          log.warn({ err }, `${what} was broken off; trying again`);
          return AFTER_FAULT_MS;
        },
      );
      if (wait > 0) await sleep(wait, undefined, { signal, ref: false }).catch(() => {});
    }
  }
}
