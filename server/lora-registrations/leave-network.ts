import { type Actor, authorize } from '#server/access/actor.ts';
import type { Tx } from '#server/platform/database.ts';
import { lockNetworkedDevices, orphanRegistrations } from './repository.ts';

/**
 * For the use case that takes a DevEUI from a device: what is registered of it is no device's any more, and the worker
 * takes that off the server, as of a device that was deleted.
 */
export async function leaveNetwork(tx: Tx, actor: Actor, deviceId: string): Promise<void> {
  const { scope } = actor;
  const [device] = await lockNetworkedDevices(tx, scope, [deviceId]);
  if (!device?.registration) return;
  authorize(actor, 'lora-registrations.update');
  await orphanRegistrations(tx, scope, [deviceId]);
}
