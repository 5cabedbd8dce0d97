import { log } from '#server/platform/log.ts';
import { waitingDestinations } from './deliver.sql.ts';

const EVERY_MS = 5_000;

export interface WaitingDestination {
  destinationId: string;
  customerId: string;
}

/** Looks into the table for destinations with rows that nobody told us of, one sweep after the other. */
export class TableSweep {
  /** Customers whose rows may have been committed without our hearing of it. */
  readonly #doubted = new Set<string>();
  /** How often everybody's were, and up to which time of these the table was read since. */
  #takeovers = 0;
  #readUpTo = 0;
  #last = 0;
  #running: Promise<void> = Promise.resolve();

  get isDue(): boolean {
    return performance.now() - this.#last > EVERY_MS;
  }

  isDoubted(customerId: string): boolean {
    return this.#takeovers > this.#readUpTo || this.#doubted.has(customerId);
  }

  /** Until the next sweep has been through. */
  doubt(customerId: string): void {
    this.#doubted.add(customerId);
  }

  /** The same of everybody: shards are ours now, and what the worker before us left of them waits in the table. */
  doubtAll(): void {
    this.#takeovers++;
  }

  run(found: (waiting: WaitingDestination) => void): Promise<void> {
    this.#last = performance.now();
    this.#running = this.#running
      .then(async () => {
        const doubted = [...this.#doubted];
        const takeovers = this.#takeovers;
        for (const waiting of await waitingDestinations()) found(waiting);
        for (const customerId of doubted) this.#doubted.delete(customerId);
        this.#readUpTo = takeovers;
      })
      .catch((err) => log.warn({ err }, 'waiting deliveries could not be looked for'));
    return this.#running;
  }

  ended(): Promise<void> {
    return this.#running;
  }
}
