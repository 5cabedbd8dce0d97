import { isoInstant } from '#server/platform/clock.ts';
import { log } from '#server/platform/log.ts';
import { staleLeases } from '../metrics.ts';
import {
  type BreakerRow,
  type FinalRow,
  type RetryRow,
  suspendDestinations,
  writeBack,
} from './deliver.sql.ts';
import type { LaneResult } from './destination-lane.ts';

/** Results are collected this long: a delivered row costs little in a batch and much alone. */
const COLLECT_MS = 20;
/** And longer after a big batch: as long as that took to come together, and a little more, so that batches grow. */
const COLLECT_MS_PER_ROW = 0.3;
const MAX_COLLECT_MS = 120;
const MAX_BATCH = 1_000;
const PAUSE_AFTER_ERROR_MS = 500;

export interface ResultWriterOptions {
  worker: string;
  tokenOf(shard: number): number | undefined;
  /** Breakers that changed since they were last asked for. */
  unsavedBreakers(): (BreakerRow & { suspend: boolean })[];
  /** A batch is dealt with: its rows are written, but for those that are another worker's by now. */
  settled(results: readonly LaneResult[], written: ReadonlySet<number>): void;
}

/** Writes what came of attempts back by batch, in order, and goes on trying until the database has it. */
export class ResultWriter {
  readonly #options: ResultWriterOptions;
  #open: LaneResult[] = [];
  #breakers = new Map<string, BreakerRow & { suspend: boolean }>();
  #running: Promise<void> | null = null;
  #stopped = false;

  constructor(options: ResultWriterOptions) {
    this.#options = options;
  }

  /** Results that are not in the database yet: what a crash now would deliver again. */
  get waiting(): number {
    return this.#open.length;
  }

  add(result: LaneResult): void {
    if (this.#stopped) return;
    this.#open.push(result);
    this.#running ??= this.#run(COLLECT_MS);
  }

  /** Ids of a destination whose rows may still be in the table although they are dealt with. */
  unwrittenOf(destinationId: string): number[] {
    return this.#open.filter(({ item }) => item.destinationId === destinationId).map(({ item }) => item.id);
  }

  /** A breaker changed without a result. */
  touch(): void {
    if (this.#stopped) return;
    this.#running ??= this.#run(COLLECT_MS);
  }

  /** Writes what there is within the time. What comes later, or finds no database, is sent again by who comes after us. */
  async stop(waitMs: number): Promise<void> {
    await Promise.race([this.#flush(), new Promise((resolve) => setTimeout(resolve, waitMs).unref())]);
    this.#stopped = true;
  }

  async #flush(): Promise<void> {
    while (this.#running) await this.#running;
    if (this.#open.length === 0) return;
    this.#running = this.#run(0);
    await this.#running;
  }

  async #run(wait: number): Promise<void> {
    try {
      await pause(wait);
      do {
        const size = Math.min(this.#open.length, MAX_BATCH);
        if (!(await this.#writeOnce())) await pause(PAUSE_AFTER_ERROR_MS);
        else if (this.#open.length > 0 && this.#open.length < MAX_BATCH) {
          await pause(wait && Math.min(MAX_COLLECT_MS, Math.max(COLLECT_MS, size * COLLECT_MS_PER_ROW)));
        }
      } while (this.#open.length > 0 && !this.#stopped);
    } finally {
      this.#running = null;
    }
  }

  async #writeOnce(): Promise<boolean> {
    const batch = this.#open.slice(0, MAX_BATCH);
    for (const row of this.#options.unsavedBreakers()) this.#breakers.set(row.id, row);
    const breakers = [...this.#breakers.values()];
    const suspended = breakers.filter(({ suspend }) => suspend).map(({ id }) => id);
    try {
      if (suspended.length) await suspendDestinations(suspended);
      const written = await writeBack({
        worker: this.#options.worker,
        fences: this.#fences(batch),
        ...rowsOf(batch),
        breakers,
      });
      for (const row of breakers) if (this.#breakers.get(row.id) === row) this.#breakers.delete(row.id);
      this.#open.splice(0, batch.length);
      this.#options.settled(batch, written);
      tellStale(batch, written);
      return true;
    } catch (err) {
      log.warn({ err, results: batch.length }, 'delivery results not written; trying again');
      return false;
    }
  }

  #fences(batch: readonly LaneResult[]): { shard: number; token: number }[] {
    return [...new Set(batch.map(({ item }) => item.shard))].flatMap((shard) => {
      const token = this.#options.tokenOf(shard);
      return token === undefined ? [] : [{ shard, token }];
    });
  }
}

function tellStale(batch: readonly LaneResult[], written: ReadonlySet<number>): void {
  const lost = batch.filter(({ item }) => !written.has(item.id));
  if (lost.length === 0) return;
  staleLeases.inc();
  const shards = [...new Set(lost.map(({ item }) => item.shard))];
  log.warn({ code: 'pipeline.stale-lease', deliveries: lost.length, shards }, 'stale_lease');
}

/** A message that was tried twice since the last writing has two results: the later one counts. */
function rowsOf(batch: readonly LaneResult[]): { finals: FinalRow[]; retries: RetryRow[] } {
  const latest = new Map(batch.map((result) => [result.item.id, result]));
  const finals: FinalRow[] = [];
  const retries: RetryRow[] = [];
  for (const { item, outcome, state } of latest.values()) {
    const { id, attempts: a, attemptLog: lg } = item;
    if (state === 'retry') retries.push({ id, a, n: new Date(item.nextAt), lg });
    else {
      const fi = isoInstant(new Date(Date.parse(outcome.at) + outcome.durationMs));
      finals.push({
        id,
        st: state,
        a,
        sc: outcome.status ?? null,
        du: Math.round(outcome.durationMs),
        fi,
        lg,
      });
    }
  }
  return { finals, retries };
}

function pause(ms: number): Promise<void> {
  return ms > 0 ? new Promise((resolve) => setTimeout(resolve, ms)) : Promise.resolve();
}
