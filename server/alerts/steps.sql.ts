import { sql } from 'drizzle-orm';
import type { Tx } from '#server/platform/database.ts';
import { jsonb } from '#server/platform/jsonb.ts';
import type { AlertEventKind, DeviceAlertKind, Resolution } from './contract.ts';
import { instantOf, isMuted, msOf } from './round.sql.ts';

/** Alerts open, get worse and end. Every statement names the state that it expects. */

export interface EventRow {
  alert: string;
  customer: string;
  event: AlertEventKind;
  told?: boolean;
  detail?: Record<string, string | number | null>;
}

export async function insertEvents(tx: Tx, events: readonly EventRow[], now: number): Promise<void> {
  if (events.length === 0) return;
  await tx.execute(sql`
    insert into alert_events (customer_id, alert_id, at, event, detail, told)
    select customer, alert, ${instantOf(now)}, event, detail, coalesce(told, false)
    from jsonb_to_recordset(${jsonb(events)}) r(customer uuid, alert uuid, event text, detail jsonb, told boolean)`);
}

export interface PastAlert {
  id: string;
  deviceId: string;
  resolvedAt: number;
  toldAt: number | null;
}

/** Of each device the last alert, where it has ended. */
export async function lastAlerts(tx: Tx, deviceIds: readonly string[]): Promise<Map<string, PastAlert>> {
  if (deviceIds.length === 0) return new Map();
  const rows = await tx.execute<PastAlert & Record<string, unknown>>(sql`
    select a.id, a.device_id as "deviceId", ${msOf(sql`a.resolved_at`)} as "resolvedAt", ${msOf(sql`a.told_at`)} as "toldAt"
    from jsonb_array_elements_text(${jsonb(deviceIds)}) d
    cross join lateral (
      select * from alerts where device_id = d::uuid order by opened_at desc limit 1) a
    where a.status = 'resolved' and a.kind <> 'never-heard'`);
  return new Map([...rows].map((row) => [row.deviceId, row]));
}

export interface NewAlert {
  id: string;
  customer: string;
  device: string;
  kind: DeviceAlertKind;
  heard: number | null;
  since: number;
}

export async function insertAlerts(tx: Tx, rows: readonly NewAlert[], now: number): Promise<void> {
  if (rows.length === 0) return;
  await tx.execute(sql`
    insert into alerts (id, customer_id, device_id, kind, heard_at, since_at, opened_at, silent_at)
    select id, customer, device, kind, to_timestamp(heard / 1000), to_timestamp(since / 1000), ${instantOf(now)}, case kind when 'silent' then ${instantOf(now)} end
    from jsonb_to_recordset(${jsonb(rows)}) r(id uuid, customer uuid, device uuid, kind text, heard float8, since float8)`);
}

export interface ChangedAlert {
  id: string;
  kind: DeviceAlertKind;
  heard: number | null;
  since: number;
}

/** Those that ended a moment ago go on; what people said of them stands no more. */
export async function reopenAlerts(tx: Tx, rows: readonly ChangedAlert[], now: number): Promise<void> {
  if (rows.length === 0) return;
  await tx.execute(sql`
    update alerts a set status = 'open', kind = r.kind, heard_at = to_timestamp(r.heard / 1000), since_at = to_timestamp(r.since / 1000), resolved_at = null, resolution = null,
      incident_id = null, acknowledged_at = null, acknowledged_by = null, note = null,
      silent_at = case r.kind when 'silent' then ${instantOf(now)} end
    from jsonb_to_recordset(${jsonb(rows)}) r(id uuid, kind text, heard float8, since float8)
    where a.id = r.id and a.status = 'resolved'`);
}

export async function raiseAlerts(tx: Tx, rows: readonly ChangedAlert[], now: number): Promise<void> {
  if (rows.length === 0) return;
  await tx.execute(sql`
    update alerts a set kind = r.kind, heard_at = coalesce(a.heard_at, to_timestamp(r.heard / 1000)),
      since_at = case when a.heard_at is null then to_timestamp(r.since / 1000) else a.since_at end,
      silent_at = case r.kind when 'silent' then ${instantOf(now)} end
    from jsonb_to_recordset(${jsonb(rows)}) r(id uuid, kind text, heard float8, since float8)
    where a.id = r.id and a.status = 'open'`);
}

export async function resolveAlerts(
  tx: Tx,
  rows: readonly { id: string; resolution: Resolution }[],
  now: number,
): Promise<void> {
  if (rows.length === 0) return;
  await tx.execute(sql`
    update alerts a set status = 'resolved', resolved_at = ${instantOf(now)}, resolution = r.resolution
    from jsonb_to_recordset(${jsonb(rows)}) r(id uuid, resolution text) where a.id = r.id and a.status = 'open'`);
}

export async function markTold(tx: Tx, ids: readonly string[], now: number): Promise<void> {
  if (ids.length === 0) return;
  await tx.execute(sql`update alerts set told_at = ${instantOf(now)}
    where id in (select value::uuid from jsonb_array_elements_text(${jsonb(ids)}))`);
}

/** Silent ones of which nobody was told while they were muted, and that are muted no more. */
export async function silentUntold(
  tx: Tx,
  customerIds: readonly string[],
  now: number,
): Promise<{ id: string; customerId: string }[]> {
  const rows = await tx.execute<{ id: string; customerId: string }>(sql`
    select o.id, o.customer_id as "customerId" from alerts o join devices d on d.id = o.device_id
    where o.customer_id in (select value::uuid from jsonb_array_elements_text(${jsonb(customerIds)})) and o.status = 'open'
      and o.kind = 'silent' and o.told_at is null and o.incident_id is null and not ${isMuted('d', now)}`);
  return [...rows];
}

/** Those of them that are open and part of no incident. */
export async function aloneOf(tx: Tx, ids: readonly string[]): Promise<Set<string>> {
  if (ids.length === 0) return new Set();
  const rows = await tx.execute<{ id: string }>(sql`
    select id from alerts where incident_id is null and status = 'open'
      and id in (select value::uuid from jsonb_array_elements_text(${jsonb(ids)}))`);
  return new Set([...rows].map(({ id }) => id));
}
