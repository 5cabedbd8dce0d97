import { env } from '#server/platform/env.ts';
import { log } from '#server/platform/log.ts';
import type { AcceptedMessage, StoredAnswer } from './accept/message.ts';
import type { WaitingUplinks } from './work/processor.ts';

/** What of the accepted waits outside of Postgres. */
export interface StreamLag {
  messages: number;
  byShard: ReadonlyMap<number, number>;
}

export interface StreamWorker {
  leases: { worker: string; tokenOf(shard: number): number | undefined };
  poke(shard: number, customerId?: string): void;
}

export interface StreamedWaiting extends WaitingUplinks {
  gained(shards: readonly number[]): void;
  lost(shards: readonly number[]): void;
  stop(): Promise<void>;
}

/** From accepting to recording by a stream instead of the queue in Postgres. */
export interface HandOver {
  readonly isConnected: boolean;
  publish(messages: readonly AcceptedMessage[]): Promise<(StoredAnswer | Error)[]>;
  waitingFor(worker: StreamWorker): StreamedWaiting;
  lag(): Promise<StreamLag>;
  /** Of each shard in which something of ours waits, when the oldest of it was accepted. */
  oldest(): Promise<Map<number, Date>>;
  close(): Promise<void>;
}

/** One a process, also where the bundler loads this module more than once. */
const place = globalThis as typeof globalThis & { thingsHandOver?: Promise<HandOver> | undefined };

/** That of the process; null: everything goes by Postgres. Nothing of NATS is even loaded then. */
export async function handOver(): Promise<HandOver | null> {
  if (place.thingsHandOver) return place.thingsHandOver;
  if (!env().NATS_URL) return null;
  place.thingsHandOver = openHandOver().catch((error) => {
    // Whoever asks next tries again.
    place.thingsHandOver = undefined;
    throw error;
  });
  return place.thingsHandOver;
}

async function openHandOver(): Promise<HandOver> {
  const { NATS_URL: url = '', NATS_STREAM: name, NATS_REPLICAS: replicas, NATS_CA_FILE: caFile } = env();
  const { openNatsHandOver } = await import('./stream/nats-hand-over.ts');
  return openNatsHandOver({ url, name, replicas, caFile });
}

/** For a person to mend, and no matter of time. */
export const isUnfit = (error: unknown) => error instanceof Error && error.name === 'StreamUnfitError';

/**
 * The same for a process that is to be there before NATS is: it is waited for. What only a person can mend is thrown, or
 * told of where it shows later.
 */
export async function handOverInTime(unfit: (error: unknown) => void): Promise<HandOver | null> {
  // A fault of the program is none of the network: nothing is waited for.
  if (env().NATS_URL) await import('./stream/nats-hand-over.ts');
  try {
    return await handOver();
  } catch (error) {
    if (isUnfit(error)) throw error;
    log.warn({ err: error, code: 'stream.away' }, 'NATS cannot be reached; waiting for it');
    const { LateHandOver } = await import('./late-hand-over.ts');
    const late = new LateHandOver(openHandOver, isUnfit, unfit);
    place.thingsHandOver = Promise.resolve(late);
    return late;
  }
}

export async function closeHandOver(): Promise<void> {
  const open = place.thingsHandOver;
  place.thingsHandOver = undefined;
  await open?.then((one) => one.close()).catch(() => {});
}
