import type postgres from 'postgres';
import type { Sql } from '#server/platform/database.ts';
import { postgresJson } from '#server/platform/postgres-json.ts';

/** A shard that we lease, with the token that our writes must still carry. */
export interface Fence {
  shard: number;
  token: number;
}

export interface Fenced {
  worker: string;
  fences: Fence[];
}

export function fencesOf(shards: Iterable<number>, tokenOf: (shard: number) => number | undefined): Fence[] {
  return [...new Set(shards)].flatMap((shard) => {
    const token = tokenOf(shard);
    return token === undefined ? [] : [{ shard, token }];
  });
}

/** The part of a statement that says which of the shards are still ours: `held(shard)`. */
export function heldShards(sql: Sql, { worker, fences }: Fenced): postgres.PendingQuery<postgres.Row[]> {
  return sql`held as materialized (
      select l.shard from shard_leases l
      join json_to_recordset(${postgresJson(fences)}::text::json) as f(shard smallint, token bigint)
        on f.shard = l.shard and f.token = l.token and l.worker = ${worker}::uuid
    )`;
}

export async function stillHeld(sql: Sql, fenced: Fenced): Promise<Set<number>> {
  const rows = await sql<{ shard: number }[]>`with ${heldShards(sql, fenced)} select shard from held`;
  return new Set(rows.map(({ shard }) => shard));
}
