import { AsyncLocalStorage } from 'node:async_hooks';
import { Worker } from 'node:worker_threads';
import type { SimulatedMemory } from '#server/lora-simulator/contract.ts';
import type { LivingDevice } from '#server/lora-simulator/wake.ts';
import type { WebhookRequest } from '#server/lora-simulator/webhook-request.ts';
import type { Acceptor } from '#server/pipeline/accept/acceptor.ts';
import type { Clock } from '#server/platform/clock.ts';
import { pipelineSql } from '#server/platform/database.ts';

export interface HistoryOrder {
  devices: LivingDevice[];
  from: Date;
  to: Date;
  /** So much of it goes over at once; of many devices less than of a few. */
  sliceMs?: number;
}

/** What the thread hands over: a slice of history, and at the end what devices and networks then remember. */
export type HistoryPart = { requests: WebhookRequest[]; until: Date } | { memories: SimulatedMemory[] };

/** How many requests got which answer. */
export type Answers = Map<number, number>;

const moment = new AsyncLocalStorage<Date>();

/** While history is told, each message is accepted at its own moment; everything else happens now. */
export const historyClock: Clock = { now: () => moment.getStore() ?? new Date() };

/** More accepted and not yet decoded than this: wait, so that what is accepted is still in memory when its turn comes. */
const MAX_BEHIND = 6_000;
const REFUSED_MS = 120_000;
const STUCK_MS = 60_000;

/**
 * Simulates the devices from `from` to `to` and lets the pipeline accept what their network servers post. Changes the
 * devices' memories to what they are at the end. Ends when all is recorded.
 */
export async function tellHistory(
  acceptor: Acceptor,
  order: HistoryOrder,
  progress: (until: Date) => void = () => {},
): Promise<Answers> {
  const answers: Answers = new Map();
  const thread = new Worker(new URL('./history-thread.ts', import.meta.url), { workerData: order });
  try {
    for await (const part of partsOf(thread)) {
      if ('memories' in part) {
        for (const [index, memory] of part.memories.entries())
          Object.assign(order.devices[index]?.memory ?? {}, memory);
        break;
      }
      thread.postMessage('next');
      await acceptAll(acceptor, part.requests, answers);
      await behindAtMost(MAX_BEHIND);
      progress(part.until);
    }
  } finally {
    await thread.terminate();
  }
  await behindAtMost(0);
  return answers;
}

async function* partsOf(thread: Worker): AsyncGenerator<HistoryPart> {
  const arrived: HistoryPart[] = [];
  let failure: unknown = null;
  let wake = () => {};
  thread.on('message', (part: HistoryPart) => {
    arrived.push(part);
    wake();
  });
  thread.on('error', (error) => {
    failure = error;
    wake();
  });
  thread.postMessage('next');
  while (true) {
    const part = arrived.shift();
    if (part) yield part;
    else if (failure) throw failure;
    else await new Promise<void>((resolve) => (wake = resolve));
  }
}

async function acceptAll(
  acceptor: Acceptor,
  requests: readonly WebhookRequest[],
  answers: Answers,
): Promise<void> {
  const statuses = await Promise.all(
    requests.map((request) => moment.run(request.at, () => acceptOne(acceptor, request))),
  );
  for (const status of statuses) answers.set(status, (answers.get(status) ?? 0) + 1);
}

/** As if it were that moment. */
export const atMoment = <T>(at: Date, work: () => Promise<T>): Promise<T> => moment.run(at, work);

/** Accepted as if it were that moment. */
export function acceptAt(acceptor: Acceptor, at: Date, request: Omit<WebhookRequest, 'at'>): Promise<number> {
  return moment.run(at, () => acceptOne(acceptor, request));
}

/** As a network server does: what could not be stored is posted again. */
async function acceptOne(
  acceptor: Acceptor,
  { method, path, query, headers, body }: Omit<WebhookRequest, 'at'>,
): Promise<number> {
  for (const since = performance.now(); ; ) {
    const { status, body: text } = await acceptor.accept({
      method,
      path,
      query,
      headers,
      body,
      address: '127.0.0.1',
    });
    if (status === 503 && performance.now() - since < REFUSED_MS) continue;
    if (status >= 500 || status === 400)
      throw new Error(`the pipeline answered ${status} to ${path}: ${text}`);
    return status;
  }
}

export async function behindAtMost(limit: number): Promise<void> {
  let least = Number.POSITIVE_INFINITY;
  for (let since = performance.now(); performance.now() - since < STUCK_MS; ) {
    const [row] = await pipelineSql()<{ behind: number }[]>`select count(*)::int as behind from uplink_queue`;
    const behind = row?.behind ?? 0;
    if (behind <= limit) return;
    if (behind < least) {
      least = behind;
      since = performance.now();
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`${least} accepted messages of the demo's history are not being recorded.`);
}
