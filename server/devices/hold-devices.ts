import type { Tx } from '#server/platform/database.ts';
import { notFound } from '#server/platform/errors.ts';
import type { TenantScope } from '#server/platform/tenant-scope.ts';
import { lockDevices } from './repository.ts';

/** For other nouns' use cases: all of these devices, locked until the end; one that is foreign or unknown refuses them all. */
export async function holdDevices(tx: Tx, scope: TenantScope, ids: string[]) {
  const wanted = [...new Set(ids)];
  const devices = await lockDevices(tx, scope, wanted);
  if (devices.length < wanted.length) throw notFound('devices');
  return devices;
}
