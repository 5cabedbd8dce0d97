import { type SlotHours, slotStarts } from '#components/ui/calendar.ts';
import { type Actor, authorize } from '#server/access/actor.ts';
import { findDevice } from '#server/devices/find-device.ts';
import { tenantTransaction } from '#server/platform/database.ts';
import { selectRadioCells } from './radio-use.sql.ts';
import type { RadioUse, RadioUseQuery } from './radio-use-contract.ts';

const HOUR_MS = 3_600_000;

/** Some dozens of slots, whatever the period. */
export function slotHoursOf(from: Date, to: Date): SlotHours {
  const hours = (to.getTime() - from.getTime()) / HOUR_MS;
  if (hours <= 50) return 1;
  return hours <= 9 * 24 ? 6 : 24;
}

/** On which channels and with which spreading factors a device's frames went, over time. */
export async function getRadioUse(actor: Actor, query: RadioUseQuery): Promise<RadioUse> {
  const scope = authorize(actor, 'uplinks.read');
  const { deviceId, from, to, zone } = query;
  const slotHours = slotHoursOf(from, to);
  const slots = slotStarts(from.getTime(), to.getTime(), slotHours, zone).map((at) => new Date(at));
  return tenantTransaction(scope, async (tx) => {
    await findDevice(tx, scope, deviceId);
    return { from, to, slotHours, slots, cells: await selectRadioCells(tx, scope, query, slots) };
  });
}
