import { streamedByShard } from '#server/pipeline/backlog.ts';
import type { Tx } from '#server/platform/database.ts';
import type { TenantScope } from '#server/platform/tenant-scope.ts';
import type { Backlog } from './facts-contract.ts';
import { selectBacklog, selectShards } from './ways.sql.ts';

/** What waits to be decoded, in Postgres and in the stream: of one device, of which these messages are known, or of all. */
export async function readBacklog(
  tx: Tx,
  scope: TenantScope,
  device?: { id: string; messageIds: readonly number[] },
): Promise<Backlog> {
  const byShard = await streamedByShard();
  const shards = byShard.size > 0 ? await selectShards(tx, scope, device?.id) : [];
  const streamed = shards.flatMap((shard) => byShard.get(shard) ?? []);
  const since = streamed.map((one) => one.since.getTime());
  return {
    ...(await selectBacklog(tx, scope, device?.messageIds)),
    streamedSince: since.length > 0 ? new Date(Math.min(...since)) : null,
    streamed: streamed.reduce((sum, { messages }) => sum + messages, 0),
  };
}
