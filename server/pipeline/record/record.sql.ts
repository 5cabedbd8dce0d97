import postgres from 'postgres';
import type { Sql } from '#server/platform/database.ts';
import { postgresJson } from '../postgres-json.ts';
import type { DeviceState } from './changes.ts';

/** A shard that we lease, with the token that our writes must still carry. */
export interface Fence {
  shard: number;
  token: number;
}

/** The rows of one transaction, named by their columns' first letters so that the JSON stays small. */
export interface RecordRows {
  worker: string;
  fences: Fence[];
  uplinks: { id: number; h: number }[];
  packs: {
    o: number;
    u: number;
    c: string;
    d: string;
    r: Date;
    de: string;
    dv: string | null;
    t: Date;
    sh: number;
    v: string;
    re: unknown;
  }[];
  deliveries: {
    o: number;
    p: number;
    c: string;
    de: string;
    d: string;
    f: string;
    u: number;
    r: Date;
    h: number;
    n: Date;
  }[];
  failures: {
    u: number;
    de: string;
    dv: string | null;
    c: string;
    d: string;
    r: Date;
    e: unknown;
    l: unknown;
  }[];
  twins: { d: string; c: string; h: number; r: unknown; o: unknown; v: number }[];
  activities: {
    d: string;
    c: string;
    h: number;
    at: string;
    u: number;
    s: number | null;
    sf: number | null;
    i: number | null;
  }[];
}

export interface Recorded {
  uplinks: Set<number>;
  /** Ids by the `o` of the rows. */
  packs: Map<number, number>;
  deliveries: Map<number, number>;
}

/** Somebody changed a twin between our reading and our writing: read again, merge again. */
export class TwinMovedError extends Error {
  override readonly name = 'TwinMovedError';
}

export async function readDeviceStates(sql: Sql, deviceIds: string[]): Promise<Map<string, DeviceState>> {
  const rows = await sql<DeviceState[]>`
    select device_id as "deviceId", reported, nullif(observed, '{}'::jsonb) as observed, version::float8 as version
    from twins where device_id = any(${deviceIds}::uuid[])`;
  return new Map(rows.map((row) => [row.deviceId, row]));
}

/** The last line of the statement divides by this when a twin did not take its change. */
const DIVISION_BY_ZERO = '22012';

/**
 * One statement, so one transaction: queue rows out, everything that became of them in. Rows that another worker has
 * taken out already, or whose shard another worker leases, change nothing. Not `begin`: the driver ends the process
 * when a reserved connection is lost (porsager/postgres#1208), and two round trips less are two round trips less.
 */
export async function writeRecords(sql: Sql, rows: RecordRows): Promise<Recorded> {
  const recorded: Recorded = { uplinks: new Set(), packs: new Map(), deliveries: new Map() };
  try {
    for (const { k, id, o } of await writeStatement(sql, rows)) {
      if (k === 'u') recorded.uplinks.add(id);
      else if (k === 'p') recorded.packs.set(o, id);
      else if (k === 'd') recorded.deliveries.set(o, id);
    }
    return recorded;
  } catch (error) {
    if (error instanceof postgres.PostgresError && error.code === DIVISION_BY_ZERO)
      throw new TwinMovedError();
    throw error;
  }
}

async function writeStatement(sql: Sql, rows: RecordRows): Promise<{ k: string; id: number; o: number }[]> {
  const j = postgresJson;
  return sql`
    with held as materialized (
      select l.shard from shard_leases l
      join json_to_recordset(${j(rows.fences)}::text::json) as f(shard smallint, token bigint)
        on f.shard = l.shard and f.token = l.token and l.worker = ${rows.worker}::uuid
    ), done as (
      delete from uplink_queue q
      where q.uplink_id = any(${rows.uplinks.map(({ id }) => id)}::bigint[]) and q.shard in (select shard from held)
      returning q.uplink_id
    ), pack_rows as materialized (
      select nextval('pack_ids') as id, p.* from (
        select * from json_to_recordset(${j(rows.packs)}::text::json) as p(o int, u bigint, c uuid, d uuid, r timestamptz(3),
          de uuid, dv uuid, t timestamptz(3), sh bigint, v float8[], re json)
        where p.u in (select uplink_id from done) order by o) p
    ), packs_in as (
      insert into packs (id, received_at, customer_id, device_id, uplink_id, decoder_id, decoder_version_id, time, shape_id, v, rest)
      select id, r, c, d, u, de, dv, t, sh, v, re from pack_rows
    ), delivery_rows as materialized (
      select nextval('delivery_ids') as id, d.* from (
        select d.*, p.id as pack from json_to_recordset(${j(rows.deliveries)}::text::json) as d(o int, p int, c uuid, de uuid,
          d uuid, f uuid, u bigint, r timestamptz(3), h smallint, n timestamptz(3))
        join pack_rows p on p.o = d.p order by d.o) d
    ), deliveries_in as (
      insert into delivery_queue (id, customer_id, destination_id, device_id, flow_id, uplink_id, pack_id, received_at, shard, next_at)
      select id, c, de, d, f, u, pack, r, h, n from delivery_rows
    ), failures_in as (
      insert into decoding_failures (uplink_id, decoder_id, customer_id, device_id, decoder_version_id, received_at, error, logs)
      select u, de, c, d, dv, r, e, l from json_to_recordset(${j(rows.failures)}::text::json) as f(u bigint, de uuid, dv uuid,
        c uuid, d uuid, r timestamptz(3), e json, l json)
      where u in (select uplink_id from done)
      on conflict do nothing
    ), twin_rows as materialized (
      select * from json_to_recordset(${j(rows.twins)}::text::json) as t(d uuid, c uuid, h smallint, r jsonb, o jsonb, v bigint)
      where h in (select shard from held)
    ), twins_in as (
      insert into twins as t (device_id, customer_id, reported, observed, version, modified_at)
      select d, c, r, o, v + 1, now() from twin_rows
      on conflict (device_id) do update set reported = excluded.reported, observed = excluded.observed,
        version = excluded.version, modified_at = excluded.modified_at
      where t.version = excluded.version - 1
      returning t.device_id
    ), activity_in as (
      insert into device_activity as a (device_id, customer_id, last_message_at, last_uplink_id, last_signal,
        last_spreading_factor, interval_seconds)
      select d, c, at, u, s, sf, i from json_to_recordset(${j(rows.activities)}::text::json) as x(d uuid, c uuid, h smallint,
        at timestamptz(3), u bigint, s real, sf smallint, i real)
      where h in (select shard from held)
      on conflict (device_id) do update set last_message_at = excluded.last_message_at,
        last_uplink_id = excluded.last_uplink_id, last_signal = coalesce(excluded.last_signal, a.last_signal),
        last_spreading_factor = coalesce(excluded.last_spreading_factor, a.last_spreading_factor),
        interval_seconds = excluded.interval_seconds
    )
    select 'u' as k, uplink_id::float8 as id, 0 as o from done
    union all select 'p', id::float8, o from pack_rows
    union all select 'd', id::float8, o from delivery_rows
    union all select 't', 0, 1 / (case when (select count(*) from twins_in) = (select count(*) from twin_rows) then 1 else 0 end)`;
}
