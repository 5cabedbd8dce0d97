import { PLATFORM_CUSTOMER_ID } from '#db/columns.ts';
import type { Tx } from '#server/platform/database.ts';
import { notFound } from '#server/platform/errors.ts';
import type { TenantScope } from '#server/platform/tenant-scope.ts';
import {
  selectDeviceTypeOwner,
  selectOfferedDecoders,
  selectOfferedEncoders,
  selectTypesInBrief,
} from './repository.ts';

/** For other nouns' use cases: a type that this customer may use, with its owner. */
export async function findDeviceType(tx: Tx, scope: TenantScope, id: string) {
  const type = await selectDeviceTypeOwner(tx, scope, id);
  if (!type) throw notFound('device-types');
  return type;
}

/** All of these, or a refusal. */
export async function findDeviceTypes(tx: Tx, scope: TenantScope, ids: string[]): Promise<void> {
  const known = await selectTypesInBrief(tx, scope, ids);
  if (known.length < new Set(ids).size) throw notFound('device-types');
}

/** A decoder that a type offers; not offered, unknown and foreign are the same refusal. */
export async function findOfferedDecoder(
  tx: Tx,
  scope: TenantScope,
  { deviceTypeId, decoderId }: { deviceTypeId: string; decoderId: string },
) {
  const type = await findDeviceType(tx, scope, deviceTypeId);
  const offered = await selectOfferedDecoders(tx, scope, [deviceTypeId]);
  const decoder = offered.get(deviceTypeId)?.find((one) => one.id === decoderId);
  if (!decoder) throw notFound('decoders');
  return {
    type,
    decoder: { ...decoder, customerId: decoder.own ? scope.customerId : PLATFORM_CUSTOMER_ID },
  };
}

/** The same of an encoder. */
export async function findOfferedEncoder(
  tx: Tx,
  scope: TenantScope,
  { deviceTypeId, encoderId }: { deviceTypeId: string; encoderId: string },
) {
  const type = await findDeviceType(tx, scope, deviceTypeId);
  const offered = await selectOfferedEncoders(tx, scope, [deviceTypeId]);
  const encoder = offered.get(deviceTypeId)?.find((one) => one.id === encoderId);
  if (!encoder) throw notFound('encoders');
  return { type, encoder };
}
