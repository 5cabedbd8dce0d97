import { pipelineSql, type Sql } from '#server/platform/database.ts';

/** A device-day of packs, in UTC. */
export interface DeviceDay {
  device_id: string;
  /** yyyy-mm-dd. */
  day: string;
}

export interface Progress {
  packId: number;
  openFrom: number | null;
  day: string;
  seenId: number;
  seenAt: Date;
}

/** Held while the transaction lasts: one worker at a time. */
export async function lockProgress(sql: Sql): Promise<Progress | null> {
  const [row] = await sql<Progress[]>`
    select pack_id::float8 as "packId", open_from::float8 as "openFrom", day::text as day, seen_id::float8 as "seenId", seen_at as "seenAt"
    from folding_progress where id = 1 for update skip locked`;
  return row ?? null;
}

export async function saveProgress(
  sql: Sql,
  { packId, openFrom, day, seenId, seenAt }: Progress,
): Promise<void> {
  await sql`update folding_progress set pack_id = ${packId}, open_from = ${openFrom}, day = ${day}, seen_id = ${seenId}, seen_at = ${seenAt}
    where id = 1`;
}

export async function newestPack(): Promise<number> {
  const [row] = await pipelineSql()<
    [{ id: number | null }]
  >`select pg_sequence_last_value('pack_ids')::float8 as id`;
  return row.id ?? 0;
}

/** Days with packs among these, of devices that are not known to send seldom. */
export async function daysOfPacks(after: number, upTo: number, slowestSeconds: number): Promise<DeviceDay[]> {
  return pipelineSql()<DeviceDay[]>`
    select p.device_id, p.day::text as day from (
      select device_id, (time at time zone 'UTC')::date as day from packs where id > ${after} and id <= ${upTo} group by 1, 2) p
    join device_activity a on a.device_id = p.device_id
    where coalesce(a.interval_seconds, 0) <= ${slowestSeconds}
    order by 1, 2`;
}

export async function staleDays(limit: number): Promise<DeviceDay[]> {
  return pipelineSql()<DeviceDay[]>`
    select device_id, day::text as day from measure_days where stale order by device_id limit ${limit}`;
}

/**
 * Makes the rows of these days anew out of their packs; a day that has too few packs, or values that were measured at
 * another time than their pack's, has none. The same packs make the same row, in whatever order they came.
 */
export async function foldDays(days: readonly DeviceDay[], leastPacks: number): Promise<void> {
  const sql = pipelineSql();
  const devices = days.map((one) => one.device_id);
  const dates = days.map((one) => one.day);
  await sql.begin(async (tx) => {
    await tx`delete from measure_days m using unnest(${devices}::uuid[], ${dates}::date[]) a(device_id, day)
      where m.device_id = a.device_id and m.day = a.day`;
    await tx`
      with asked as (
        select distinct a.device_id, a.day, a.day::timestamp at time zone 'UTC' as begins
        from unnest(${devices}::uuid[], ${dates}::date[]) a(device_id, day)
      ), kept as materialized (
        select a.device_id, a.day, p.* from asked a cross join lateral (
          select p.customer_id, p.time, p.shape_id, p.v, p.rest -> 't' is not null as shifted
          from all_packs p where p.device_id = a.device_id and p.time >= a.begins and p.time < a.begins + interval '1 day'
            and p.until >= a.begins and p.since < a.begins + interval '1 day') p
      ), dense as (
        select device_id, day from kept group by 1, 2 having count(*) >= ${leastPacks} and not bool_or(shifted)
      ), hours as (
        select k.device_id, k.customer_id, k.day, s.name, s.unit, extract(hour from k.time at time zone 'UTC')::int as hour,
               count(*)::int as n, min(k.v[s.i]) as lo, max(k.v[s.i]) as hi, sum(k.v[s.i] order by k.time, k.v[s.i]) as total
        from kept k join dense using (device_id, day)
        join lateral (
          select x.name, shapes.units[x.i::int] as unit, x.i::int as i
          from shapes cross join unnest(shapes.names) with ordinality x(name, i)
          where shapes.id = k.shape_id and shapes.customer_id = k.customer_id) s on k.v[s.i] <> 'NaN'::float8
        group by 1, 2, 3, 4, 5, 6
      ), merged as (
        select device_id, customer_id, day, name, hour, max(unit) as unit, sum(n)::int as n, min(lo) as lo, max(hi) as hi, sum(total) as total
        from hours group by 1, 2, 3, 4, 5
      ), named as (
        select device_id, customer_id, day, name, max(unit) as unit from merged group by 1, 2, 3, 4
      ), grid as (
        select d.*, h.hour, coalesce(m.n, 0) as n, coalesce(m.lo, 0) as lo, coalesce(m.hi, 0) as hi, coalesce(m.total, 0) as total
        from named d cross join generate_series(0, 23) h(hour)
        left join merged m using (device_id, customer_id, day, name, hour)
      )
      insert into measure_days (device_id, customer_id, day, names, units, n, lo, hi, total)
      select device_id, customer_id, day,
             array_agg(name order by name) filter (where hour = 0), array_agg(unit order by name) filter (where hour = 0),
             array_agg(n order by name, hour), array_agg(lo order by name, hour), array_agg(hi order by name, hour), array_agg(total order by name, hour)
      from grid group by 1, 2, 3
      on conflict do nothing`;
  });
}
