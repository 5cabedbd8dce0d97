import { pipelineSql } from '#server/platform/database.ts';
import type { PlantedDevice } from './fleet.ts';

const DAY_MS = 86_400_000;
/** Configuration stood so long before the first device. */
const BEFORE_MS = 2 * DAY_MS;

/** The demo's things are as old as their history; the audit log, which nobody may change, says when they were made. */
export async function backdate(
  customerIds: string[],
  fleet: readonly PlantedDevice[],
  began: Date,
): Promise<void> {
  const sql = pipelineSql();
  const before = new Date(began.getTime() - BEFORE_MS);
  const tables = [
    'projects',
    'flows',
    'destinations',
    'lora_connections',
    'decoders',
    'device_types',
    'users',
    'api_keys',
  ];
  for (const table of tables) {
    await sql`update ${sql(table)} set created_at = ${before}, modified_at = ${before} where customer_id = any(${customerIds}::uuid[])`;
  }
  await sql`update customers set created_at = ${before}, modified_at = ${before} where id = any(${customerIds}::uuid[])`;
  const rows = fleet.flatMap(({ deviceId, device }) =>
    deviceId ? [{ id: deviceId, at: new Date(Date.parse(device.startedAt) - 600_000) }] : [],
  );
  for (const table of ['devices', 'network_adapters', 'lora_bindings']) {
    const key = sql(table === 'devices' ? 'id' : 'device_id');
    await sql`
      update ${sql(table)} t set created_at = d.at, modified_at = d.at
      from json_to_recordset(${JSON.stringify(rows)}::text::json) as d(id uuid, at timestamptz(3)) where t.${key} = d.id`;
  }
}
