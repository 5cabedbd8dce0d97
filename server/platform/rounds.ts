import { setTimeout as sleep } from 'node:timers/promises';
import { log } from './log.ts';

const LOOK_EVERY_MS = 1_000;
const AFTER_FAULT_MS = 5_000;

/** Looks again and again for what is due, until told to stop; what a look begins goes on beside the next ones. */
export abstract class Rounds {
  readonly #fault: string;
  readonly #everyMs: number;
  readonly #running = new Set<Promise<void>>();
  readonly #stopping = new AbortController();
  #loop: Promise<void> = Promise.resolve();

  /** @param fault what is logged when a look fails */
  constructor(fault: string, everyMs = LOOK_EVERY_MS) {
    this.#fault = fault;
    this.#everyMs = everyMs;
  }

  /** One look at the tables; whether to look again at once, since there may be more. */
  protected abstract round(): Promise<boolean>;

  protected get underWay(): number {
    return this.#running.size;
  }

  start(): void {
    this.#loop = this.#goRound();
  }

  /** Begins nothing new and waits for what is under way; what is not done then falls due again by itself. */
  async stop(waitMs: number): Promise<void> {
    this.#stopping.abort();
    await this.#loop;
    await Promise.race([Promise.all(this.#running), sleep(waitMs, undefined, { ref: false })]);
  }

  /** Work that never rejects. */
  protected begin(work: Promise<void>): void {
    const counted = work.finally(() => this.#running.delete(counted));
    this.#running.add(counted);
  }

  /** Until something of what was begun has ended. */
  protected async next(): Promise<void> {
    await Promise.race(this.#running);
  }

  /** Until all that was begun has ended. */
  async idle(): Promise<void> {
    while (this.#running.size > 0) await Promise.all(this.#running);
  }

  async #goRound(): Promise<void> {
    const { signal } = this.#stopping;
    while (!signal.aborted) {
      let wait = this.#everyMs;
      try {
        if (await this.round()) wait = 0;
      } catch (err) {
        log.warn({ err }, this.#fault);
        wait = AFTER_FAULT_MS;
      }
      if (wait > 0) await sleep(wait, undefined, { signal, ref: false }).catch(() => {});
    }
  }
}
