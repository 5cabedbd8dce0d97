import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { suspendScriptSystem } from '#server/decoders/suspend-decoder.ts';
import { type SuspendedScript, selectSuspendedScriptsSystem } from '#server/decoders/suspensions.sql.ts';
import { listenSql } from '#server/platform/database.ts';
import { log } from '#server/platform/log.ts';

interface SuspendingSandbox {
  suspend(tenant: string, scriptKey: string): void;
  reset(tenant: string, scriptKey: string): void;
}

const AGAIN_MS = 5_000;

/**
 * Keeps what the sandbox refuses and what is stored as suspended the same: a row outlives the worker, is seen by the
 * others, and goes when somebody resumes the script or publishes another.
 */
export class ScriptSuspensions {
  readonly #sandbox: SuspendingSandbox;
  /** Customer → what the sandbox refuses to it. */
  readonly #known = new Map<string, Set<string>>();
  /** Suspended by the sandbox and not yet a row. */
  readonly #unstored = new Set<string>();
  readonly #stopping = new AbortController();
  #reading: Promise<void> = Promise.resolve();

  constructor(sandbox: SuspendingSandbox) {
    this.#sandbox = sandbox;
  }

  async start(): Promise<void> {
    await this.listen();
    await this.#read();
  }

  /** Again after the connections to the database were made anew. */
  async listen(): Promise<void> {
    await listenSql().listen(
      'configuration',
      (customerId) => {
        if (z.guid().safeParse(customerId).success) void this.#readSoon(customerId);
      },
      () => void this.#readSoon(),
    );
  }

  /** What the sandbox says when it has killed a script too often. */
  async suspended(scriptKey: string, customerId: string): Promise<void> {
    const mark = `${customerId}/${scriptKey}`;
    this.#unstored.add(mark);
    this.#of(customerId).add(scriptKey);
    while (!this.#stopping.signal.aborted) {
      try {
        const decoders = await suspendScriptSystem(customerId, scriptKey);
        log.warn({ code: 'sandbox.suspended', scriptKey, customerId, decoders }, 'a script was suspended');
        break;
      } catch (err) {
        log.warn({ err, customerId }, 'a suspension could not be stored; trying again');
        await sleep(AGAIN_MS, undefined, { signal: this.#stopping.signal, ref: false }).catch(() => {});
      }
    }
    this.#unstored.delete(mark);
    await this.#readSoon(customerId);
  }

  stop(): void {
    this.#stopping.abort();
  }

  /** One after the other, so that an older answer never follows a newer one. */
  #readSoon(customerId?: string): Promise<void> {
    this.#reading = this.#reading.then(() =>
      this.#read(customerId).catch((err) => log.warn({ err }, 'the suspended scripts could not be read')),
    );
    return this.#reading;
  }

  async #read(customerId?: string): Promise<void> {
    const rows = await selectSuspendedScriptsSystem(customerId);
    const customers = new Set(customerId === undefined ? this.#known.keys() : [customerId]);
    for (const row of rows) customers.add(row.customerId);
    for (const customer of customers) this.#agree(customer, rows);
  }

  #agree(customerId: string, rows: readonly SuspendedScript[]): void {
    const stored = new Set(rows.filter((row) => row.customerId === customerId).map((row) => row.sourceHash));
    const known = this.#of(customerId);
    for (const key of stored) {
      if (!known.has(key)) this.#sandbox.suspend(customerId, key);
      known.add(key);
    }
    for (const key of known) {
      if (stored.has(key) || this.#unstored.has(`${customerId}/${key}`)) continue;
      this.#sandbox.reset(customerId, key);
      known.delete(key);
    }
    if (known.size === 0) this.#known.delete(customerId);
  }

  #of(customerId: string): Set<string> {
    const known = this.#known.get(customerId) ?? new Set();
    this.#known.set(customerId, known);
    return known;
  }
}
