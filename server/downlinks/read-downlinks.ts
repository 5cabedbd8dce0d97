import type { TablePage, TableQuery } from '#components/ui/data-table/table-query.ts';
import { type Actor, authorize } from '#server/access/actor.ts';
import { findDevice } from '#server/devices/find-device.ts';
import { tenantTransaction } from '#server/platform/database.ts';
import { notFound } from '#server/platform/errors.ts';
import type { Downlink, DownlinkFacts } from './contract.ts';
import { countOpenDownlinks, selectDownlinkPage } from './list.sql.ts';
import { selectOfferedDevices } from './offer.sql.ts';
import { offerOf } from './rules.ts';

/** What a device can be sent now, and whether anything is under way. */
export async function getDownlinkFacts(actor: Actor, { id }: { id: string }): Promise<DownlinkFacts> {
  const scope = authorize(actor, 'downlinks.read');
  return tenantTransaction(scope, async (tx) => {
    const device = (await selectOfferedDevices(tx, scope, [id])).get(id);
    if (!device) throw notFound('devices');
    return { offer: offerOf(device.facts), open: await countOpenDownlinks(tx, scope, id) };
  });
}

/** All that a device was ever sent. */
export async function listDeviceDownlinks(
  actor: Actor,
  { id, query }: { id: string; query: TableQuery },
): Promise<TablePage<Downlink>> {
  const scope = authorize(actor, 'downlinks.read');
  return tenantTransaction(scope, async (tx) => {
    await findDevice(tx, scope, id);
    return selectDownlinkPage(tx, scope, id, query);
  });
}
