import type { ConfigurationChanges } from './configuration.ts';

interface Entry<V> {
  value: V | null;
  loadedAt: number;
  until: number;
}

interface Wanted<V> {
  promise: Promise<V | null>;
  settle(value: V | null): void;
  fail(error: unknown): void;
}

export interface DirectoryOptions<K, V> {
  changes: ConfigurationChanges;
  /** Loads what is found; keys that are absent from the answer do not exist. */
  load(keys: K[]): Promise<Map<K, V>>;
  customerOf(value: V): string;
  max?: number;
  /** How those wait who cannot wait as long as the database likes. */
  patience?: { waitFor<T>(work: Promise<T>, whenLate: () => void): Promise<T> };
}

/** A change that no notice reached us of is seen after this. */
const TRUSTED_MS = 60_000;
/** What does not exist is asked for again soon, and after any change at all. */
const ABSENT_MS = 5_000;
/** A database that hangs is asked no more than this at once: what is wanted meanwhile becomes one question. */
const MOST_QUESTIONS = 4;

/** A bounded cache of rows looked up one by one; the misses of one turn of the event loop become one query. */
export class Directory<K, V> {
  readonly #options: DirectoryOptions<K, V>;
  readonly #max: number;
  #entries = new Map<K, Entry<V>>();
  #wanted = new Map<K, Wanted<V>>();
  #asking = new Map<K, { promise: Promise<V | null>; loadedAt: number }>();
  #questions = 0;

  constructor(options: DirectoryOptions<K, V>) {
    this.#options = options;
    this.#max = options.max ?? 20_000;
  }

  /** The value at once where it is known, else a promise. */
  find(key: K): V | null | Promise<V | null> {
    const entry = this.#entries.get(key);
    if (entry && this.#isFresh(entry)) return entry.value;
    const asking = this.#asking.get(key);
    // Asked before the last change, the answer may be from before it too.
    return asking && asking.loadedAt >= this.#options.changes.now() ? asking.promise : this.#want(key);
  }

  async findAll(keys: Iterable<K>): Promise<Map<K, V>> {
    const found = new Map<K, V>();
    await Promise.all(
      [...keys].map(async (key) => {
        const value = await this.find(key);
        if (value !== null) found.set(key, value);
      }),
    );
    return found;
  }

  #isFresh({ value, loadedAt, until }: Entry<V>): boolean {
    if (performance.now() > until) return false;
    const { changes, customerOf } = this.#options;
    return value === null ? loadedAt >= changes.now() : changes.isFresh(customerOf(value), loadedAt);
  }

  #want(key: K): Promise<V | null> {
    const waiting = this.#wanted.get(key);
    if (waiting) return waiting.promise;
    const made = Promise.withResolvers<V | null>();
    const { patience } = this.#options;
    const promise = patience?.waitFor(made.promise, () => this.#giveUp(key, promise)) ?? made.promise;
    if (this.#wanted.size === 0 && this.#questions < MOST_QUESTIONS) setImmediate(() => void this.#ask());
    this.#wanted.set(key, { promise, settle: made.resolve, fail: made.reject });
    return promise;
  }

  /** Whoever asks next asks anew; an answer that comes all the same is kept. */
  #giveUp(key: K, promise: Promise<V | null> | undefined): void {
    if (this.#wanted.get(key)?.promise === promise) this.#wanted.delete(key);
    if (this.#asking.get(key)?.promise === promise) this.#asking.delete(key);
  }

  async #ask(): Promise<void> {
    const wanted = this.#wanted;
    if (wanted.size === 0) return;
    this.#wanted = new Map();
    const loadedAt = this.#options.changes.now();
    const asked = new Map([...wanted].map(([key, { promise }]) => [key, { promise, loadedAt }]));
    for (const [key, asking] of asked) this.#asking.set(key, asking);
    this.#questions++;
    try {
      const found = await this.#options.load([...wanted.keys()]);
      for (const [key, { settle }] of wanted) {
        const value = found.get(key) ?? null;
        this.#keep(key, value, loadedAt);
        settle(value);
      }
    } catch (error) {
      for (const { fail } of wanted.values()) fail(error);
    } finally {
      for (const [key, asking] of asked) if (this.#asking.get(key) === asking) this.#asking.delete(key);
      this.#questions--;
      if (this.#wanted.size > 0) setImmediate(() => void this.#ask());
    }
  }

  #keep(key: K, value: V | null, loadedAt: number): void {
    // An older load that comes in last must not hide a newer one.
    if ((this.#entries.get(key)?.loadedAt ?? -1) > loadedAt) return;
    this.#entries.delete(key);
    this.#entries.set(key, {
      value,
      loadedAt,
      until: performance.now() + (value === null ? ABSENT_MS : TRUSTED_MS),
    });
    if (this.#entries.size <= this.#max) return;
    const oldest = this.#entries.keys().next();
    if (!oldest.done) this.#entries.delete(oldest.value);
  }
}
