import type { TablePage, TableQuery } from '#components/ui/data-table/table-query.ts';
import { type Actor, authorize } from '#server/access/actor.ts';
import { systemClock } from '#server/platform/clock.ts';
import { pulseOf } from '#server/uplinks/read-uplinks.ts';
import { getDeviceHealth } from './get-device-health.ts';
import type { DeviceDay, DeviceHead, DeviceRowItem } from './health-contract.ts';
import { getDevice, listDevices } from './read-devices.ts';

const DAY_MS = 24 * 3600_000;
/** As many as the strip of a list has room to tell apart, and the strip of a page. */
const LIST_SLOTS = 144;
const PAGE_SLOTS = 360;

/** The list as the portal draws it: each device with its last day. */
export async function listDeviceRows(actor: Actor, query: TableQuery): Promise<TablePage<DeviceRowItem>> {
  authorize(actor, 'devices.read');
  const page = await listDevices(actor, query);
  const ids = page.rows.map((row) => row.id);
  const days = await daysOf(actor, ids, LIST_SLOTS);
  return { ...page, rows: page.rows.map((row) => ({ ...row, day: days(row.id) })) };
}

/** What stands above every tab of a device's page. */
export async function getDeviceHead(actor: Actor, { id }: { id: string }): Promise<DeviceHead> {
  authorize(actor, 'devices.read');
  const device = await getDevice(actor, { id });
  const [health, days] = await Promise.all([getDeviceHealth(actor, { id }), daysOf(actor, [id], PAGE_SLOTS)]);
  return { device, health, day: days(id) };
}

async function daysOf(actor: Actor, deviceIds: string[], slots: number): Promise<(id: string) => DeviceDay> {
  const to = systemClock.now();
  const from = new Date(to.getTime() - DAY_MS);
  const pulses = deviceIds.length > 0 ? await pulseOf(actor, { deviceIds, from, to, slots }) : {};
  return (id) => ({ from: from.getTime(), to: to.getTime(), slots: pulses[id] ?? [], slotCount: slots });
}
