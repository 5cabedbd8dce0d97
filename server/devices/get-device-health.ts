import { type Actor, authorize } from '#server/access/actor.ts';
import { systemClock } from '#server/platform/clock.ts';
import { tenantTransaction } from '#server/platform/database.ts';
import { notFound } from '#server/platform/errors.ts';
import { reportedOf } from '#server/twins/read-twin.ts';
import { selectDayOfDevice, selectFrameCounters } from './health.sql.ts';
import type { DeviceHealth } from './health-contract.ts';
import { selectDevice } from './repository.ts';
import { batteryOf, lossPercent } from './rules.ts';

/** What the header of a device answers before anyone asks. */
export async function getDeviceHealth(actor: Actor, { id }: { id: string }): Promise<DeviceHealth> {
  const scope = authorize(actor, 'devices.read');
  return tenantTransaction(scope, async (tx) => {
    const device = await selectDevice(tx, scope, id, systemClock.now());
    if (!device) throw notFound('devices');
    const counters = await selectFrameCounters(tx, scope, id);
    const day = await selectDayOfDevice(tx, scope, id);
    return {
      activity: device.activity,
      lastMessageAt: device.lastMessageAt,
      intervalSeconds: device.intervalSeconds,
      lossPercent: lossPercent(counters),
      signal: device.lastSignal,
      spreadingFactor: device.lastSpreadingFactor,
      battery: batteryOf(await reportedOf(tx, scope, id)),
      deliveries: {
        delivered: day?.delivered ?? 0,
        failed: day?.failed ?? 0,
        pending: day?.pending ?? 0,
        destinations: day?.destinations ?? 0,
      },
      uplinks24h: day?.uplinks ?? 0,
      decodingFailures24h: day?.decoding_failures ?? 0,
    };
  });
}
