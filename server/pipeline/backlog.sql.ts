import { pipelineSql } from '#server/platform/database.ts';

export interface QueueCounts {
  oldestSeconds: number;
  uplinks: number;
  deliveries: number;
  /** Workers that hold shards, and how many shards are held. */
  workers: number;
  leased: number;
  /** Uplinks of shards that have some. */
  byShard: { shard: number; uplinks: number }[];
}

/** Counting stops here: how many more there are changes nothing, and counting them all would cost. */
const COUNTED = 100_000;

export async function countQueues(): Promise<QueueCounts> {
  const [row] = await pipelineSql()<[QueueCounts]>`
    with waiting as materialized (select shard from uplink_queue limit ${COUNTED}),
      held as (select worker from shard_leases where worker is not null and lease_until > now())
    select coalesce(greatest(0, extract(epoch from now() - (select received_at from uplink_queue order by uplink_id limit 1))), 0)::float8
        as "oldestSeconds",
      (select count(*)::int from waiting) as uplinks,
      (select count(*)::int from (select 1 from delivery_queue limit ${COUNTED}) q) as deliveries,
      (select count(distinct worker)::int from held) as workers, (select count(*)::int from held) as leased,
      coalesce((select json_agg(json_build_object('shard', shard, 'uplinks', n)) from
        (select shard, count(*)::int as n from waiting group by shard) s), '[]') as "byShard"`;
  return row;
}
