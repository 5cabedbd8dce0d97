import { type Actor, authorize } from '#server/access/actor.ts';
import { tenantTransaction } from '#server/platform/database.ts';
import { notFound } from '#server/platform/errors.ts';
import type { DeviceDownlinks } from './contract.ts';
import { selectOfferedDevices } from './offer.sql.ts';
import { selectDownlinksOfDevice } from './repository.ts';
import { offerOf } from './rules.ts';

const SHOWN = 100;

/** The latest of a device, and what it can be sent now. */
export async function getDeviceDownlinks(actor: Actor, { id }: { id: string }): Promise<DeviceDownlinks> {
  const scope = authorize(actor, 'downlinks.read');
  return tenantTransaction(scope, async (tx) => {
    const device = (await selectOfferedDevices(tx, scope, [id])).get(id);
    if (!device) throw notFound('devices');
    return {
      offer: offerOf(device.facts),
      downlinks: await selectDownlinksOfDevice(tx, scope, id, SHOWN),
    };
  });
}
