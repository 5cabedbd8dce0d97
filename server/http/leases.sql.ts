import { pipelineSql } from '#server/platform/database.ts';

/** Shards that some living worker holds. */
export async function countSystemLeases(): Promise<number> {
  const [row] = await pipelineSql()<[{ n: number }]>`
    select count(*)::int as n from shard_leases where worker is not null and lease_until > now()`;
  return row.n;
}
