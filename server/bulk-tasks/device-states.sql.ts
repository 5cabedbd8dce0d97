import { sql } from 'drizzle-orm';
import type { Network } from '#server/device-types/contract.ts';
import { pipelineDatabase, type Tx } from '#server/platform/database.ts';
import { jsonb } from '#server/platform/jsonb.ts';
import type { TenantScope } from '#server/platform/tenant-scope.ts';
import type { DeviceState } from './device-state.ts';

/** Devices as bulk work compares and changes them: a thousand at a time, all of one in one row. */

/**
 * Own devices by their ids; locked in the order of ids where they are about to change. They are picked before anything is
 * joined to them: the planner takes a fleet of one project for a handful of rows, and would join all of it first.
 */
export async function selectDeviceStates(
  tx: Tx,
  scope: TenantScope,
  ids: readonly string[],
  { lock }: { lock: boolean },
): Promise<Map<string, DeviceState>> {
  if (ids.length === 0) return new Map();
  const picked = sql`customer_id = ${scope.customerId}::uuid
    and id = any(array(select value::uuid from jsonb_array_elements_text(${jsonb(ids)})))`;
  if (lock) await tx.execute(sql`select id from devices where ${picked} order by id for update`);
  const rows = await tx.execute<DeviceState & Record<string, unknown>>(sql`
    with d as materialized (select * from devices where ${picked})
    select d.id, d.name, d.description, d.barcode, to_json(d.tags) as tags, d.status, d.identifier, d.latitude, d.longitude, d.altitude,
      json_build_object('id', p.id, 'name', p.name) as project,
      t.id as "typeId", t.name as "typeName", t.category, to_json(t.networks) as networks,
      coalesce(w.metadata, '{}'::jsonb) as metadata, a.last_message_at is not null as heard,
      b.connectivity_plan as "connectivityPlan", b.join_eui as "joinEui", b.app_key as "sealedAppKey",
      coalesce((select json_agg(json_build_object('id', f.id, 'name', f.name) order by f.id)
        from flow_devices fd join flows f on f.id = fd.flow_id where fd.device_id = d.id), '[]'::json) as flows,
      coalesce((select json_object_agg(n.network, n.identifier) from network_adapters n where n.device_id = d.id), '{}'::json) as adapters
    from d
    join projects p on p.id = d.project_id
    join device_types t on t.id = d.device_type_id
    left join twins w on w.device_id = d.id
    left join device_activity a on a.device_id = d.id
    left join lora_bindings b on b.device_id = d.id`);
  return new Map(rows.map((row) => [row.id, row]));
}

/** Own devices by what a sheet knows them by: `network|identifier` → id. */
export async function selectOwnByIdentifier(
  tx: Tx,
  scope: TenantScope,
  wanted: readonly { network: Network; identifier: string }[],
): Promise<Map<string, string>> {
  if (wanted.length === 0) return new Map();
  const rows = await tx.execute<{ network: string; identifier: string; id: string }>(sql`
    select n.network, n.identifier, n.device_id as id
    from jsonb_to_recordset(${jsonb(wanted)}) x(network text, identifier text)
    join network_adapters n on n.network = x.network and n.identifier = x.identifier
    where n.customer_id = ${scope.customerId}::uuid`);
  return new Map(rows.map((row) => [`${row.network}|${row.identifier}`, row.id]));
}

/** Identifiers that somebody on the platform has, whoever it is: only that is told. */
export async function selectSystemTakenIdentifiers(
  wanted: readonly { network: Network; identifier: string }[],
): Promise<Set<string>> {
  if (wanted.length === 0) return new Set();
  const rows = await pipelineDatabase().execute<{ network: string; identifier: string }>(sql`
    select n.network, n.identifier from jsonb_to_recordset(${jsonb(wanted)}) x(network text, identifier text)
    join network_adapters n on n.network = x.network and n.identifier = x.identifier`);
  return new Set(rows.map((row) => `${row.network}|${row.identifier}`));
}

interface StoredFields {
  id: string;
  name: string;
  description: string | null;
  barcode: string | null;
  tags: string[];
  status: string;
  latitude: number | null;
  longitude: number | null;
  altitude: number | null;
  projectId: string;
}

/** Every field as it shall be; the rows are locked. */
export async function updateDeviceFields(tx: Tx, scope: TenantScope, rows: StoredFields[]): Promise<void> {
  if (rows.length === 0) return;
  await tx.execute(sql`
    update devices d set name = x.name, description = x.description, barcode = x.barcode, status = x.status,
      tags = array(select jsonb_array_elements_text(x.tags)), project_id = x."projectId",
      latitude = x.latitude, longitude = x.longitude, altitude = x.altitude, modified_at = now()
    from jsonb_to_recordset(${jsonb(rows)}) x(id uuid, name text, description text, barcode text, tags jsonb, status text, "projectId" uuid,
      latitude float8, longitude float8, altitude float8)
    where d.id = x.id and d.customer_id = ${scope.customerId}::uuid`);
}

/** Whole metadata; reported values, which the pipeline writes, are not touched. */
export async function storeMetadata(
  tx: Tx,
  scope: TenantScope,
  rows: { deviceId: string; metadata: Record<string, string> }[],
): Promise<void> {
  if (rows.length === 0) return;
  await tx.execute(sql`
    insert into twins (customer_id, device_id, metadata, version)
    select ${scope.customerId}::uuid, x."deviceId", x.metadata, 1
    from jsonb_to_recordset(${jsonb(rows)}) x("deviceId" uuid, metadata jsonb) order by x."deviceId"
    on conflict (device_id) do update set metadata = excluded.metadata, version = twins.version + 1, modified_at = now()`);
}
