import { and, eq, inArray, sql } from 'drizzle-orm';
import { desiredResends } from '#db/schema/twins.ts';
import { pipelineSql, type Tx } from '#server/platform/database.ts';
import type { TenantScope } from '#server/platform/tenant-scope.ts';
import type { Resend } from './resend-rules.ts';

/** Wishes that are sent again by themselves. */

export type ResendRow = Resend & { dueAt: Date | null };

export async function selectResends(tx: Tx, scope: TenantScope, deviceId: string): Promise<ResendRow[]> {
  return tx
    .select({
      name: desiredResends.name,
      downlinkId: desiredResends.downlinkId,
      most: desiredResends.most,
      sent: desiredResends.sent,
      pauseSeconds: desiredResends.pauseSeconds,
      dueAt: desiredResends.dueAt,
    })
    .from(desiredResends)
    .where(and(eq(desiredResends.customerId, scope.customerId), eq(desiredResends.deviceId, deviceId)));
}

/** In the place of what was agreed for these names before. */
export async function replaceResends(
  tx: Tx,
  scope: TenantScope,
  deviceId: string,
  names: readonly string[],
  of: { downlinkId: string; most: number; pauseSeconds: number; dueAt: Date } | null,
): Promise<void> {
  const { customerId } = scope;
  await tx
    .delete(desiredResends)
    .where(
      and(
        eq(desiredResends.customerId, customerId),
        eq(desiredResends.deviceId, deviceId),
        inArray(desiredResends.name, [...names]),
      ),
    );
  if (of)
    await tx.insert(desiredResends).values(names.map((name) => ({ customerId, deviceId, name, ...of })));
}

export async function updateResend(
  tx: Tx,
  scope: TenantScope,
  deviceId: string,
  { name, ...to }: { name: string; dueAt: Date | null; sent?: number; downlinkId?: string },
): Promise<void> {
  await tx
    .update(desiredResends)
    .set(to)
    .where(
      and(
        eq(desiredResends.customerId, scope.customerId),
        eq(desiredResends.deviceId, deviceId),
        eq(desiredResends.name, name),
      ),
    );
}

export interface ResendDevice {
  customerId: string;
  deviceId: string;
}

/** Devices of all customers of which a wish is due, the longest due first. */
export async function dueSystemResends(now: Date, limit: number): Promise<ResendDevice[]> {
  return pipelineSql()<ResendDevice[]>`
    select customer_id as "customerId", device_id as "deviceId" from desired_resends
    where due_at <= ${now} group by 1, 2 order by min(due_at) limit ${limit}`;
}

/** What is due of a device is looked at again then. */
export async function putOffSystemResends(
  { customerId, deviceId }: ResendDevice,
  now: Date,
  to: Date,
): Promise<void> {
  await pipelineSql()`
    update desired_resends set due_at = ${to}
    where customer_id = ${customerId} and device_id = ${deviceId} and due_at <= ${now}`;
}

/** What it is wished to be no more. */
export async function deleteDesired(
  tx: Tx,
  scope: TenantScope,
  deviceId: string,
  name: string,
): Promise<void> {
  await tx.execute(sql`
    update twins set desired = desired - ${name}::text, version = version + 1, modified_at = now()
    where customer_id = ${scope.customerId}::uuid and device_id = ${deviceId}::uuid`);
}
