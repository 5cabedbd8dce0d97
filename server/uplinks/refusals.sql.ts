import { and, desc, eq, gt, sql } from 'drizzle-orm';
import { deviceRefusals } from '#db/schema/device-refusals.ts';
import type { Tx } from '#server/platform/database.ts';
import type { TenantScope } from '#server/platform/tenant-scope.ts';
import type { DeviceRefusal, Disorder } from './contract.ts';

const DAY_SECONDS = 86_400;

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

/** How often its messages were told again, by whichever connection. */
export async function selectRepeated(
  tx: Tx,
  scope: TenantScope,
  deviceId: string,
  hours: number,
): Promise<Disorder['repeated']> {
  const [row] = await tx.execute<{ count: number; lastAt: string | null }>(sql`
    select coalesce(sum(count), 0)::float8 as count, max(last_at) as "lastAt" from repeated_messages
    where customer_id = ${scope.customerId}::uuid and device_id = ${deviceId}::uuid
      and hour > now() - make_interval(hours => ${hours}::int)`);
  return row?.lastAt ? { count: row.count, lastAt: new Date(row.lastAt) } : null;
}

/** Whether the newest message of a device tells a time that is more than a day off. */
export async function selectClock(tx: Tx, scope: TenantScope, deviceId: string): Promise<Disorder['clock']> {
  const [row] = await tx.execute<{ id: number; at: string; seconds: number }>(sql`
    select id::float8 as id, received_at as at, extract(epoch from occurred_at - received_at)::float8 as seconds from uplinks
    where customer_id = ${scope.customerId}::uuid and device_id = ${deviceId}::uuid
      and kind in ('lora.uplink', 'http.senml', 'mqtt.senml', 'digitalmatter.record')
    order by received_at desc limit 1`);
  if (!row || Math.abs(row.seconds) <= DAY_SECONDS) return null;
  const seconds = Math.round(Math.abs(row.seconds));
  return { mark: row.seconds > 0 ? 'ahead' : 'behind', seconds, uplinkId: row.id, at: new Date(row.at) };
}
