import { env } from '#server/platform/env.ts';
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
  const { NATS_URL: url, NATS_STREAM: name, NATS_REPLICAS: replicas, NATS_CA_FILE: caFile } = env();
  if (!url) return null;
  place.thingsHandOver = import('./stream/nats-hand-over.ts')
    .then(({ openNatsHandOver }) => openNatsHandOver({ url, name, replicas, caFile }))
    .catch((error) => {
      // Whoever asks next tries again.
      place.thingsHandOver = undefined;
      throw error;
    });
  return place.thingsHandOver;
}

export async function closeHandOver(): Promise<void> {
  const open = place.thingsHandOver;
  place.thingsHandOver = undefined;
  await open?.then((one) => one.close()).catch(() => {});
}
