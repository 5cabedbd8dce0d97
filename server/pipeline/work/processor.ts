import { log } from '#server/platform/log.ts';
import type { QueueRow, TakeOptions } from '../record/queue.sql.ts';
import type { RecordedDelivery } from '../record/record-batch.ts';
import type { Leases } from './leases.ts';
import { isPassing } from './passing-error.ts';
import { type GroupContext, processGroup, recordFault } from './process-group.ts';

/** While one lane waits for Postgres another computes; a shard belongs to one lane, so its order is kept. */
const LANES = 2;
const BATCH = 800;
const POLL_MS = 1_000;
/**
 * A busy lane lets the next batch come together for as long as the last one was big: recording a row costs 0.24 ms of
 * processor time in batches of 35, 0.15 ms in batches of 400. From 1,300 rows a second on batches grow up to the longest
 * wait; below, and for a quiet lane, nothing waits for long.
 */
const BUSY_ROWS = 16;
const GATHER_MS_PER_ROW = 0.75;
const MAX_GATHER_MS = 250;
const PAUSE_AFTER_ERROR_MS = 500;
/** A batch takes 100 to 300 ms; a customer whose batch takes so long has slow scripts. */
const SLOW_MS = 2_000;

/** Where what was accepted waits to be recorded. */
export interface WaitingUplinks {
  /** The oldest of these shards, in the order of acceptance; those of one customer are all stored, or none is. */
  take(options: TakeOptions): Promise<QueueRow[]>;
  /** Recorded, or known to have been: they need not come again. */
  settled(rows: readonly QueueRow[]): void;
}

export interface ProcessorOptions {
  waiting: WaitingUplinks;
  leases: Pick<Leases, 'mayWork' | 'workable'>;
  group: GroupContext;
  recorded(rows: readonly QueueRow[], deliveries: RecordedDelivery[]): void;
  /** The database went away over a batch of this customer: it may be recorded, or not. */
  doubtful(customerId: string): void;
}

/** Takes accepted uplinks by shard, in order, and has them decoded and recorded. */
export class Processor {
  readonly #lanes: Lane[];

  constructor(options: ProcessorOptions) {
    this.#lanes = Array.from({ length: LANES }, (_, n) => new Lane(n, options));
  }

  start(): void {
    for (const lane of this.#lanes) lane.start();
  }

  /** Something was accepted for the shard; of which customer, where that is known. */
  poke(shard: number, customerId?: string): void {
    this.#lanes[shard % LANES]?.poke(customerId);
  }

  pokeAll(): void {
    for (const lane of this.#lanes) lane.poke();
  }

  isBusy(shard: number): boolean {
    return this.#lanes[shard % LANES]?.isBusy(shard) ?? false;
  }

  async stop(): Promise<void> {
    await Promise.all(this.#lanes.map((lane) => lane.stop()));
  }
}

class Lane {
  readonly #n: number;
  readonly #options: ProcessorOptions;
  /** One batch a customer at a time: a slow script holds up its own customer, and a device stays in order. */
  #busy = new Map<string, { shards: Set<number>; since: number; done: Promise<void> }>();
  #stopped = false;
  #again = false;
  #takenAt = 0;
  /** Rows of the last batch that was not empty. */
  #busyRows = 0;
  #wake: (() => void) | null = null;
  #loop: Promise<void> = Promise.resolve();

  constructor(n: number, options: ProcessorOptions) {
    this.#n = n;
    this.#options = options;
  }

  start(): void {
    this.#loop = this.#run();
  }

  poke(customerId?: string): void {
    // The batch that is at work for it looks again when it is through.
    if (customerId !== undefined && this.#busy.has(customerId)) return;
    this.#lookAgain();
  }

  isBusy(shard: number): boolean {
    return [...this.#busy.values()].some(({ shards }) => shards.has(shard));
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    this.#wake?.();
    await this.#loop;
    await Promise.all([...this.#busy.values()].map(({ done }) => done));
  }

  async #run(): Promise<void> {
    while (!this.#stopped) {
      await this.#gather();
      this.#again = false;
      const more = await this.#takeAndStart().catch(async (err) => {
        log.warn({ err }, 'the queue could not be read');
        await pause(PAUSE_AFTER_ERROR_MS);
        return false;
      });
      if (!more && !this.#stopped) await this.#sleep();
    }
  }

  async #takeAndStart(): Promise<boolean> {
    const shards = this.#options.leases.workable().filter((shard) => shard % LANES === this.#n);
    if (shards.length === 0) return false;
    this.#takenAt = performance.now();
    const { waiting, group } = this.#options;
    const { recent } = group;
    const busyCustomers = [...this.#busy.keys()];
    const slowCustomers = busyCustomers.filter(
      (customerId) => (this.#busy.get(customerId)?.since ?? this.#takenAt) < this.#takenAt - SLOW_MS,
    );
    const known = (id: number) => recent.get(id);
    const rows = await waiting.take({ shards, busyCustomers, slowCustomers, limit: BATCH, known });
    const byCustomer = Map.groupBy(
      rows.filter(({ shard }) => this.#options.leases.mayWork(shard)),
      ({ customerId }) => customerId,
    );
    this.#busyRows = rows.length || this.#busyRows;
    for (const [customerId, ofCustomer] of byCustomer) this.#startGroup(customerId, ofCustomer);
    return rows.length === BATCH;
  }

  /** Under load lets a batch come together before it is taken; a full one is there already. */
  async #gather(): Promise<void> {
    if (this.#busyRows < BUSY_ROWS || this.#busyRows === BATCH) return;
    const gather = Math.min(MAX_GATHER_MS, this.#busyRows * GATHER_MS_PER_ROW);
    const wait = this.#takenAt + gather - performance.now();
    if (wait > 0) await pause(wait);
  }

  #lookAgain(): void {
    this.#again = true;
    this.#wake?.();
  }

  async #sleep(): Promise<void> {
    if (this.#again) return;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, POLL_MS);
      this.#wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
    this.#wake = null;
  }

  #startGroup(customerId: string, rows: QueueRow[]): void {
    const done = this.#work(rows).finally(() => {
      this.#busy.delete(customerId);
      this.#lookAgain();
    });
    const shards = new Set(rows.map(({ shard }) => shard));
    this.#busy.set(customerId, { shards, since: performance.now(), done });
  }

  async #work(rows: QueueRow[]): Promise<void> {
    try {
      await this.#process(rows);
    } catch (err) {
      if (isPassing(err)) {
        log.warn({ err, uplinks: rows.length }, 'a batch could not be recorded now; it will be taken again');
        this.#doubt(rows);
        await pause(PAUSE_AFTER_ERROR_MS);
      } else await this.#oneByOne(rows, err);
    }
  }

  async #process(rows: QueueRow[]): Promise<void> {
    const { group, recorded, waiting } = this.#options;
    const deliveries = await processGroup(rows, group);
    waiting.settled(rows);
    recorded(rows, deliveries);
  }

  #doubt([first]: readonly QueueRow[]): void {
    if (first) this.#options.doubtful(first.customerId);
  }

  /** Something in the batch cannot be recorded: find out what, and let the others pass. */
  async #oneByOne(rows: QueueRow[], cause: unknown): Promise<void> {
    log.error({ err: cause, uplinks: rows.length }, 'a batch failed; its messages are taken one by one');
    for (const row of rows) {
      try {
        await this.#process([row]);
      } catch (err) {
        if (isPassing(err)) {
          this.#doubt(rows);
          return;
        }
        log.error({ err, uplinkId: row.id }, 'an uplink could not be recorded');
        await this.#recordFault(row, err);
      }
    }
  }

  async #recordFault(row: QueueRow, fault: unknown): Promise<void> {
    try {
      await recordFault(row, fault, this.#options.group);
      this.#options.waiting.settled([row]);
    } catch (err) {
      log.error({ err, uplinkId: row.id }, 'nor its failure');
    }
  }
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
