import { type Actor, authorize } from '#server/access/actor.ts';
import { findDevice } from '#server/devices/find-device.ts';
import { tenantTransaction } from '#server/platform/database.ts';
import type { DeviceRefusal, Disorder } from './contract.ts';
import { selectClock, selectDeviceRefusals, selectRepeated } from './refusals.sql.ts';

const HOURS = 48;

/** What was sent in the name of a device and turned away. */
export async function listDeviceRefusals(actor: Actor, { id }: { id: string }): Promise<DeviceRefusal[]> {
  const scope = authorize(actor, 'uplinks.read');
  return tenantTransaction(scope, async (tx) => {
    await findDevice(tx, scope, id);
    return selectDeviceRefusals(tx, scope, id, HOURS);
  });
}

/** What came more than once, and a clock that cannot be right. */
export async function getDisorder(actor: Actor, { id }: { id: string }): Promise<Disorder> {
  const scope = authorize(actor, 'uplinks.read');
  return tenantTransaction(scope, async (tx) => {
    await findDevice(tx, scope, id);
    return {
      repeated: await selectRepeated(tx, scope, id, HOURS),
      clock: await selectClock(tx, scope, id),
    };
  });
}
