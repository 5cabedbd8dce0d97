import { type Actor, authorize } from '#server/access/actor.ts';
import { selectMetric } from '#server/measurements/read-measurements.ts';
import { systemClock } from '#server/platform/clock.ts';
import { type Tx, tenantTransaction } from '#server/platform/database.ts';
import type { TenantScope } from '#server/platform/tenant-scope.ts';
import { reportedOf } from '#server/twins/read-twin.ts';
import { selectSignal } from '#server/uplinks/signal.sql.ts';
import { findDevice } from './find-device.ts';
import type { HealthTrends } from './health-contract.ts';
import { batteryOf, signalOf } from './rules.ts';

const DAYS = 30;
const POINTS = 180;
const SPAN_MS = DAYS * 24 * 3600_000;

/** How its battery runs down and how it is heard: too slow for a day to show. */
export async function getHealthTrends(actor: Actor, { id }: { id: string }): Promise<HealthTrends> {
  const scope = authorize(actor, 'devices.read');
  const to = systemClock.now();
  const range = { deviceId: id, from: new Date(to.getTime() - SPAN_MS), to };
  return tenantTransaction(scope, async (tx) => {
    await findDevice(tx, scope, id);
    const reported = await reportedOf(tx, scope, id);
    const battery = batteryOf(reported);
    const metric = signalOf(reported);
    const own = (name: string) => selectMetric(tx, scope, { ...range, points: POINTS }, name);
    return {
      from: range.from.getTime(),
      to: to.getTime(),
      battery: battery ? await own(battery.name) : null,
      signal: (await heardAt(tx, scope, range)) ?? (metric ? await own(metric) : null),
    };
  });
}

/** As its gateways heard it; null of a device that none has heard. */
async function heardAt(
  tx: Tx,
  scope: TenantScope,
  range: { deviceId: string; from: Date; to: Date },
): Promise<HealthTrends['signal']> {
  const bucketSeconds = SPAN_MS / 1000 / POINTS;
  const points = await selectSignal(tx, scope, { ...range, bucketSeconds });
  return points.length === 0 ? null : { name: 'ESP', unit: 'dBm', bucketSeconds, points };
}
