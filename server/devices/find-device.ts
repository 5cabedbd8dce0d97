import type { Tx } from '#server/platform/database.ts';
import { notFound } from '#server/platform/errors.ts';
import type { TenantScope } from '#server/platform/tenant-scope.ts';
import { selectAdapters, selectDeviceName, selectDevicesKnown } from './repository.ts';
import { urnOfAdapter } from './rules.ts';

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

/** Base name of a device's SenML, trailing colon included; '' without an adapter. */
export async function urnOfDevice(tx: Tx, scope: TenantScope, id: string): Promise<string> {
  const [adapter] = await selectAdapters(tx, scope, id);
  return adapter ? urnOfAdapter(adapter.network, adapter.identifier) : '';
}
