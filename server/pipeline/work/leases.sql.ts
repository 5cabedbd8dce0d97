import { pipelineSql } from '#server/platform/database.ts';

export interface LeaseRow {
  shard: number;
  token: number;
}

type Raw = { shard: number; token: string }[];

const numbers = (rows: Raw): LeaseRow[] => rows.map(({ shard, token }) => ({ shard, token: Number(token) }));

/** The database's clock alone decides when a lease is over; those of hosts differ. */
export async function renewLeases(worker: string, seconds: number): Promise<LeaseRow[]> {
  const rows = await pipelineSql()<Raw>`
    update shard_leases set lease_until = now() + make_interval(secs => ${seconds}) where worker = ${worker}
    returning shard, token`;
  return numbers(rows);
}

/** Takes free or abandoned shards; the new token shuts the previous holder's late writes out. */
export async function claimLeases(worker: string, limit: number, seconds: number): Promise<LeaseRow[]> {
  const rows = await pipelineSql()<Raw>`
    update shard_leases set worker = ${worker}, token = token + 1, lease_until = now() + make_interval(secs => ${seconds})
    where shard in (
      select shard from shard_leases where worker is null or lease_until < now()
      order by shard limit ${limit} for update skip locked)
    returning shard, token`;
  return numbers(rows);
}

export async function releaseLeases(worker: string, shards: number[]): Promise<void> {
  await pipelineSql()`
    update shard_leases set worker = null, lease_until = now() where worker = ${worker} and shard = any(${shards}::smallint[])`;
}

/** Workers know of each other by this: a hint, once a second. */
export async function announceWorker(worker: string): Promise<void> {
  await pipelineSql()`select pg_notify('workers', ${worker})`;
}
