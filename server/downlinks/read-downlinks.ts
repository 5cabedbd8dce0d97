import { type Actor, authorize } from '#server/access/actor.ts';
import { findDevice } from '#server/devices/find-device.ts';
import { tenantTransaction } from '#server/platform/database.ts';
import type { DeviceDownlinks } from './contract.ts';
import { selectDownlinksOfDevice, selectOfferFacts } from './repository.ts';
import { offerOf } from './rules.ts';

const SHOWN = 100;

/** The latest of a device, and what it can be sent now. */
export async function getDeviceDownlinks(actor: Actor, { id }: { id: string }): Promise<DeviceDownlinks> {
  const scope = authorize(actor, 'downlinks.read');
  return tenantTransaction(scope, async (tx) => {
    await findDevice(tx, scope, id);
    return {
      offer: offerOf(await selectOfferFacts(tx, scope, id)),
      downlinks: await selectDownlinksOfDevice(tx, scope, id, SHOWN),
    };
  });
}
