import { and, asc, eq, getTableColumns, inArray, or, sql } from 'drizzle-orm';
import { PLATFORM_CUSTOMER_ID } from '#db/columns.ts';
import {
  decoders,
  deviceTypeDecoders,
  deviceTypeEncoders,
  deviceTypePictures,
  deviceTypes,
  encoders,
} from '#db/schema/device-types.ts';
import type { Tx } from '#server/platform/database.ts';
import type { TenantScope } from '#server/platform/tenant-scope.ts';
import type {
  Command,
  Control,
  DeviceType,
  ExpectedRecord,
  Network,
  OfferedDecoder,
  OfferedEncoder,
  UnreadDecoder,
} from './contract.ts';

/** The customer's own types and the platform's catalogue. */
const visible = (scope: TenantScope) =>
  inArray(deviceTypes.customerId, [scope.customerId, PLATFORM_CUSTOMER_ID]);

export async function selectDeviceTypes(tx: Tx, scope: TenantScope, ids?: string[]): Promise<DeviceType[]> {
  const rows = await tx
    .select({ ...getTableColumns(deviceTypes), picture: deviceTypePictures.sha256 })
    .from(deviceTypes)
    .leftJoin(deviceTypePictures, eq(deviceTypePictures.deviceTypeId, deviceTypes.id))
    .where(and(visible(scope), ids ? inArray(deviceTypes.id, ids) : undefined))
    .orderBy(asc(deviceTypes.group), asc(deviceTypes.name));
  const typeIds = rows.map((row) => row.id);
  const offered = await selectOfferedDecoders(tx, scope, typeIds);
  const encoding = await selectOfferedEncoders(tx, scope, typeIds);
  return rows.map((row) => ({
    id: row.id,
    slug: row.slug,
    name: row.name,
    description: row.description,
    category: row.category,
    group: row.group,
    networks: row.networks as Network[],
    loraKeys: row.loraKeys,
    expectedIntervalSeconds: row.expectedIntervalSeconds,
    batteryChemistry: row.batteryChemistry,
    deviceNames: row.deviceNames,
    keepsHistory: row.keepsHistory,
    controls: row.controls as Control[],
    picture: row.picture,
    own: row.customerId === scope.customerId,
    decoders: offered.get(row.id) ?? [],
    encoders: encoding.get(row.id) ?? [],
    unreadDecoders: row.unreadDecoders as UnreadDecoder[],
  }));
}

export async function selectTypesInBrief(
  tx: Tx,
  scope: TenantScope,
  ids: string[],
): Promise<Pick<DeviceType, 'id' | 'name' | 'networks'>[]> {
  const rows = await tx
    .select({ id: deviceTypes.id, name: deviceTypes.name, networks: deviceTypes.networks })
    .from(deviceTypes)
    .where(and(visible(scope), inArray(deviceTypes.id, ids)));
  return rows.map((row) => ({ ...row, networks: row.networks as Network[] }));
}

/** A type that devices may be of, with the owner that the foreign key needs. */
export async function selectDeviceTypeOwner(tx: Tx, scope: TenantScope, id: string) {
  const [row] = await tx
    .select({
      id: deviceTypes.id,
      customerId: deviceTypes.customerId,
      name: deviceTypes.name,
      category: deviceTypes.category,
      networks: deviceTypes.networks,
      loraKeys: deviceTypes.loraKeys,
    })
    .from(deviceTypes)
    .where(and(visible(scope), eq(deviceTypes.id, id)));
  return row ? { ...row, networks: row.networks as Network[] } : null;
}

export async function selectOfferedDecoders(
  tx: Tx,
  scope: TenantScope,
  typeIds: string[],
): Promise<Map<string, OfferedDecoder[]>> {
  const offered = new Map<string, OfferedDecoder[]>();
  if (typeIds.length === 0) return offered;
  const rows = await tx
    .select({
      deviceTypeId: deviceTypeDecoders.deviceTypeId,
      id: decoders.id,
      name: decoders.name,
      description: decoders.description,
      kind: decoders.kind,
      records: decoders.records,
      own: sql<boolean>`${decoders.customerId} = ${scope.customerId}`,
      runnable: sql<boolean>`${decoders.kind} = 'built-in' or ${decoders.currentVersionId} is not null`,
    })
    .from(deviceTypeDecoders)
    .innerJoin(decoders, eq(decoders.id, deviceTypeDecoders.decoderId))
    .where(
      and(
        inArray(deviceTypeDecoders.deviceTypeId, typeIds),
        or(
          eq(deviceTypeDecoders.customerId, scope.customerId),
          eq(deviceTypeDecoders.customerId, PLATFORM_CUSTOMER_ID),
        ),
      ),
    )
    .orderBy(asc(decoders.name));
  for (const { deviceTypeId, ...decoder } of rows) {
    const list = offered.get(deviceTypeId) ?? [];
    list.push({ ...decoder, records: decoder.records as ExpectedRecord[] });
    offered.set(deviceTypeId, list);
  }
  return offered;
}

export async function selectOfferedEncoders(
  tx: Tx,
  scope: TenantScope,
  typeIds: string[],
): Promise<Map<string, OfferedEncoder[]>> {
  const offered = new Map<string, OfferedEncoder[]>();
  if (typeIds.length === 0) return offered;
  const rows = await tx
    .select({
      deviceTypeId: deviceTypeEncoders.deviceTypeId,
      id: encoders.id,
      kind: encoders.kind,
      name: encoders.name,
      description: encoders.description,
      combines: encoders.combines,
      commands: encoders.commands,
      own: sql<boolean>`${encoders.customerId} = ${scope.customerId}`,
    })
    .from(deviceTypeEncoders)
    .innerJoin(encoders, eq(encoders.id, deviceTypeEncoders.encoderId))
    .where(
      and(
        inArray(deviceTypeEncoders.deviceTypeId, typeIds),
        inArray(deviceTypeEncoders.customerId, [scope.customerId, PLATFORM_CUSTOMER_ID]),
      ),
    )
    .orderBy(asc(encoders.name));
  for (const { deviceTypeId, ...encoder } of rows) {
    const list = offered.get(deviceTypeId) ?? [];
    list.push({ ...encoder, commands: encoder.commands as Command[] });
    offered.set(deviceTypeId, list);
  }
  return offered;
}
