import { and, desc, eq, gt, sql } from 'drizzle-orm';
import { deviceRefusals } from '#db/schema/device-refusals.ts';
import type { Tx } from '#server/platform/database.ts';
import type { TenantScope } from '#server/platform/tenant-scope.ts';
import type { DeviceRefusal } from './contract.ts';

/** Messages in the name of a device that were refused, by reason, the newest reason first. */
export async function selectDeviceRefusals(
  tx: Tx,
  scope: TenantScope,
  deviceId: string,
  hours: number,
): Promise<DeviceRefusal[]> {
  const lastAt = sql<string>`max(${deviceRefusals.lastAt})`;
  const rows = await tx
    .select({
      reason: deviceRefusals.reason,
      count: sql<number>`sum(${deviceRefusals.count})::float8`,
      lastAt,
      lastDetail: sql<
        string | null
      >`(array_agg(${deviceRefusals.lastDetail} order by ${deviceRefusals.lastAt} desc))[1]`,
    })
    .from(deviceRefusals)
    .where(
      and(
        eq(deviceRefusals.customerId, scope.customerId),
        eq(deviceRefusals.deviceId, deviceId),
        gt(deviceRefusals.hour, sql`now() - make_interval(hours => ${hours}::int)`),
      ),
    )
    .groupBy(deviceRefusals.reason)
    .orderBy(desc(lastAt));
  return rows.map((row) => ({ ...row, lastAt: new Date(row.lastAt) }));
}
