import { sql } from 'drizzle-orm';
import type { Tx } from '#server/platform/database.ts';
import { jsonb } from '#server/platform/jsonb.ts';
import { arrayOf } from '#server/platform/sql-array.ts';
import type { TenantScope } from '#server/platform/tenant-scope.ts';
import type { Reported } from '#server/twins/contract.ts';

export interface TwinState {
  reported: Reported;
  version: number;
}

/** Those of devices that have none begin empty. */
export async function selectTwins(
  tx: Tx,
  scope: TenantScope,
  deviceIds: readonly string[],
): Promise<Map<string, TwinState>> {
  const rows = await tx.execute<TwinState & { deviceId: string } & Record<string, unknown>>(sql`
    select device_id as "deviceId", reported, version::float8 as version from twins
    where customer_id = ${scope.customerId}::uuid and device_id = any(${arrayOf(deviceIds, 'uuid')})`);
  return new Map(rows.map(({ deviceId, ...state }) => [deviceId, state]));
}

/** The pipeline changed a twin between our reading and our writing. */
export class TwinMoved extends Error {}

/**
 * Writes what was made of these versions, all of it or, where one moved meanwhile, TwinMoved. Never waits for whoever writes a
 * twin (55P03), so that the pipeline waits for the end of this transaction at most, and never for two of us.
 */
export async function updateTwins(
  tx: Tx,
  scope: TenantScope,
  changes: readonly { deviceId: string; reported: Reported; version: number }[],
): Promise<void> {
  const ids = arrayOf(
    changes.map(({ deviceId }) => deviceId),
    'uuid',
  );
  const held = await tx.execute<{ device_id: string; version: number }>(sql`
    select device_id, version::float8 as version from twins
    where customer_id = ${scope.customerId}::uuid and device_id = any(${ids}) order by device_id for update nowait`);
  const versions = new Map(held.map(({ device_id, version }) => [device_id, version]));
  if (changes.some(({ deviceId, version }) => (versions.get(deviceId) ?? 0) !== version))
    throw new TwinMoved();
  const written = await tx.execute(sql`
    insert into twins as t (device_id, customer_id, reported, version, modified_at)
    select "deviceId", ${scope.customerId}::uuid, reported, version + 1, now()
    from jsonb_to_recordset(${jsonb(changes)}) x("deviceId" uuid, reported jsonb, version bigint)
    on conflict (device_id) do update set reported = excluded.reported, version = excluded.version, modified_at = now()
    where t.version = excluded.version - 1 returning t.device_id`);
  if (written.length < changes.length) throw new TwinMoved();
}
