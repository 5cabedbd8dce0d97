import { batchSql } from '#server/platform/database.ts';
import { log } from '#server/platform/log.ts';
import { storeMessages, takeUplinkIds } from '../accept/store.sql.ts';
import { type Fenced, fencesOf } from '../fence.sql.ts';
import type { StreamedWaiting, StreamWorker } from '../hand-over.ts';
import { type QueueRow, type TakeOptions, takeQueued } from '../record/queue.sql.ts';
import { ShardWindow, WINDOW, type WindowMessage } from './shard-window.ts';
import type { UplinkStream } from './uplink-stream.ts';

const OPEN_AT_ONCE = 8;
const LOOK_MS = 3_000;

/**
 * What waits in the stream, and what of it had to step aside into the queue of Postgres: a customer whose script is slow
 * must not stand in the window before everybody else. Rows of the queue are older than what their customer has in the
 * stream, so they go first.
 */
export class StreamedUplinks implements StreamedWaiting {
  readonly #stream: UplinkStream;
  readonly #options: StreamWorker;
  #windows = new Map<number, ShardWindow>();
  /** Places in the stream of what was taken, by its id. */
  #taken = new Map<number, { shard: number; seq: number }>();
  #ids = new WeakMap<WindowMessage, number>();
  #opening: Promise<void> = Promise.resolve();
  readonly #timer: NodeJS.Timeout;

  constructor(stream: UplinkStream, options: StreamWorker) {
    this.#stream = stream;
    this.#options = options;
    this.#timer = setInterval(() => void this.#look(), LOOK_MS);
    stream.onReconnect(() => {
      for (const window of this.#windows.values()) void window.verify();
    });
  }

  gained(shards: readonly number[]): void {
    const opened = shards.map((shard) => {
      this.#windows.get(shard)?.close();
      const window = new ShardWindow(this.#stream, shard, ({ message }) =>
        this.#options.poke(shard, message.device.customerId),
      );
      this.#windows.set(shard, window);
      return window;
    });
    this.#openAll(opened);
  }

  lost(shards: readonly number[]): void {
    for (const shard of shards) {
      this.#windows.get(shard)?.close();
      this.#windows.delete(shard);
    }
    for (const [id, place] of this.#taken) if (shards.includes(place.shard)) this.#taken.delete(id);
  }

  async take(options: TakeOptions): Promise<QueueRow[]> {
    const windows = options.shards.flatMap((shard) => this.#windows.get(shard) ?? []);
    await this.#stepAside(windows, new Set(options.slowCustomers));
    const queued = await takeQueued(options);
    // More may wait there, of whoever: the stream comes after.
    if (queued.length === options.limit) return queued;
    const notNow = new Set([...options.busyCustomers, ...queued.map(({ customerId }) => customerId)]);
    return [...queued, ...(await this.#fromWindows(windows, notNow, options.limit - queued.length))];
  }

  settled(rows: readonly QueueRow[]): void {
    const byShard = new Map<number, Set<number>>();
    for (const { id } of rows) {
      const place = this.#taken.get(id);
      if (!place) continue;
      this.#taken.delete(id);
      const seqs = byShard.get(place.shard);
      if (seqs) seqs.add(place.seq);
      else byShard.set(place.shard, new Set([place.seq]));
    }
    for (const [shard, seqs] of byShard) this.#windows.get(shard)?.settled(seqs);
  }

  async stop(): Promise<void> {
    clearInterval(this.#timer);
    this.lost([...this.#windows.keys()]);
    await this.#opening;
  }

  async #fromWindows(
    windows: readonly ShardWindow[],
    notNow: ReadonlySet<string>,
    limit: number,
  ): Promise<QueueRow[]> {
    const ready: { shard: number; one: WindowMessage }[] = [];
    for (const window of windows) {
      const again = new Set<number>();
      const seen = new Set<string>();
      for (const one of window.messages) {
        if (notNow.has(one.message.device.customerId)) continue;
        // The first of the two is here, too, and stays in the stream until it is recorded.
        if (seen.has(one.key)) again.add(one.seq);
        else ready.push({ shard: window.shard, one });
        seen.add(one.key);
      }
      if (again.size > 0) window.settled(again);
    }
    const taken = ready.toSorted((a, b) => a.one.seq - b.one.seq).slice(0, limit);
    await this.#giveIds(taken.map(({ one }) => one));
    return taken.map(({ shard, one }) => this.#rowOf(shard, one));
  }

  async #giveIds(messages: readonly WindowMessage[]): Promise<void> {
    const without = messages.filter((one) => !this.#ids.has(one));
    if (without.length === 0) return;
    const ids = await takeUplinkIds(batchSql(), without.length);
    for (const [index, one] of without.entries()) this.#ids.set(one, ids[index] as number);
  }

  #rowOf(shard: number, one: WindowMessage): QueueRow {
    const { device, receivedAt } = one.message;
    const id = this.#ids.get(one) as number;
    this.#taken.set(id, { shard, seq: one.seq });
    return {
      id,
      shard,
      customerId: device.customerId,
      deviceId: device.id,
      receivedAt,
      unstored: one.message,
    };
  }

  /**
   * A window that is full of slow customers' messages lets nobody else through: they are stored and queued in Postgres,
   * what is at work among them as well, so that their order stays. Whoever works on it finds them stored.
   */
  async #stepAside(windows: readonly ShardWindow[], slow: ReadonlySet<string>): Promise<void> {
    if (slow.size === 0) return;
    const stuck = windows.filter(
      ({ messages }) =>
        messages.length >= WINDOW && messages.every(({ message }) => slow.has(message.device.customerId)),
    );
    if (stuck.length === 0) return;
    const { leases } = this.#options;
    const fences = fencesOf(
      stuck.map(({ shard }) => shard),
      (shard) => leases.tokenOf(shard),
    );
    for (const window of stuck) await this.#store(window, { worker: leases.worker, fences });
  }

  async #store(window: ShardWindow, fenced: Fenced): Promise<void> {
    const messages = [...window.messages];
    const answers = await storeMessages(
      batchSql(),
      messages.map(({ message }) => message),
      fenced,
    );
    // What was not stored is another worker's by now, or was recorded a moment ago: its turn tells.
    const stored = messages.filter((_, index) => answers[index]?.status === 'accepted');
    window.settled(new Set(stored.map(({ seq }) => seq)));
    log.info({ shard: window.shard, messages: stored.length }, 'slow customers’ messages stepped aside');
  }

  async #look(): Promise<void> {
    if (!this.#stream.isConnected || this.#windows.size === 0) return;
    const lag = await this.#stream.lag().catch(() => null);
    if (!lag) return;
    for (const [shard, window] of this.#windows) window.look(lag.byShard.get(shard) ?? 0);
  }

  /** A few at a time: a cluster agrees on each consumer. */
  #openAll(windows: readonly ShardWindow[]): void {
    const left = [...windows];
    const open = async () => {
      for (let next = left.shift(); next; next = left.shift()) await next.open();
    };
    this.#opening = Promise.all(Array.from({ length: OPEN_AT_ONCE }, open)).then(() => {});
  }
}
