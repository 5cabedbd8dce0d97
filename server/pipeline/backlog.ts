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
  const [queues, { hand, lag }] = await Promise.all([countQueues(), readStream()]);
  const { byShard, ...counts } = queues;
  const oldestSeconds = Math.max(counts.oldestSeconds, lag?.oldestSeconds ?? 0);
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

type Connected = Pick<HandOver, 'isConnected'>;

async function readStream(): Promise<{ hand: Connected | null; lag: StreamLag | null }> {
  try {
    const hand = await handOver();
    return { hand, lag: hand?.isConnected ? await hand.lag().catch(() => null) : null };
  } catch {
    return { hand: { isConnected: false }, lag: null };
  }
}
