import { sql } from 'drizzle-orm';
import type { Tx } from '#server/platform/database.ts';
import { arrayOf } from '#server/platform/sql-array.ts';
import type { TenantScope } from '#server/platform/tenant-scope.ts';
import { SILENT_FLOOR_SECONDS, SILENT_INTERVALS, UNKNOWN_INTERVAL_SECONDS } from '#server/twins/rules.ts';
import type { DevicesFact } from './facts-contract.ts';
import { FIRST_MESSAGE_SECONDS } from './waiting-rules.ts';

/** More devices than this are not looked at one by one: the shares of so many tell enough. */
const LOOKED_AT = 20_000;
const NAMED = 5;

/** How the devices of flows are heard, each once. */
export async function selectDevicesOfFlows(
  tx: Tx,
  scope: TenantScope,
  flowIds: readonly string[],
): Promise<DevicesFact> {
  // Of a type's interval and the learned one the longer: nobody is called silent who keeps his own rhythm.
  const interval = sql`greatest(coalesce(t.expected_interval_seconds, a.interval_seconds, ${UNKNOWN_INTERVAL_SECONDS}::float8),
    coalesce(a.interval_seconds, 0))`;
  const rows = await tx.execute<{
    total: number;
    deactivated: number;
    silent: number;
    never: number;
    waiting: number;
    last: string | null;
    silent_ones: { id: string; name: string; at: string }[] | null;
    never_ones: { id: string; name: string }[] | null;
  }>(sql`
    with mine as materialized (
      select d.id, d.name, d.status, a.last_message_at as at,
             case when d.status = 'DEACTIVATED' then 'deactivated'
                  when a.last_message_at is null then case when d.created_at > now() - make_interval(secs => ${FIRST_MESSAGE_SECONDS}::int) then 'waiting' else 'never' end
                  when a.last_message_at < now() - make_interval(secs => greatest(${interval} * ${SILENT_INTERVALS}::int, ${SILENT_FLOOR_SECONDS}::int)) then 'silent'
                  else 'heard' end as state
      from (select distinct device_id from (select device_id from flow_devices
            where customer_id = ${scope.customerId}::uuid and flow_id = any(${arrayOf(flowIds, 'uuid')}) limit ${LOOKED_AT}) some_of_them) fd
      join devices d on d.id = fd.device_id
      join device_types t on t.id = d.device_type_id
      left join device_activity a on a.device_id = d.id)
    select count(*)::int as total, count(*) filter (where state = 'deactivated')::int as deactivated,
           count(*) filter (where state = 'silent')::int as silent, count(*) filter (where state = 'never')::int as never,
           count(*) filter (where state = 'waiting')::int as waiting,
           max(at) as last,
           (select json_agg(s) from (select id, name, at from mine where state = 'silent' order by at limit ${NAMED}) s) as silent_ones,
           (select json_agg(s) from (select id, name from mine where state = 'never' order by name limit ${NAMED}) s) as never_ones
    from mine`);
  const row = rows[0];
  return {
    total: row?.total ?? 0,
    deactivated: row?.deactivated ?? 0,
    silent: row?.silent ?? 0,
    neverHeard: row?.never ?? 0,
    waiting: row?.waiting ?? 0,
    lastMessageAt: row?.last ? new Date(row.last) : null,
    silentOnes: (row?.silent_ones ?? []).map(({ at, ...one }) => ({ ...one, lastMessageAt: new Date(at) })),
    neverOnes: row?.never_ones ?? [],
  };
}

/** The flows that lead to a destination. */
export async function selectFlowsTo(tx: Tx, scope: TenantScope, destinationId: string) {
  const rows = await tx.execute<{ id: string; name: string; projectId: string }>(sql`
    select f.id, f.name, f.project_id as "projectId" from flow_destinations x join flows f on f.id = x.flow_id
    where x.customer_id = ${scope.customerId}::uuid and x.destination_id = ${destinationId}::uuid
    order by f.name limit 50`);
  return [...rows];
}
