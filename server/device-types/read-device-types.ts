import { type Actor, authorize } from '#server/access/actor.ts';
import { tenantTransaction } from '#server/platform/database.ts';
import { notFound } from '#server/platform/errors.ts';
import type { DeviceType } from './contract.ts';
import { selectDeviceTypes } from './repository.ts';

/** The platform's catalogue and the customer's own types. */
export async function listDeviceTypes(actor: Actor): Promise<DeviceType[]> {
  const scope = authorize(actor, 'device-types.read');
  return tenantTransaction(scope, (tx) => selectDeviceTypes(tx, scope));
}

export async function getDeviceType(actor: Actor, { id }: { id: string }): Promise<DeviceType> {
  const scope = authorize(actor, 'device-types.read');
  const [type] = await tenantTransaction(scope, (tx) => selectDeviceTypes(tx, scope, [id]));
  if (!type) throw notFound('device-types');
  return type;
}
