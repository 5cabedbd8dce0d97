import postgres from 'postgres';
import type { Sql } from '#server/platform/database.ts';
import { postgresJson, postgresJsonLines } from '#server/platform/postgres-json.ts';
import { storing, type UnstoredRows } from '../accept/store.sql.ts';
import { type Fenced, heldShards } from '../fence.sql.ts';
import { idList, idsByOrd } from '../id-lists.ts';
import type { DeviceState } from './changes.ts';

/**
 * The rows of one transaction, all of one customer, named by their columns' first letters so that the JSON stays small.
 * What the queue's row says of an uplink (device, shard, time) is not said again.
 */
export interface RecordRows extends Fenced {
  customerId: string;
  uplinkIds: number[];
  /** They have no rows yet: those are written along, and all of them or nothing. */
  unstored: UnstoredRows | null;
  packs: {
    o: number;
    u: number;
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
    de: string;
    f: string;
    /** Seconds that it waits for its partners. */
    w: number | undefined;
    /** What names its frame, where it waits. */
    fr: string[] | undefined;
  }[];
  /** First attempt of the deliveries. */
  sendAt: Date;
  failures: { u: number; de: string; dv: string | null; e: unknown; l: unknown }[];
  devices: {
    d: string;
    v: number;
    /** null: the message says nothing of the device's activity. */
    at: string | null;
    u: number | null;
    s: number | null;
    sf: number | null;
    i: number | null;
  }[];
  /** Of the same devices in the same order. */
  twins: { reported: unknown[]; observed: unknown[] };
}

export interface Recorded {
  uplinks: Set<number>;
  /** Ids by the `o` of the rows. */
  packs: Map<number, number>;
  deliveries: Map<number, number>;
}

/** Somebody changed a twin between our reading and our writing, or stored what we were to store: read again, merge again. */
export class TwinMovedError extends Error {
  override readonly name = 'TwinMovedError';
}

export async function readDeviceStates(sql: Sql, deviceIds: string[]): Promise<Map<string, DeviceState>> {
  const rows = await sql<DeviceState[]>`
    select device_id as "deviceId", reported, nullif(observed, '{}'::jsonb) as observed, version::float8 as version
    from twins where device_id = any(${deviceIds}::uuid[])`;
  return new Map(rows.map((row) => [row.deviceId, row]));
}

/** The last line of the statement divides by this when a twin did not take its change, or a message was no news. */
const DIVISION_BY_ZERO = '22012';

/**
 * One statement, so one transaction: queue rows out, everything that became of them in. Rows that another worker has
 * taken out already, or whose shard another worker leases, change nothing. Not `begin`: the driver ends the process
 * when a reserved connection is lost (porsager/postgres#1208), and two round trips less are two round trips less.
 */
export async function writeRecords(sql: Sql, rows: RecordRows): Promise<Recorded> {
  try {
    const [written] = await writeStatement(sql, rows);
    return {
      uplinks: new Set(idList(written.uplinks)),
      packs: idsByOrd(written.packs),
      deliveries: idsByOrd(written.deliveries),
    };
  } catch (error) {
    if (error instanceof postgres.PostgresError && error.code === DIVISION_BY_ZERO)
      throw new TwinMovedError();
    throw error;
  }
}

interface WrittenIds {
  uplinks: string;
  packs: string;
  deliveries: string;
}

async function writeStatement(sql: Sql, rows: RecordRows): Promise<[WrittenIds]> {
  const j = postgresJson;
  // Where nobody waits for anybody the statement is without it.
  const waits = rows.deliveries.some(({ w }) => w !== undefined);
  const ifWaits = (part: ReturnType<typeof sql>) => (waits ? part : sql``);
  return sql<[WrittenIds]>`
    with ${heldShards(sql, rows)}, ${rows.unstored ? doneByStoring(sql, rows.unstored) : doneByLeaving(sql, rows)}, pack_rows as materialized (
      select nextval('pack_ids') as id, p.* from (
        select p.*, q.customer_id, q.device_id, q.received_at, q.shard
        from json_to_recordset(${j(rows.packs)}::text::json) as p(o int, u bigint, de uuid, dv uuid, t timestamptz(3),
          sh bigint, v float8[], re json)
        join done q on q.uplink_id = p.u order by p.o) p
    ), packs_in as (
      insert into packs (id, received_at, customer_id, device_id, uplink_id, decoder_id, decoder_version_id, time, shape_id, v, rest)
      select id, received_at, customer_id, device_id, u, de, dv, t, sh, v, re from pack_rows
    ), delivery_rows as materialized (
      select nextval('delivery_ids') as id, d.* from (
        select d.o, d.de, d.f, p.id as pack_id, p.u, p.customer_id, p.device_id, p.received_at, p.shard
          ${ifWaits(sql`, p.de as decoder_id, p.t, d.fr, ${rows.sendAt}::timestamptz + make_interval(secs => d.w) as held_until`)}
        from json_to_recordset(${j(rows.deliveries)}::text::json) as d(o int, p int, de uuid, f uuid ${ifWaits(sql`, w float8, fr text[]`)})
        join pack_rows p on p.o = d.p order by d.o) d
    ), deliveries_in as (
      insert into delivery_queue (id, customer_id, destination_id, device_id, flow_id, uplink_id, pack_id, received_at, shard, next_at ${ifWaits(sql`, held_until`)})
      select id, customer_id, de, device_id, f, u, pack_id, received_at, shard, ${rows.sendAt} ${ifWaits(sql`, held_until`)} from delivery_rows
    ), ${ifWaits(sql`merging_in as (
      insert into merging_deliveries (delivery_id, customer_id, destination_id, device_id, decoder_id, flow_id, uplink_id,
        pack_id, received_at, time, frames, shard, until)
      select id, customer_id, de, device_id, decoder_id, f, u, pack_id, received_at, t, fr, shard, held_until
      from delivery_rows where held_until is not null
    ),`)} failures_in as (
      insert into decoding_failures (uplink_id, decoder_id, customer_id, device_id, decoder_version_id, received_at, error, logs)
      select f.u, f.de, q.customer_id, q.device_id, f.dv, q.received_at, f.e, f.l
      from json_to_recordset(${j(rows.failures)}::text::json) as f(u bigint, de uuid, dv uuid, e json, l json)
      join done q on q.uplink_id = f.u
      on conflict do nothing
    ), device_rows as materialized (
      select * from rows from (
        json_to_recordset(${j(rows.devices)}::text::json) as (d uuid, v bigint, at timestamptz(3), u bigint, s real,
          sf smallint, i real),
        string_to_table(${postgresJsonLines(rows.twins.reported)}, chr(10)),
        string_to_table(${postgresJsonLines(rows.twins.observed)}, chr(10))
      ) as x(d, v, at, u, s, sf, i, reported, observed)
      where d in (select device_id from done)
    ), twins_in as (
      insert into twins as t (device_id, customer_id, reported, observed, version, modified_at)
      select d, ${rows.customerId}::uuid, reported::jsonb, observed::jsonb, v + 1, now() from device_rows
      on conflict (device_id) do update set reported = excluded.reported, observed = excluded.observed,
        version = excluded.version, modified_at = excluded.modified_at
      where t.version = excluded.version - 1
      returning t.version, xmax = 0 as is_new
    ), activity_in as (
      insert into device_activity as a (device_id, customer_id, last_message_at, last_uplink_id, last_signal,
        last_spreading_factor, interval_seconds)
      select d, ${rows.customerId}::uuid, at, u, s, sf, i from device_rows where at is not null
      on conflict (device_id) do update set last_message_at = excluded.last_message_at,
        last_uplink_id = excluded.last_uplink_id, last_signal = coalesce(excluded.last_signal, a.last_signal),
        last_spreading_factor = coalesce(excluded.last_spreading_factor, a.last_spreading_factor),
        interval_seconds = excluded.interval_seconds
    )
    select
      coalesce((select string_agg(uplink_id::text, ',') from done), '') as uplinks,
      coalesce((select string_agg(o || ',' || id, ',') from pack_rows), '') as packs,
      coalesce((select string_agg(o || ',' || id, ',') from delivery_rows), '') as deliveries,
      1 / (case when (select count(*) from twins_in where version = 1 or not is_new) = (select count(*) from device_rows)
        ${rows.unstored ? sql`and (select count(*) from fresh) = (select count(*) from input)` : sql``}
        then 1 else 0 end) as "isTwinInStep"`;
}

/** `done`: what is ours to record of rows that wait in the queue, which they leave by it. */
function doneByLeaving(sql: Sql, { uplinkIds, customerId }: RecordRows) {
  return sql`done as (
      delete from uplink_queue q
      where q.uplink_id = any(${uplinkIds}::bigint[]) and q.customer_id = ${customerId}::uuid
        and q.shard in (select shard from held)
      returning q.uplink_id, q.shard, q.customer_id, q.device_id, q.received_at
    )`;
}

/** The same of messages that came by the stream, which are stored by it. */
function doneByStoring(sql: Sql, unstored: UnstoredRows) {
  return sql`${storing(sql, unstored, true)}, done as (
      select i.id as uplink_id, i.h as shard, i.c as customer_id, i.d as device_id, i.r as received_at
      from input i join fresh on fresh.uplink_id = i.id
    )`;
}
