import { type SQL, sql } from 'drizzle-orm';
import type { Tx } from '#server/platform/database.ts';
import { jsonb } from '#server/platform/jsonb.ts';
import type { SourceDevice } from './incident-rules.ts';
import { instantOf, intervalOf, isMuted, msOf } from './round.sql.ts';
import { readSource } from './sources.ts';

/** What is known of a common way and of its incident. */

export interface Source {
  customerId: string;
  source: string;
}

/** Its devices `w`: the index of the gateways, or that of the doors. */
function behind({ customerId, source }: Source): SQL {
  const column = readSource(source).kind === 'gateway' ? sql`w.gateway` : sql`w.door`;
  return sql`w.customer_id = ${customerId}::uuid and ${column} = ${source}`;
}

/** The same where the rows come by their alerts: the index of a way that is new looks empty to the planner, and is not. */
const isBehind = ({ source }: Source): SQL =>
  sql`(${readSource(source).kind === 'gateway' ? sql`w.gateway` : sql`w.door`} || '') = ${source}`;

const WITH_ACTIVITY = sql.raw(`
  join devices d on d.id = w.device_id and d.status = 'ACTIVE'
  join device_types t on t.id = d.device_type_id
  join device_activity a on a.device_id = w.device_id and a.last_message_at is not null`);

/** Nobody reads more of one way at once; of so many the first tell enough. */
const MOST_DEVICES = 20_000;

export interface MissedDevice extends SourceDevice {
  alertId: string;
  gateway: string | null;
  door: string | null;
  isSilent: boolean;
}

/** Devices behind it that are late or silent, not muted and part of no incident. */
export async function missedBehind(tx: Tx, source: Source, now: number): Promise<MissedDevice[]> {
  const rows = await tx.execute<MissedDevice & Record<string, unknown>>(sql`
    select w.device_id as "deviceId", o.id as "alertId", ${msOf(sql`a.last_message_at`)} as "heardAt",
      ${intervalOf} as interval, w.gateway, w.door, o.kind = 'silent' as "isSilent"
    from alerts o
    join device_watches w on w.device_id = o.device_id ${WITH_ACTIVITY}
    where o.customer_id = ${source.customerId}::uuid and o.status = 'open' and o.kind in ('late', 'silent') and o.incident_id is null
      and ${isBehind(source)} and not ${isMuted('d', now)}
    limit ${MOST_DEVICES}`);
  return [...rows];
}

/** All devices behind it, for a way that is quiet. */
export async function devicesBehind(
  tx: Tx,
  source: Source,
  now: number,
): Promise<(SourceDevice & { gateway: string | null; shard: number })[]> {
  const rows = await tx.execute<
    SourceDevice & { gateway: string | null; shard: number } & Record<string, unknown>
  >(sql`
    select w.device_id as "deviceId", ${msOf(sql`a.last_message_at`)} as "heardAt", ${intervalOf} as interval, w.gateway, d.shard
    from device_watches w ${WITH_ACTIVITY}
    where ${behind(source)} and not ${isMuted('d', now)} limit ${MOST_DEVICES}`);
  return [...rows];
}

/** How many were heard after a moment, counted no further than `most`. */
export async function countHeardSince(tx: Tx, source: Source, since: number, most: number): Promise<number> {
  const [row] = await tx.execute<{ n: number }>(sql`
    select count(*)::int as n from (
      select from device_watches w join device_activity a on a.device_id = w.device_id
      where ${behind(source)} and a.last_message_at > ${instantOf(since)} limit ${most}) heard`);
  return row?.n ?? 0;
}

/** Those heard since of which it is not known by what: their way may be another by now. */
export async function strayedSince(
  tx: Tx,
  source: Source,
  since: number,
  most: number,
): Promise<{ deviceId: string; uplinkId: string; heardAt: number; door: string }[]> {
  const rows = await tx.execute<{ deviceId: string; uplinkId: string; heardAt: number; door: string }>(sql`
    select w.device_id as "deviceId", a.last_uplink_id as "uplinkId", ${msOf(sql`a.last_message_at`)} as "heardAt", w.door
    from device_watches w join device_activity a on a.device_id = w.device_id
    where ${behind(source)} and a.last_message_at > ${instantOf(since)} and w.source_at < a.last_message_at limit ${most}`);
  return [...rows];
}

export async function moveToGateway(
  tx: Tx,
  rows: readonly { deviceId: string; gateway: string; heardAt: number }[],
): Promise<void> {
  if (rows.length === 0) return;
  await tx.execute(sql`
    update device_watches w set gateway = r.gateway, source_at = to_timestamp(r."heardAt" / 1000)
    from jsonb_to_recordset(${jsonb(rows)}) r("deviceId" uuid, gateway text, "heardAt" float8) where w.device_id = r."deviceId"`);
}

export interface OpenIncident {
  id: string;
  since: number;
  members: number;
  missing: number;
}

export async function openIncident(tx: Tx, { customerId, source }: Source): Promise<OpenIncident | null> {
  const [row] = await tx.execute<OpenIncident & Record<string, unknown>>(sql`
    select i.id, ${msOf(sql`i.heard_at`)} as since, count(m.id)::int as members,
      (count(m.id) filter (where m.status = 'open'))::int as missing
    from alerts i left join alerts m on m.incident_id = i.id
    where i.customer_id = ${customerId}::uuid and i.source = ${source} and i.status = 'open' group by i.id`);
  return row ?? null;
}

export interface NewIncident extends Source {
  id: string;
  name: string | null;
  since: number;
}

export async function insertIncident(
  tx: Tx,
  { id, customerId, source, name, since }: NewIncident,
  now: number,
): Promise<void> {
  await tx.execute(sql`
    insert into alerts (id, customer_id, kind, source, source_name, heard_at, since_at, opened_at, silent_at, told_at)
    values (${id}::uuid, ${customerId}::uuid, 'incident', ${source}, ${name}, ${instantOf(since)}, ${instantOf(since)}, ${instantOf(now)}, ${instantOf(now)},
      ${instantOf(now)})`);
}

/** The incident of this way that ended last, not long ago; it goes on instead of another. */
export async function endedIncident(
  tx: Tx,
  { customerId, source }: Source,
  after: number,
): Promise<{ id: string; toldAt: number | null } | null> {
  const [row] = await tx.execute<{ id: string; toldAt: number | null }>(sql`
    select id, ${msOf(sql`told_at`)} as "toldAt" from alerts
    where customer_id = ${customerId}::uuid and source = ${source} and status = 'resolved' and resolution = 'heard'
      and resolved_at > ${instantOf(after)} order by opened_at desc limit 1`);
  return row ?? null;
}

export async function reopenIncident(
  tx: Tx,
  id: string,
  since: number,
  toldAt: number | null,
): Promise<void> {
  await tx.execute(sql`
    update alerts set status = 'open', heard_at = ${instantOf(since)}, since_at = ${instantOf(since)}, resolved_at = null, resolution = null, acknowledged_at = null,
      acknowledged_by = null, note = null, told_at = to_timestamp(${toldAt}::float8 / 1000) where id = ${id}::uuid and status = 'resolved'`);
}

export async function joinIncident(tx: Tx, incidentId: string, alertIds: readonly string[]): Promise<void> {
  if (alertIds.length === 0) return;
  await tx.execute(sql`update alerts set incident_id = ${incidentId}::uuid
    where status = 'open' and id in (select value::uuid from jsonb_array_elements_text(${jsonb(alertIds)}))`);
}

/** Those still missed go on by themselves. */
export async function leaveIncident(
  tx: Tx,
  incidentId: string,
  now: number,
): Promise<{ id: string; kind: string; isMuted: boolean }[]> {
  const rows = await tx.execute<{ id: string; kind: string; isMuted: boolean }>(sql`
    update alerts a set incident_id = null from devices d
    where a.incident_id = ${incidentId}::uuid and a.status = 'open' and d.id = a.device_id
    returning a.id, a.kind, ${isMuted('d', now)} as "isMuted"`);
  return [...rows];
}

/** Open incidents of gateways whose devices all come in by a way that has an incident itself. */
export async function incidentsOfGateways(
  tx: Tx,
  customerId: string,
  gateways: readonly string[],
): Promise<string[]> {
  if (gateways.length === 0) return [];
  const rows = await tx.execute<{ id: string }>(sql`
    select id from alerts where customer_id = ${customerId}::uuid and status = 'open' and kind = 'incident'
      and source in (select value from jsonb_array_elements_text(${jsonb(gateways)}))`);
  return [...rows].map(({ id }) => id);
}

export async function moveMembers(tx: Tx, fromIds: readonly string[], toId: string): Promise<void> {
  await tx.execute(sql`update alerts set incident_id = ${toId}::uuid
    where incident_id in (select value::uuid from jsonb_array_elements_text(${jsonb(fromIds)}))`);
}

/** What it is called; null where it has no name of its own. */
export async function sourceName(tx: Tx, { customerId, source }: Source): Promise<string | null> {
  const { kind, id } = readSource(source);
  const table = { connection: 'lora_connections', 'sim-account': 'sim_accounts' }[kind as string];
  if (!table) return null;
  const [row] = await tx.execute<{ name: string }>(sql`
    select name from ${sql.raw(table)} where id = ${id}::uuid and customer_id in (${customerId}::uuid, '00000000-0000-0000-0000-000000000001')`);
  return row?.name ?? null;
}

export async function dueSources(tx: Tx, now: number, limit: number): Promise<Source[]> {
  const rows = await tx.execute<Source & Record<string, unknown>>(sql`
    select customer_id as "customerId", source from alert_sources where due_at <= ${instantOf(now)} order by due_at limit ${limit}`);
  return [...rows];
}

export async function lookAtSources(tx: Tx, rows: readonly (Source & { due: number })[]): Promise<void> {
  if (rows.length === 0) return;
  await tx.execute(sql`
    update alert_sources s set due_at = to_timestamp(r.due / 1000)
    from jsonb_to_recordset(${jsonb(rows)}) r("customerId" uuid, source text, due float8)
    where s.customer_id = r."customerId" and s.source = r.source`);
}

/** Whether what the devices of a gateway come in by has an incident: then this gateway needs none of its own. */
export async function isCovered(tx: Tx, source: Source): Promise<boolean> {
  const [row] = await tx.execute<{ covered: boolean }>(sql`
    select exists (
      select from alerts i join device_watches w on w.customer_id = i.customer_id and w.door = i.source
      where i.customer_id = ${source.customerId}::uuid and i.status = 'open' and i.kind = 'incident' and ${behind(source)}) as covered`);
  return row?.covered === true;
}

export async function isDeserted(tx: Tx, source: Source): Promise<boolean> {
  const [row] = await tx.execute<{ deserted: boolean }>(
    sql`select not exists (select from device_watches w where ${behind(source)}) as deserted`,
  );
  return row?.deserted === true;
}
