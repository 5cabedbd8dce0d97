import dns from 'node:dns/promises';
import type { Dispatcher, Pool } from 'undici';
import { env } from './env.ts';
import {
  checkAddresses,
  checkUrl,
  type EgressPolicy,
  type OutgoingCheck,
  type OutgoingTarget,
} from './outgoing-address.ts';
import type {
  AddressCheck,
  OutgoingFailure,
  OutgoingHttp,
  OutgoingRequest,
  OutgoingResult,
} from './outgoing-contract.ts';
import { EgressError, failureOf } from './outgoing-error.ts';
import { egressPolicy } from './outgoing-policy.ts';
import { makeDial, makePool, type PoolSettings, poolKey } from './outgoing-pools.ts';

export type { OutgoingHttp, OutgoingResult };

export const DEFAULT_TIMEOUT_MS = 15_000;
export const MAX_RESPONSE_BYTES = 65_536;
const MAX_POOLS = 512;
const POOL_IDLE_MS = 60_000;
const SWEEP_MS = 10_000;
/** Lanes decide how much goes to a destination at a time; this only bounds it. */
const CONNECTIONS_PER_POOL = 16;

interface Entry {
  pool: Pool;
  pending: number;
  usedAt: number;
}

const TIMEOUT: OutgoingFailure = {
  code: 'outgoing.timeout',
  message: 'The receiver did not answer in time.',
};

/**
 * The one client for calls to addresses that customers choose (reliability: SSRF). The algorithm: URL rules and
 * literals here, every address of a name when a connection is made, the connection pinned to what was checked.
 */
export function createOutgoingHttp(
  policy: EgressPolicy,
  seams: Partial<Omit<PoolSettings, 'policy'>> = {},
): OutgoingHttp {
  const settings: PoolSettings = {
    policy,
    resolve: (host) => dns.lookup(host, { all: true }),
    makeDial,
    connections: CONNECTIONS_PER_POOL,
    ...seams,
  };
  const entries = new Map<string, Entry>();

  const drop = (key: string, { pool }: Entry) => {
    entries.delete(key);
    pool.close().catch(() => {});
  };
  const sweep = setInterval(() => {
    const limit = performance.now() - POOL_IDLE_MS;
    for (const [key, entry] of entries) if (entry.pending === 0 && entry.usedAt < limit) drop(key, entry);
  }, SWEEP_MS).unref();

  function entryOf(target: OutgoingTarget, { tls, lane = '' }: OutgoingRequest): Entry {
    const key = poolKey(target, tls, lane);
    const known = entries.get(key);
    if (known) return known;
    if (entries.size >= MAX_POOLS) dropOldest();
    const entry = { pool: makePool(target, tls, settings), pending: 0, usedAt: 0 };
    entries.set(key, entry);
    return entry;
  }

  function dropOldest(): void {
    const idle = [...entries].filter(([, entry]) => entry.pending === 0);
    const [oldest] = idle.sort(([, a], [, b]) => a.usedAt - b.usedAt);
    if (oldest) drop(...oldest);
  }

  /** What can be told without the name service is the same for every message of a destination. */
  const checks = new Map<string, OutgoingCheck>();
  function checkOf(url: string): OutgoingCheck {
    let known = checks.get(url);
    if (!known) {
      if (checks.size >= MAX_POOLS) checks.clear();
      known = checkUrl(url, policy);
      checks.set(url, known);
    }
    return known;
  }

  async function request(url: string, request: OutgoingRequest): Promise<OutgoingResult> {
    const startedAt = performance.now();
    const check = checkOf(url);
    if (!check.ok) return { ok: false, failure: check.refusal, durationMs: performance.now() - startedAt };
    const entry = entryOf(check.target, request);
    entry.pending++;
    const answer = await call(entry.pool, check.target.url, request);
    entry.pending--;
    entry.usedAt = performance.now();
    return { ...answer, durationMs: entry.usedAt - startedAt };
  }

  async function checkAddress(url: string): Promise<AddressCheck> {
    const check = checkUrl(url, policy);
    if (!check.ok) return { ok: false, failure: check.refusal };
    if (check.target.isLiteral) return { ok: true };
    try {
      const addresses = await settings.resolve(check.target.host);
      const refusal = checkAddresses(
        check.target,
        addresses.map(({ address }) => address),
        policy,
      );
      return refusal ? { ok: false, failure: refusal } : { ok: true };
    } catch (error) {
      return { ok: false, failure: failureOf(error) };
    }
  }

  async function close(): Promise<void> {
    clearInterval(sweep);
    const open = [...entries.values()];
    entries.clear();
    await Promise.all(open.map(({ pool }) => pool.destroy()));
  }

  return { request, checkAddress, close };
}

type Answer =
  | {
      ok: true;
      status: number;
      headers: Record<string, string | string[] | undefined>;
      body: Uint8Array;
      truncated: boolean;
    }
  | { ok: false; failure: OutgoingFailure };

/** dispatch instead of request: no stream object per answer, and a body can be cut where its limit is. */
function call(pool: Pool, url: URL, request: OutgoingRequest): Promise<Answer> {
  return new Promise((resolve) => {
    const handler = new AnswerHandler(request, resolve);
    try {
      pool.dispatch(
        {
          path: url.pathname + url.search,
          method: request.method,
          ...(request.headers ? { headers: request.headers } : {}),
          ...(request.body === undefined ? {} : { body: request.body }),
        },
        handler,
      );
    } catch (error) {
      handler.onResponseError(null, error as Error);
    }
  });
}

class AnswerHandler implements Dispatcher.DispatchHandler {
  #resolve: ((answer: Answer) => void) | null;
  #timer: NodeJS.Timeout;
  #limit: number;
  #controller: Dispatcher.DispatchController | null = null;
  #status = 0;
  #headers: Record<string, string | string[] | undefined> = {};
  #chunks: Buffer[] = [];
  #length = 0;

  constructor(request: OutgoingRequest, resolve: (answer: Answer) => void) {
    this.#resolve = resolve;
    this.#limit = request.maxResponseBytes ?? MAX_RESPONSE_BYTES;
    this.#timer = setTimeout(() => this.#giveUp(), request.timeoutMs ?? DEFAULT_TIMEOUT_MS);
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#controller = controller;
    // Its time ran out while it waited for a connection.
    if (this.#resolve === null) controller.abort(new EgressError(TIMEOUT));
  }

  onResponseStart(
    _controller: Dispatcher.DispatchController,
    status: number,
    headers: Record<string, string | string[] | undefined>,
  ): void {
    if (status < 200) return;
    this.#status = status;
    this.#headers = headers;
  }

  onResponseData(controller: Dispatcher.DispatchController, chunk: Buffer): void {
    const room = this.#limit - this.#length;
    this.#chunks.push(chunk.length > room ? chunk.subarray(0, room) : chunk);
    this.#length += Math.min(chunk.length, room);
    if (chunk.length <= room) return;
    this.#answer(true);
    controller.abort(new Error('enough of the answer'));
  }

  onResponseEnd(): void {
    this.#answer(false);
  }

  onResponseError(_controller: Dispatcher.DispatchController | null, error: Error): void {
    this.#finish({ ok: false, failure: failureOf(error) });
  }

  #answer(truncated: boolean): void {
    const body = this.#chunks.length === 1 ? (this.#chunks[0] as Buffer) : Buffer.concat(this.#chunks);
    this.#finish({ ok: true, status: this.#status, headers: this.#headers, body, truncated });
  }

  #giveUp(): void {
    this.#finish({ ok: false, failure: TIMEOUT });
    this.#controller?.abort(new EgressError(TIMEOUT));
  }

  #finish(answer: Answer): void {
    clearTimeout(this.#timer);
    this.#resolve?.(answer);
    this.#resolve = null;
  }
}

let shared: OutgoingHttp | null = null;

/** The process's own client, with the policy of its environment. */
export function outgoingHttp(): OutgoingHttp {
  shared ??= createOutgoingHttp(egressPolicy(env()));
  return shared;
}

export async function closeOutgoingHttp(): Promise<void> {
  await shared?.close();
  shared = null;
}
