import type { Sql } from '#server/platform/database.ts';
import { postgresJson } from '#server/platform/postgres-json.ts';

export interface Asking {
  deviceId: string;
  /** How many messages it wants to have taken. */
  count: number;
  /** Milliseconds of the Unix epoch. */
  at: number;
}

export interface Allowance {
  /** Milliseconds that one message uses up. */
  period: number;
  /** So many at once where nothing was used. */
  burst: number;
}

export interface Granted {
  granted: number;
  /** When nothing is used any more, milliseconds of the Unix epoch. */
  wholeAt: number;
}

/**
 * The generic cell rate algorithm, each device once in what asks: whoever asks first locks its row, so that any number
 * of processes together let in what one would. Rows in one order, so that batches cannot lock each other out.
 */
export async function takeAllowances(
  sql: Sql,
  asking: readonly Asking[],
  { period, burst }: Allowance,
): Promise<Map<string, Granted>> {
  const rows = await sql<(Granted & { deviceId: string })[]>`
    insert into device_rates as r (device_id, whole_at, granted)
    select a."deviceId", a.at + least(a.count, ${burst}::int) * ${period}::float8, least(a.count, ${burst}::int)
    from json_to_recordset(${postgresJson(asking)}::text::json) as a("deviceId" uuid, count int, at float8)
    order by a."deviceId"
    on conflict (device_id) do update set (granted, whole_at) = (
      select g.n, greatest(r.whole_at, a.at) + g.n * ${period}::float8
      from (select excluded.whole_at - excluded.granted * ${period}::float8 as at) a
      cross join lateral (select greatest(0, least(excluded.granted,
        floor((a.at + ${burst}::int * ${period}::float8 - greatest(r.whole_at, a.at)) / ${period}::float8)::int)) as n) g)
    returning device_id as "deviceId", granted, whole_at as "wholeAt"`;
  return new Map(rows.map(({ deviceId, ...granted }) => [deviceId, granted]));
}
