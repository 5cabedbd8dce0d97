import type { Tx } from '#server/platform/database.ts';
import { notFound } from '#server/platform/errors.ts';
import type { TenantScope } from '#server/platform/tenant-scope.ts';
import { selectDeviceName, selectDevicesKnown } from './repository.ts';

/** For other nouns' use cases: a device of this customer; unknown and foreign are the same refusal. */
export async function findDevice(tx: Tx, scope: TenantScope, id: string) {
  const device = await selectDeviceName(tx, scope, id);
  if (!device) throw notFound('devices');
  return device;
}

/** Those of the ids that are devices of this customer. */
export function knownDeviceIds(tx: Tx, scope: TenantScope, ids: string[]): Promise<string[]> {
  return selectDevicesKnown(tx, scope, ids);
}
