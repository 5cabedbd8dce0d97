import { setTimeout as sleep } from 'node:timers/promises';
import { log } from '#server/platform/log.ts';
import { NotStoredError } from './accept/group-commit.ts';
import type { AcceptedMessage, StoredAnswer } from './accept/message.ts';
import type { HandOver, StreamedWaiting, StreamLag, StreamWorker } from './hand-over.ts';
import type { QueueRow, TakeOptions } from './record/queue.sql.ts';
import { queuedUplinks } from './work/queued-uplinks.ts';

const TRY_EVERY_MS = 1_000;
const TELL_EVERY_MS = 60_000;

/**
 * A stream that cannot be reached yet: nothing is stored until it can, as while it is away later on, and what stands in
 * Postgres is worked on meanwhile. Each try makes it anew; what is for a person to mend ends the waiting.
 */
export class LateHandOver implements HandOver {
  #there: HandOver | null = null;
  readonly #waiting: LateUplinks[] = [];
  readonly #stopping = new AbortController();
  readonly #opening: Promise<void>;

  constructor(
    open: () => Promise<HandOver>,
    isUnfit: (error: unknown) => boolean,
    unfit: (error: unknown) => void,
  ) {
    this.#opening = this.#open(open, isUnfit, unfit);
  }

  get isConnected(): boolean {
    return this.#there?.isConnected ?? false;
  }

  async publish(messages: readonly AcceptedMessage[]): Promise<(StoredAnswer | Error)[]> {
    return (
      this.#there?.publish(messages) ?? messages.map(() => new NotStoredError('NATS cannot be reached yet'))
    );
  }

  waitingFor(worker: StreamWorker): StreamedWaiting {
    if (this.#there) return this.#there.waitingFor(worker);
    const late = new LateUplinks(worker);
    this.#waiting.push(late);
    return late;
  }

  async lag(): Promise<StreamLag> {
    return this.#reached().lag();
  }

  async oldest(): Promise<Map<number, Date>> {
    return this.#reached().oldest();
  }

  async close(): Promise<void> {
    this.#stopping.abort();
    await this.#opening;
    await this.#there?.close();
  }

  #reached(): HandOver {
    if (!this.#there) throw new Error('NATS cannot be reached yet');
    return this.#there;
  }

  async #open(
    open: () => Promise<HandOver>,
    isUnfit: (error: unknown) => boolean,
    unfit: (error: unknown) => void,
  ): Promise<void> {
    const { signal } = this.#stopping;
    let tellAt = 0;
    while (await sleep(TRY_EVERY_MS, true, { signal }).catch(() => false)) {
      try {
        this.#there = await open();
        log.info({ code: 'stream.reached' }, 'NATS is reached');
        for (const late of this.#waiting) late.goOnBy(this.#there);
        return;
      } catch (err) {
        if (isUnfit(err)) return unfit(err);
        if (performance.now() < tellAt) continue;
        tellAt = performance.now() + TELL_EVERY_MS;
        log.warn({ err, code: 'stream.away' }, 'NATS cannot be reached yet; nothing is accepted until then');
      }
    }
  }
}

/** Of a worker that holds its shards already. */
class LateUplinks implements StreamedWaiting {
  #there: StreamedWaiting | null = null;
  #stopped = false;
  readonly #worker: StreamWorker;
  readonly #shards = new Set<number>();

  constructor(worker: StreamWorker) {
    this.#worker = worker;
  }

  goOnBy(stream: HandOver): void {
    if (this.#stopped) return;
    this.#there = stream.waitingFor(this.#worker);
    this.#there.gained([...this.#shards]);
  }

  gained(shards: readonly number[]): void {
    for (const shard of shards) this.#shards.add(shard);
    this.#there?.gained(shards);
  }

  lost(shards: readonly number[]): void {
    for (const shard of shards) this.#shards.delete(shard);
    this.#there?.lost(shards);
  }

  take(options: TakeOptions): Promise<QueueRow[]> {
    return (this.#there ?? queuedUplinks).take(options);
  }

  settled(rows: readonly QueueRow[]): void {
    this.#there?.settled(rows);
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    await this.#there?.stop();
  }
}
