export interface GroupCommitOptions<T, R> {
  /** Stores a batch and answers, in its order, once it is committed; an error where one was not. */
  flush(items: T[]): Promise<(R | Error)[]>;
  maxBatch?: number;
  /** More than this waiting is more than can be stored in time: refused at once. */
  maxWaiting?: number;
  /** Longest wait for a commit. */
  deadlineMs?: number;
}

/** Cannot be stored now; whoever sent it keeps it and comes again. */
export class NotStoredError extends Error {
  override readonly name = 'NotStoredError';
}

const MAX_STUCK = 4;
/** After a batch of this size the callers that were just answered are likely to come again: they go together. */
const BUSY_BATCH = 24;
const BUSY_WAIT_MS = 4;

interface Waiting<T, R> {
  item: T;
  since: number;
  settle(result: R): void;
  fail(error: unknown): void;
}

/**
 * Messages that arrive while a batch is being committed become the next batch: a lone message waits for nothing, and a
 * busy server commits hundreds at once. One batch at a time, so ids rise in the order of arrival.
 */
export class GroupCommit<T, R> {
  readonly #options: Required<GroupCommitOptions<T, R>>;
  #waiting: Waiting<T, R>[] = [];
  #inFlight: Waiting<T, R>[] = [];
  #running: Promise<void> | null = null;
  #guard: NodeJS.Timeout | null = null;
  #stuck = 0;

  constructor(options: GroupCommitOptions<T, R>) {
    this.#options = { maxBatch: 500, maxWaiting: 5_000, deadlineMs: 2_000, ...options };
  }

  get waiting(): number {
    return this.#waiting.length + this.#inFlight.length;
  }

  submit(item: T): Promise<R> {
    if (this.#waiting.length >= this.#options.maxWaiting) {
      return Promise.reject(new NotStoredError('Too many messages wait to be stored'));
    }
    const made = Promise.withResolvers<R>();
    this.#waiting.push({ item, since: performance.now(), settle: made.resolve, fail: made.reject });
    this.#running ??= this.#run();
    return made.promise;
  }

  /** Resolves when nothing waits any more. */
  async idle(): Promise<void> {
    while (this.#running) await this.#running;
  }

  async #run(): Promise<void> {
    this.#guard = setInterval(() => this.#refuseLate(), 250);
    try {
      // What came in the same turn of the event loop goes together.
      await new Promise((resolve) => setImmediate(resolve));
      while (this.#waiting.length > 0) {
        const flushed = await this.#flushOnce();
        if (flushed >= BUSY_BATCH) await new Promise((resolve) => setTimeout(resolve, BUSY_WAIT_MS));
      }
    } finally {
      clearInterval(this.#guard);
      this.#running = null;
    }
  }

  async #flushOnce(): Promise<number> {
    const batch = this.#waiting.splice(0, this.#options.maxBatch);
    this.#inFlight = batch;
    const flushed = this.#options.flush(batch.map(({ item }) => item)).then(
      (results) => {
        for (const [index, { settle, fail }] of batch.entries()) {
          const result = results[index] as R | Error;
          if (result instanceof Error) fail(result);
          else settle(result);
        }
      },
      (error) => {
        for (const { fail } of batch) fail(error);
      },
    );
    await this.#inTime(flushed);
    this.#inFlight = [];
    return batch.length;
  }

  /** A connection that never answers must not hold up those that do; a few such, and we wait after all. */
  async #inTime(flushed: Promise<void>): Promise<void> {
    const late = Promise.withResolvers<void>();
    const timer = setTimeout(late.resolve, 2 * this.#options.deadlineMs);
    this.#stuck++;
    const done = flushed.finally(() => {
      this.#stuck--;
    });
    await (this.#stuck > MAX_STUCK ? done : Promise.race([done, late.promise]));
    clearTimeout(timer);
  }

  /** A database that hangs must not keep its callers: whether it was stored shows when they come again. */
  #refuseLate(): void {
    const oldest = performance.now() - this.#options.deadlineMs;
    const refuse = ({ since, fail }: Waiting<T, R>) => {
      if (since > oldest) return true;
      fail(new NotStoredError('The database did not answer in time'));
      return false;
    };
    this.#waiting = this.#waiting.filter(refuse);
    for (const waiting of this.#inFlight) refuse(waiting);
  }
}
