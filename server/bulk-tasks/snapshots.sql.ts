import { sql } from 'drizzle-orm';
import type { Tx } from '#server/platform/database.ts';
import { jsonb } from '#server/platform/jsonb.ts';
import type { TenantScope } from '#server/platform/tenant-scope.ts';

/** What goes with a device by the foreign keys and can come back with it. */
const TABLES = [
  'network_adapters',
  'lora_bindings',
  'device_secrets',
  'mqtt_bindings',
  'twins',
  'flow_devices',
  'device_activity',
] as const;

export interface Snapshot {
  device: Record<string, unknown> & { id: string; project_id: string; device_type_id: string; name: string };
  parts: Record<(typeof TABLES)[number], Record<string, unknown>[]>;
  /** SIM that it had. */
  simId: string | null;
}

/** Rows as they stand, of locked devices. */
export async function selectSnapshots(
  tx: Tx,
  scope: TenantScope,
  ids: string[],
): Promise<Map<string, Snapshot>> {
  if (ids.length === 0) return new Map();
  const parts = TABLES.map(
    (table) =>
      sql`${sql.raw(`'${table}'`)}, coalesce((select jsonb_agg(to_jsonb(x)) from ${sql.raw(table)} x where x.device_id = d.id), '[]')`,
  );
  const rows = await tx.execute<{ id: string; snapshot: Snapshot }>(sql`
    select d.id, jsonb_build_object('device', to_jsonb(d) - 'search_text', 'parts', jsonb_build_object(${sql.join(parts, sql`, `)}),
      'simId', (select s.id from sims s where s.device_id = d.id)) as snapshot
    from devices d where d.customer_id = ${scope.customerId}::uuid
      and d.id = any(array(select value::uuid from jsonb_array_elements_text(${jsonb(ids)})))`);
  return new Map(rows.map((row) => [row.id, row.snapshot]));
}

/** Devices as they were; the caller has seen to room and to who may. */
export async function insertDeviceSnapshots(tx: Tx, snapshots: Snapshot[]): Promise<void> {
  await tx.execute(sql`
    insert into devices (id, customer_id, project_id, device_type_customer_id, device_type_id, name, description, barcode, tags,
      status, identifier, shard, latitude, longitude, altitude, created_at, modified_at)
    select id, customer_id, project_id, device_type_customer_id, device_type_id, name, description, barcode, tags,
      status, identifier, shard, latitude, longitude, altitude, created_at, now()
    from jsonb_populate_recordset(null::devices, ${jsonb(snapshots.map(({ device }) => device))})`);
}

/** Ids of devices of which an identifier belongs to somebody by now. */
export async function restoreAdapters(tx: Tx, snapshots: Snapshot[]): Promise<Set<string>> {
  const adapters = snapshots.flatMap(({ parts }) => parts.network_adapters);
  if (adapters.length === 0) return new Set();
  const stored = await tx.execute<{ id: string }>(sql`
    insert into network_adapters select * from jsonb_populate_recordset(null::network_adapters, ${jsonb(adapters)})
    order by identifier on conflict (network, identifier) do nothing returning id`);
  const there = new Set(stored.map(({ id }) => id));
  return new Set(
    adapters.filter((one) => !there.has(one.id as string)).map((one) => one.device_id as string),
  );
}

/**
 * The rest of devices whose adapters are back. Their network server was told to forget them, so a LoRa binding begins
 * again as inventory; links go to flows that still are and still are of the device's project.
 */
export async function restoreParts(tx: Tx, scope: TenantScope, snapshots: Snapshot[]): Promise<void> {
  // A snapshot of before a table was kept has none of it.
  const of = (table: (typeof TABLES)[number]) => snapshots.flatMap(({ parts }) => parts[table] ?? []);
  const bindings = of('lora_bindings').map((binding) => ({ ...binding, status: 'INVENTORY' }));
  await tx.execute(
    sql`insert into lora_bindings select * from jsonb_populate_recordset(null::lora_bindings, ${jsonb(bindings)})`,
  );
  for (const table of ['device_secrets', 'mqtt_bindings', 'twins'] as const)
    await tx.execute(
      sql`insert into ${sql.raw(table)} select * from jsonb_populate_recordset(null::${sql.raw(table)}, ${jsonb(of(table))})`,
    );
  // Its row began with its device and is the pipeline's to write; a snapshot of before this was kept has none.
  const activity = snapshots.flatMap(({ parts }) => parts.device_activity ?? []);
  await tx.execute(sql`select restore_device_activity(${jsonb(activity)})`);
  await tx.execute(sql`
    insert into flow_devices select x.* from jsonb_populate_recordset(null::flow_devices, ${jsonb(of('flow_devices'))}) x
    join devices d on d.id = x.device_id join flows f on f.id = x.flow_id and f.project_id = d.project_id
    on conflict do nothing`);
  const sims = snapshots.flatMap(({ device, simId }) => (simId ? [{ simId, deviceId: device.id }] : []));
  if (sims.length > 0)
    await tx.execute(sql`
      update sims s set device_id = x."deviceId", linked_at = now()
      from jsonb_to_recordset(${jsonb(sims)}) x("simId" uuid, "deviceId" uuid)
      where s.id = x."simId" and s.device_id is null and s.customer_id = ${scope.customerId}::uuid`);
}
