import type { TablePage, TableQuery } from '#components/ui/data-table/table-query.ts';
import { type Actor, authorize } from '#server/access/actor.ts';
import { enabledDecodersOf } from '#server/flows/enabled-decoders.ts';
import { systemClock } from '#server/platform/clock.ts';
import { tenantTransaction } from '#server/platform/database.ts';
import { notFound } from '#server/platform/errors.ts';
import type { Device, DeviceListItem, TwinNamesQuery } from './contract.ts';
import { selectDevicePage } from './list.sql.ts';
import { selectDevice } from './repository.ts';
import { selectTags } from './tags.sql.ts';
import { selectTwinNames } from './twin-columns.sql.ts';

export async function listDevices(actor: Actor, query: TableQuery): Promise<TablePage<DeviceListItem>> {
  const scope = authorize(actor, 'devices.read');
  return tenantTransaction(scope, (tx) => selectDevicePage(tx, scope, query, systemClock.now()));
}

export async function getDevice(actor: Actor, { id }: { id: string }): Promise<Device> {
  const scope = authorize(actor, 'devices.read');
  return tenantTransaction(scope, async (tx) => {
    const device = await selectDevice(tx, scope, id, systemClock.now());
    if (!device) throw notFound('devices');
    const decoders = await enabledDecodersOf(tx, scope, device.id);
    return { ...device, records: decoders.flatMap((decoder) => decoder.records) };
  });
}

/** What the list can show of twins: names that the customer's devices report. */
export async function listTwinNames(actor: Actor, { q }: TwinNamesQuery): Promise<string[]> {
  const scope = authorize(actor, 'devices.read');
  return tenantTransaction(scope, (tx) => selectTwinNames(tx, scope, q));
}

/** Tags to filter by; any other can be typed. */
export async function listTags(actor: Actor, { q }: TwinNamesQuery): Promise<string[]> {
  const scope = authorize(actor, 'devices.read');
  return tenantTransaction(scope, (tx) => selectTags(tx, scope, q));
}
