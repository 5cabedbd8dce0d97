import { pipelineSql, type Sql } from '#server/platform/database.ts';

/** Packs of one partition, or of all that is older: by when they were received, the end not included. */
export interface Weeks {
  /** null: from the beginning. */
  from: Date | null;
  to: Date;
}

/** A week. */
export interface Partition {
  name: string;
  from: Date;
  to: Date;
}

/** Up to here packs were moved. */
export interface Place {
  deviceId: string;
  time: Date;
}

export interface Moved {
  packs: number;
  /** Where it stopped; null: at the end. */
  last: Place | null;
}

/** So many packs stand in one row: 40 KB at most where they hold six values, half of it on disk. */
const PACKS_IN_ROW = 512;

/** Whole weeks before this moment that still stand in `packs`, oldest first. */
export async function weeksBefore(before: Date): Promise<Partition[]> {
  return pipelineSql()<Partition[]>`
    select name, bounds[1]::timestamptz as from, bounds[2]::timestamptz as to from (
      select c.relname as name, regexp_match(pg_get_expr(c.relpartbound, c.oid), 'FROM \\(''([^'']+)''\\) TO \\(''([^'']+)''\\)') as bounds
      from pg_inherits i join pg_class c on c.oid = i.inhrelid where i.inhparent = 'packs'::regclass) p
    where bounds[2]::timestamptz <= ${before} order by 2`;
}

/**
 * Moves the next packs of these weeks, in the order of device and time, into rows of many: in one transaction, so that each
 * stands in one of the two places whenever somebody looks or a process ends. 'busy': another worker is at it.
 */
export async function movePacks(
  { from, to }: Weeks,
  after: Place | null,
  limit: number,
): Promise<Moved | 'busy'> {
  const moved = await pipelineSql().begin(async (tx) => {
    const sql = tx as unknown as Sql;
    const [lock] = await sql`
      select pg_try_advisory_xact_lock(hashtextextended('things weeks of packs', 0)) as taken,
             set_config('things.compacts', 'yes', true)`;
    if (lock?.taken !== true) return 'busy';
    const received = from ? sql`received_at >= ${from} and received_at < ${to}` : sql`received_at < ${to}`;
    const beyond = after
      ? sql`and (device_id, time) > (${after.deviceId}::uuid, ${after.time}::timestamptz)`
      : sql``;
    const [last] = await sql<Place[]>`
      select device_id as "deviceId", time from packs
      where ${received} ${beyond}
      order by device_id, time offset ${limit - 1} limit 1`;
    const upTo = last
      ? sql`and (device_id, time) <= (${last.deviceId}::uuid, ${last.time}::timestamptz)`
      : sql``;
    const [row] = await sql<[{ packs: number }]>`
      with moved as (
        delete from packs where ${received} ${beyond} ${upTo} returning *
      ), placed as (
        select *, (row_number() over (partition by week, device_id, decoder_id, decoder_version_id, shape_id order by time, id) - 1) / ${PACKS_IN_ROW} as part
        from (select *, date_trunc('week', received_at at time zone 'UTC')::date as week from moved) m
      ), stored as (
        insert into pack_weeks (week, customer_id, device_id, decoder_id, decoder_version_id, shape_id, since, until, packs)
        select week, customer_id, device_id, decoder_id, decoder_version_id, shape_id, min(time), max(time),
               array_agg(row(id, uplink_id, received_at, time, v, rest)::kept_pack order by time, id)
        from placed group by week, customer_id, device_id, decoder_id, decoder_version_id, shape_id, part
      )
      select count(*)::int as packs from moved`;
    return { packs: row.packs, last: last ?? null };
  });
  return moved as Moved | 'busy';
}
