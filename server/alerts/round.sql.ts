import { type SQL, sql } from 'drizzle-orm';
import type { Tx } from '#server/platform/database.ts';
import { jsonb } from '#server/platform/jsonb.ts';
import { UNKNOWN_INTERVAL_SECONDS } from '#server/twins/rules.ts';
import type { DeviceAlertKind } from './contract.ts';
import type { Span, WatchedDevice, WatchState } from './watch-rules.ts';

/** What the watch over all customers' devices reads and writes, beside incidents. Moments are Unix milliseconds. */

const LOCK = 'things alerts';
/** A pause up to this is no time in which the platform did not listen: a round that was slow. */
const PAUSE_SECONDS = 45;
const SPANS = 500;
/** Messages that wait no longer than this are as good as recorded. */
const FRESH_SECONDS = 30;

export const msOf = (column: SQL): SQL => sql`(extract(epoch from ${column}) * 1000)::float8`;
export const instantOf = (ms: SQL | number): SQL => sql`to_timestamp(${ms}::float8 / 1000)`;

/** Held until the transaction ends, however it ends. */
export async function takeRound(tx: Tx): Promise<boolean> {
  const [row] = await tx.execute<{ taken: boolean }>(
    sql`select pg_try_advisory_xact_lock(hashtextextended(${LOCK}, 0)) as taken`,
  );
  return row?.taken === true;
}

/** Writes down that the platform listens, and reads when it did, in order. */
export async function listenOn(tx: Tx, now: number): Promise<Span[]> {
  const [last] = await tx.execute<{ began: number; until: number }>(sql`
    select ${msOf(sql`began_at`)} as began, ${msOf(sql`until_at`)} as until from listening_spans order by began_at desc limit 1`);
  if (last && now - last.until <= PAUSE_SECONDS * 1000) {
    await tx.execute(sql`update listening_spans set until_at = greatest(until_at, ${instantOf(now)})
      where began_at = (select max(began_at) from listening_spans)`);
  } else {
    await tx.execute(
      sql`insert into listening_spans values (${instantOf(now)}, ${instantOf(now)}) on conflict do nothing`,
    );
  }
  const rows = await tx.execute<{ from: number; until: number }>(sql`
    select ${msOf(sql`began_at`)} as from, ${msOf(sql`until_at`)} as until from listening_spans order by began_at desc limit ${SPANS}`);
  return [...rows].reverse();
}

/**
 * Of each shard, until when what arrived is recorded; shards that are not named are up to now.
 * @param streamed since when something waits in a stream
 */
export async function readBehind(
  tx: Tx,
  now: number,
  streamed: ReadonlyMap<number, Date>,
): Promise<Map<number, number>> {
  const behind = new Map<number, number>();
  const waits = (shard: number, at: number) => {
    if (now - at >= FRESH_SECONDS * 1000) behind.set(shard, Math.min(at, behind.get(shard) ?? at));
  };
  for (const [shard, at] of streamed) waits(shard, at.getTime());
  for (const { shard, at } of await readQueued(tx, now)) waits(shard, at);
  return behind;
}

/** All of the queue is only read where the first of it is late. */
async function readQueued(tx: Tx, now: number): Promise<{ shard: number; at: number }[]> {
  const [oldest] = await tx.execute<{ at: number | null }>(
    sql`select (select ${msOf(sql`received_at`)} from uplink_queue order by uplink_id limit 1) as at`,
  );
  if (!oldest?.at || now - oldest.at < FRESH_SECONDS * 1000) return [];
  return tx.execute<{ shard: number; at: number }>(
    sql`select shard, ${msOf(sql`min(received_at)`)} as at from uplink_queue group by shard`,
  );
}

export const isMuted = (device: string, now: number): SQL => sql`exists (
  select from alert_mutes m where m.customer_id = ${sql.raw(device)}.customer_id and (m.until is null or m.until > ${instantOf(now)})
    and (m.device_id = ${sql.raw(device)}.id or m.project_id = ${sql.raw(device)}.project_id or m.device_type_id = ${sql.raw(device)}.device_type_id
      or exists (select from flow_devices f where f.flow_id = m.flow_id and f.device_id = ${sql.raw(device)}.id)))`;

/** The rhythm of device `d` of type `t` with activity `a`. */
export const intervalOf = sql.raw(
  `coalesce(t.expected_interval_seconds, a.interval_seconds, ${UNKNOWN_INTERVAL_SECONDS})::float8`,
);

export interface DueDevice extends WatchedDevice {
  deviceId: string;
  customerId: string;
  shard: number;
  interval: number;
  isMuted: boolean;
  uplinkId: string | null;
  gateway: string | null;
  door: string | null;
  sourceAt: number | null;
  alertId: string | null;
  kind: DeviceAlertKind | null;
  incidentId: string | null;
  toldAt: number | null;
}

/** Locked; those that somebody else holds, to delete them, come another time. */
export async function dueDevices(tx: Tx, now: number, limit: number): Promise<DueDevice[]> {
  const rows = await tx.execute<DueDevice & Record<string, unknown>>(sql`
    select w.device_id as "deviceId", w.customer_id as "customerId", w.state, ${msOf(sql`w.baseline_at`)} as "baselineAt",
      w.gateway, w.door, ${msOf(sql`w.source_at`)} as "sourceAt", d.status = 'ACTIVE' as "isActive", d.shard,
      ${msOf(sql`a.last_message_at`)} as "heardAt", a.last_uplink_id as "uplinkId", a.interval_seconds::float8 as "intervalSeconds",
      t.expected_interval_seconds::float8 as "expectedIntervalSeconds", ${intervalOf} as interval,
      ${isMuted('d', now)} as "isMuted", o.id as "alertId", o.kind, o.incident_id as "incidentId", ${msOf(sql`o.told_at`)} as "toldAt"
    from (select * from device_watches where due_at <= ${instantOf(now)} order by due_at limit ${limit} for update skip locked) w
    join devices d on d.id = w.device_id
    join device_types t on t.id = d.device_type_id
    left join device_activity a on a.device_id = w.device_id
    left join alerts o on o.device_id = w.device_id and o.status = 'open'`);
  return [...rows];
}

export interface HeardBy {
  deviceId: string;
  kind: string;
  connectionId: string | null;
  gatewayId: string | null;
  accountId: string | null;
}

/** By what the last messages of devices came. */
export async function readHeardBy(
  tx: Tx,
  devices: readonly Pick<DueDevice, 'deviceId' | 'uplinkId' | 'heardAt'>[],
): Promise<HeardBy[]> {
  if (devices.length === 0) return [];
  const rows = await tx.execute<HeardBy & Record<string, unknown>>(sql`
    select r.d as "deviceId", u.kind, u.connection_id as "connectionId", u."gatewayId", s.account_id as "accountId"
    from jsonb_to_recordset(${jsonb(devices.map(({ deviceId: d, uplinkId: u, heardAt: at }) => ({ d, u, at })))}) r(d uuid, u bigint, at float8)
    cross join lateral (
      select kind, connection_id, event -> 'receptions' -> 0 ->> 'gatewayId' as "gatewayId" from uplinks
      where id = r.u and received_at = to_timestamp(r.at / 1000)::timestamptz(3)) u
    left join sims s on s.device_id = r.d`);
  return [...rows];
}

export interface WatchRow {
  d: string;
  state: WatchState;
  due: number;
  base: number;
  gateway: string | null;
  door: string | null;
  source: number | null;
}

export async function storeWatches(tx: Tx, rows: readonly WatchRow[]): Promise<void> {
  if (rows.length === 0) return;
  await tx.execute(sql`
    update device_watches w set state = r.state, due_at = to_timestamp(r.due / 1000), baseline_at = to_timestamp(r.base / 1000),
      gateway = r.gateway, door = r.door, source_at = to_timestamp(r.source / 1000)
    from jsonb_to_recordset(${jsonb(rows)}) r(d uuid, state text, due float8, base float8, gateway text, door text, source float8)
    where w.device_id = r.d`);
}

/** Ways in that were not seen before are looked at from now on. */
export async function meetSources(
  tx: Tx,
  sources: readonly { customerId: string; source: string }[],
  now: number,
): Promise<void> {
  if (sources.length === 0) return;
  await tx.execute(sql`
    insert into alert_sources (customer_id, source, due_at)
    select distinct r."customerId", r.source, ${instantOf(now)} from jsonb_to_recordset(${jsonb(sources)}) r("customerId" uuid, source text)
    on conflict do nothing`);
}

/** Deleting is all that becomes of an expired mute; whether something waited for its end is for the caller. */
export async function endMutes(tx: Tx, now: number): Promise<string[]> {
  const rows = await tx.execute<{ customerId: string }>(
    sql`delete from alert_mutes where until <= ${instantOf(now)} returning customer_id as "customerId"`,
  );
  return [...new Set([...rows].map(({ customerId }) => customerId))];
}

export async function notifyAlerts(tx: Tx, customerIds: readonly string[]): Promise<void> {
  if (customerIds.length === 0) return;
  await tx.execute(sql`
    select pg_notify('live', json_build_object('customerId', c, 'alerts', true)::text)
    from jsonb_array_elements_text(${jsonb(customerIds)}) c`);
}
