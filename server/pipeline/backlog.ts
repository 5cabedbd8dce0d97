import { log } from '#server/platform/log.ts';
import { countQueues, type QueueCounts } from './backlog.sql.ts';
import { type HandOver, handOver, type StreamLag } from './hand-over.ts';
import { queueAgeSeconds, queueRows, shardBacklog, workersAlive } from './metrics.ts';
import { SHARDS } from './shards.ts';

export interface Backlog extends Omit<QueueCounts, 'byShard'> {
  /** null: messages are handed over by Postgres. */
  stream: { connected: boolean; messages: number | null } | null;
}

/** What waits, in Postgres and in the stream; sets the gauges too. */
export async function readBacklog(): Promise<Backlog> {
  const [queues, { hand, lag, oldest }] = await Promise.all([countQueues(), readStream()]);
  const { byShard, ...counts } = queues;
  const ages = [...oldest.values()].map((at) => (Date.now() - at.getTime()) / 1000);
  const oldestSeconds = Math.max(counts.oldestSeconds, ...ages);
  queueAgeSeconds.set(oldestSeconds);
  queueRows.set({ queue: 'uplinks' }, counts.uplinks);
  queueRows.set({ queue: 'deliveries' }, counts.deliveries);
  queueRows.set({ queue: 'stream' }, lag?.messages ?? 0);
  workersAlive.set(counts.workers);
  const queued = new Map(byShard.map(({ shard, uplinks }) => [shard, uplinks]));
  for (let shard = 0; shard < SHARDS; shard++)
    shardBacklog.set({ shard }, (queued.get(shard) ?? 0) + (lag?.byShard.get(shard) ?? 0));
  const stream = hand && { connected: hand.isConnected && lag !== null, messages: lag?.messages ?? null };
  return { ...counts, oldestSeconds, stream };
}

/** Of a shard: when the oldest message in the stream was accepted, and how many are there. */
export interface StreamedShard {
  since: Date;
  messages: number;
}

/** Of shards of which something waits in the stream. Empty where nobody can be asked. */
export async function streamedByShard(): Promise<Map<number, StreamedShard>> {
  try {
    const hand = await handOver();
    if (!hand?.isConnected) return new Map();
    const [oldest, { byShard }] = await Promise.all([hand.oldest(), hand.lag()]);
    // What came or went in between is one more or less.
    return new Map(
      [...oldest].map(([shard, since]) => [shard, { since, messages: byShard.get(shard) ?? 1 }]),
    );
  } catch (err) {
    log.warn({ err }, 'what waits in the stream is not known now');
    return new Map();
  }
}

type Connected = Pick<HandOver, 'isConnected'>;

interface Streamed {
  hand: Connected | null;
  lag: StreamLag | null;
  oldest: ReadonlyMap<number, Date>;
}

async function readStream(): Promise<Streamed> {
  const nothing = { lag: null, oldest: new Map() };
  try {
    const hand = await handOver();
    if (!hand?.isConnected) return { hand, ...nothing };
    const [lag, oldest] = await Promise.all([hand.lag(), hand.oldest()]);
    return { hand, lag, oldest };
  } catch {
    return { hand: { isConnected: false }, ...nothing };
  }
}
