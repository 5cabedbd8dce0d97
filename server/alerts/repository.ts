import { asc, eq, type SQL, sql } from 'drizzle-orm';
import { alertEvents } from '#db/schema/alerts.ts';
import type { Tx } from '#server/platform/database.ts';
import { jsonb } from '#server/platform/jsonb.ts';
import type { TenantScope } from '#server/platform/tenant-scope.ts';
import type { AlertEvent, AlertMute, MuteTarget, OpenAlerts } from './contract.ts';
import { isMuted, msOf } from './round.sql.ts';

/** Many joined one incident; a page shows the last of what happened. */
const MOST_EVENTS = 200;

export async function selectEvents(tx: Tx, alertId: string): Promise<AlertEvent[]> {
  const rows = await tx
    .select({
      id: alertEvents.id,
      at: alertEvents.at,
      event: alertEvents.event,
      actor: alertEvents.actor,
      detail: alertEvents.detail,
    })
    .from(alertEvents)
    .where(eq(alertEvents.alertId, alertId))
    .orderBy(asc(alertEvents.id))
    .limit(MOST_EVENTS);
  return rows as AlertEvent[];
}

/** Names and ids of the alerts that are open and not acknowledged; the same again changes nothing. */
export async function acknowledgeRows(
  tx: Tx,
  scope: TenantScope,
  ids: readonly string[],
  by: { name: string; note: string | null },
): Promise<{ id: string; name: string }[]> {
  const rows = await tx.execute<{ id: string; name: string }>(sql`
    with done as (
      update alerts set acknowledged_at = now(), acknowledged_by = ${by.name}, note = ${by.note}
      where customer_id = ${scope.customerId}::uuid and status = 'open' and acknowledged_at is null
        and id in (select value::uuid from jsonb_array_elements_text(${jsonb(ids)}))
      returning id, device_id, source, source_name
    ), told as (
      insert into alert_events (customer_id, alert_id, at, event, actor, detail)
      select ${scope.customerId}::uuid, id, now(), 'acknowledged', ${by.name}, jsonb_build_object('note', ${by.note}::text) from done
    )
    select done.id, coalesce(d.name, done.source_name, done.source) as name from done left join devices d on d.id = done.device_id`);
  return [...rows];
}

export async function withdrawRow(tx: Tx, scope: TenantScope, id: string, by: string): Promise<boolean> {
  const rows = await tx.execute(sql`
    with done as (
      update alerts set acknowledged_at = null, acknowledged_by = null, note = null
      where customer_id = ${scope.customerId}::uuid and id = ${id}::uuid and acknowledged_at is not null returning id)
    insert into alert_events (customer_id, alert_id, at, event, actor)
    select ${scope.customerId}::uuid, id, now(), 'withdrawn', ${by} from done returning id`);
  return rows.length > 0;
}

export async function countOpen(tx: Tx, scope: TenantScope): Promise<OpenAlerts> {
  const of = (kind: string) => sql`(count(*) filter (where a.kind = ${kind}))::int`;
  const [row] = await tx.execute<OpenAlerts & Record<string, unknown>>(sql`
    select ${of('incident')} as incidents, ${of('silent')} as silent, ${of('late')} as late, ${of('never-heard')} as "neverHeard"
    from alerts a left join devices d on d.id = a.device_id
    where a.customer_id = ${scope.customerId}::uuid and a.status = 'open' and a.incident_id is null and a.acknowledged_at is null
      and not (d.id is not null and ${isMuted('d', Date.now())})`);
  return row as OpenAlerts;
}

const TARGETS: Record<MuteTarget, { column: SQL; table: string; ofPlatform: boolean }> = {
  device: { column: sql`device_id`, table: 'devices', ofPlatform: false },
  flow: { column: sql`flow_id`, table: 'flows', ofPlatform: false },
  project: { column: sql`project_id`, table: 'projects', ofPlatform: false },
  'device-type': { column: sql`device_type_id`, table: 'device_types', ofPlatform: true },
};

export interface MuteRow {
  target: MuteTarget;
  targetIds: readonly string[];
  until: Date | null;
  reason: string;
  by: string;
}

/** Another of the same thing gives way to it. What is not there is not muted. */
export async function insertMutes(
  tx: Tx,
  scope: TenantScope,
  { target, targetIds, until, reason, by }: MuteRow,
): Promise<{ id: string; name: string }[]> {
  const { column, table, ofPlatform } = TARGETS[target];
  const ids = sql`(select value::uuid from jsonb_array_elements_text(${jsonb(targetIds)}))`;
  await tx.execute(
    sql`delete from alert_mutes where customer_id = ${scope.customerId}::uuid and ${column} in ${ids}`,
  );
  const of = sql`from ${sql.raw(table)} t where t.id in ${ids}`;
  await tx.execute(sql`
    insert into alert_mutes (customer_id, ${column}, ${ofPlatform ? sql`device_type_customer_id,` : sql``} until, reason, created_by)
    select ${scope.customerId}::uuid, t.id, ${ofPlatform ? sql`t.customer_id,` : sql``} ${until?.toISOString() ?? null}::timestamptz,
      ${reason}, ${by} ${of}`);
  return [...(await tx.execute<{ id: string; name: string }>(sql`select t.id, t.name ${of}`))];
}

export async function deleteMute(tx: Tx, scope: TenantScope, id: string): Promise<AlertMute | null> {
  const [mute] = await selectMutes(tx, scope, sql`m.id = ${id}::uuid`);
  if (mute)
    await tx.execute(
      sql`delete from alert_mutes where customer_id = ${scope.customerId}::uuid and id = ${id}::uuid`,
    );
  return mute ?? null;
}

type StoredMute = Omit<AlertMute, 'until' | 'createdAt'> & { until: number | null; createdAt: number };

/** Those in force, and which of them `which` asks for. */
export async function selectMutes(tx: Tx, scope: TenantScope, which: SQL = sql`true`): Promise<AlertMute[]> {
  const rows = await tx.execute<StoredMute & Record<string, unknown>>(sql`
    select m.id, case when m.device_id is not null then 'device' when m.flow_id is not null then 'flow'
        when m.project_id is not null then 'project' else 'device-type' end as target,
      coalesce(m.device_id, m.flow_id, m.project_id, m.device_type_id) as "targetId",
      coalesce(d.name, f.name, p.name, t.name) as name, ${msOf(sql`m.until`)} as until, m.reason, m.created_by as "createdBy",
      ${msOf(sql`m.created_at`)} as "createdAt"
    from alert_mutes m left join devices d on d.id = m.device_id left join flows f on f.id = m.flow_id
    left join projects p on p.id = m.project_id left join device_types t on t.id = m.device_type_id
    where m.customer_id = ${scope.customerId}::uuid and ${which} order by m.created_at desc limit 500`);
  return [...rows].map((row) => ({
    ...row,
    until: row.until === null ? null : new Date(row.until),
    createdAt: new Date(row.createdAt),
  }));
}

/** Those that keep a device quiet. */
export const selectMutesOf = (tx: Tx, scope: TenantScope, deviceId: string): Promise<AlertMute[]> =>
  selectMutes(
    tx,
    scope,
    sql`(m.until is null or m.until > now()) and exists (
      select from devices x where x.id = ${deviceId}::uuid and (m.device_id = x.id or m.project_id = x.project_id
        or m.device_type_id = x.device_type_id or exists (select from flow_devices l where l.flow_id = m.flow_id and l.device_id = x.id)))`,
  );

export async function selectAlertDevices(
  tx: Tx,
  scope: TenantScope,
  ids: readonly string[],
): Promise<string[]> {
  const rows = await tx.execute<{ id: string }>(sql`
    select distinct device_id as id from alerts where customer_id = ${scope.customerId}::uuid and device_id is not null
      and (id in (select value::uuid from jsonb_array_elements_text(${jsonb(ids)}))
        or incident_id in (select value::uuid from jsonb_array_elements_text(${jsonb(ids)})))`);
  return [...rows].map(({ id }) => id);
}

export async function selectKnownAlerts(
  tx: Tx,
  scope: TenantScope,
  ids: readonly string[],
): Promise<string[]> {
  const rows = await tx.execute<{ id: string }>(sql`
    select id from alerts where customer_id = ${scope.customerId}::uuid
      and id in (select value::uuid from jsonb_array_elements_text(${jsonb(ids)}))`);
  return [...rows].map(({ id }) => id);
}
