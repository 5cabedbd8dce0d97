import type { Tx } from '#server/platform/database.ts';
import type { TenantScope } from '#server/platform/tenant-scope.ts';
import { stateOf } from './decide-for-device.ts';
import { lockNetworkedDevices, showStatus, wishRegistrations } from './repository.ts';
import { statusOf } from './rules.ts';

/** For the use case that replaces a device's keys: the network server that knows it is told of the new ones. */
export async function keysReplaced(tx: Tx, scope: TenantScope, deviceId: string): Promise<void> {
  const [device] = await lockNetworkedDevices(tx, scope, [deviceId]);
  if (!device?.registration || device.registration.wish === 'DELETED') return;
  const state = stateOf(device.registration);
  const { wish, plan } = state;
  await wishRegistrations(tx, scope, [deviceId], { wish, plan });
  const status = statusOf({ ...state, isDue: true, hasFailure: false });
  await showStatus(tx, scope, [deviceId], { status, plan });
}
