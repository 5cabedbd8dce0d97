import { and, asc, eq, inArray, sql } from 'drizzle-orm';
import { PLATFORM_CUSTOMER_ID } from '#db/columns.ts';
import { deviceTypes } from '#db/schema/device-types.ts';
import { deviceActivity, devices, networkAdapters } from '#db/schema/devices.ts';
import type { Tx } from '#server/platform/database.ts';
import { jsonb } from '#server/platform/jsonb.ts';
import type { TenantScope } from '#server/platform/tenant-scope.ts';
import type { Device, DeviceStatus, NetworkAdapter } from './contract.ts';
import { selectDeviceItems } from './list.sql.ts';
import { selectLoraBinding, selectSecretSince } from './networks.sql.ts';
import { rhythmOf, urnOfAdapter } from './rules.ts';

const own = (scope: TenantScope, id: string) =>
  and(eq(devices.customerId, scope.customerId), eq(devices.id, id));

/** Everything of one device but what its decoders are expected to tell, which the use case adds. */
export async function selectDevice(
  tx: Tx,
  scope: TenantScope,
  id: string,
  now: Date,
): Promise<Omit<Device, 'records'> | null> {
  const [item] = await selectDeviceItems(tx, scope, [id], now);
  const [row] = await tx
    .select({
      description: devices.description,
      barcode: devices.barcode,
      batteryChemistry: deviceTypes.batteryChemistry,
      intervalSeconds: deviceActivity.intervalSeconds,
    })
    .from(devices)
    .innerJoin(deviceTypes, eq(deviceTypes.id, devices.deviceTypeId))
    .leftJoin(deviceActivity, eq(deviceActivity.deviceId, devices.id))
    .where(own(scope, id));
  if (!item || !row) return null;
  const adapters = await selectAdapters(tx, scope, id);
  const lora = await selectLoraBinding(tx, scope, id);
  const sharedSecretSince = await selectSecretSince(tx, scope, id);
  const first = adapters[0];
  const loraAdapter = adapters.find((adapter) => adapter.network === 'lora');
  return {
    ...item,
    ...row,
    expectedIntervalSeconds: rhythmOf(item.expectedIntervalSeconds),
    intervalSeconds: rhythmOf(row.intervalSeconds),
    urn: first ? urnOfAdapter(first.network, first.identifier) : null,
    adapters,
    sharedSecretSince,
    lora:
      lora && loraAdapter
        ? {
            devEui: loraAdapter.identifier,
            joinEui: lora.joinEui,
            hasAppKey: lora.appKey !== null,
            connectivityPlan: lora.connectivityPlan,
            status: lora.status,
            createdAt: lora.createdAt,
          }
        : null,
  };
}

/** The one whose identifier stands for the device before the others. */
export async function selectAdapters(tx: Tx, scope: TenantScope, id: string): Promise<NetworkAdapter[]> {
  const rows = await tx
    .select({
      id: networkAdapters.id,
      network: networkAdapters.network,
      identifier: networkAdapters.identifier,
      createdAt: networkAdapters.createdAt,
      modifiedAt: networkAdapters.modifiedAt,
    })
    .from(networkAdapters)
    .innerJoin(devices, eq(devices.id, networkAdapters.deviceId))
    .where(and(eq(networkAdapters.customerId, scope.customerId), eq(networkAdapters.deviceId, id)))
    .orderBy(
      sql`${networkAdapters.identifier} is distinct from ${devices.identifier}`,
      asc(networkAdapters.createdAt),
      asc(networkAdapters.network),
    );
  return rows.map((row) => ({ ...row, urn: urnOfAdapter(row.network, row.identifier) }));
}

export interface StoredDevice {
  id: string;
  name: string;
  description: string | null;
  barcode: string | null;
  tags: string[];
  status: DeviceStatus;
  latitude: number | null;
  longitude: number | null;
  altitude: number | null;
  identifier: string | null;
  projectId: string;
  deviceTypeId: string;
  deviceTypeCustomerId: string;
  category: 'managed' | 'own';
  networks: string[];
}

/** Rows that are about to change, locked until the transaction ends; in the order of their ids, so that no two wait for each other. */
export async function lockDevices(tx: Tx, scope: TenantScope, ids: string[]): Promise<StoredDevice[]> {
  return tx
    .select({
      id: devices.id,
      name: devices.name,
      description: devices.description,
      barcode: devices.barcode,
      tags: devices.tags,
      status: devices.status,
      latitude: devices.latitude,
      longitude: devices.longitude,
      altitude: devices.altitude,
      identifier: devices.identifier,
      projectId: devices.projectId,
      deviceTypeId: devices.deviceTypeId,
      deviceTypeCustomerId: devices.deviceTypeCustomerId,
      category: deviceTypes.category,
      networks: deviceTypes.networks,
    })
    .from(devices)
    .innerJoin(deviceTypes, eq(deviceTypes.id, devices.deviceTypeId))
    .where(
      and(
        eq(devices.customerId, scope.customerId),
        inArray(devices.id, ids),
        inArray(deviceTypes.customerId, [scope.customerId, PLATFORM_CUSTOMER_ID]),
      ),
    )
    .orderBy(asc(devices.id))
    .for('update', { of: devices });
}

export async function insertDevices(
  tx: Tx,
  scope: TenantScope,
  rows: (Pick<
    StoredDevice,
    | 'id'
    | 'name'
    | 'description'
    | 'barcode'
    | 'tags'
    | 'latitude'
    | 'longitude'
    | 'altitude'
    | 'identifier'
    | 'projectId'
    | 'deviceTypeId'
    | 'deviceTypeCustomerId'
  > & { shard: number })[],
): Promise<void> {
  await tx.execute(sql`
    insert into devices (id, customer_id, project_id, device_type_customer_id, device_type_id, name, description, barcode,
      tags, identifier, shard, latitude, longitude, altitude)
    select id, ${scope.customerId}::uuid, "projectId", "deviceTypeCustomerId", "deviceTypeId", name, description, barcode,
      tags, identifier, shard, latitude, longitude, altitude
    from jsonb_to_recordset(${jsonb(rows)}) x(id uuid, "projectId" uuid, "deviceTypeCustomerId" uuid, "deviceTypeId" uuid,
      name text, description text, barcode text, tags text[], identifier text, shard smallint, latitude float8, longitude float8,
      altitude float8)`);
}

export async function updateDeviceRow(
  tx: Tx,
  scope: TenantScope,
  id: string,
  values: Partial<
    Pick<
      StoredDevice,
      | 'name'
      | 'description'
      | 'barcode'
      | 'tags'
      | 'status'
      | 'identifier'
      | 'latitude'
      | 'longitude'
      | 'altitude'
    >
  >,
): Promise<void> {
  await tx
    .update(devices)
    .set({ ...values, modifiedAt: sql`now()` })
    .where(own(scope, id));
}

/** Adapters, bindings, twin, activity and links go with it by the foreign keys. */
export async function deleteDeviceRows(tx: Tx, scope: TenantScope, ids: string[]): Promise<void> {
  if (ids.length === 0) return;
  await tx.delete(devices).where(and(eq(devices.customerId, scope.customerId), inArray(devices.id, ids)));
}

export async function selectDeviceName(tx: Tx, scope: TenantScope, id: string) {
  const [row] = await tx
    .select({
      id: devices.id,
      name: devices.name,
      status: devices.status,
      deviceTypeId: devices.deviceTypeId,
      identifier: devices.identifier,
    })
    .from(devices)
    .where(own(scope, id));
  return row ?? null;
}

export async function selectDevicesKnown(tx: Tx, scope: TenantScope, ids: string[]): Promise<string[]> {
  const rows = await tx
    .select({ id: devices.id })
    .from(devices)
    .where(and(eq(devices.customerId, scope.customerId), inArray(devices.id, ids)));
  return rows.map((row) => row.id);
}
