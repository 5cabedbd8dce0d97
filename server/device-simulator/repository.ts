import { and, asc, eq, gt, inArray, sql } from 'drizzle-orm';
import { simulatorLinks } from '#db/schema/device-simulator.ts';
import { deviceTypes } from '#db/schema/device-types.ts';
import { deviceSecrets, devices, networkAdapters } from '#db/schema/devices.ts';
import { accessDatabase, type Tx } from '#server/platform/database.ts';
import type { TenantScope } from '#server/platform/tenant-scope.ts';

const own = (scope: TenantScope, deviceId: string) =>
  and(eq(simulatorLinks.customerId, scope.customerId), eq(simulatorLinks.deviceId, deviceId));

/** A device with the adapter by which it posts itself, and its sealed secret; null where there is no such device. */
export async function selectSender(tx: Tx, scope: TenantScope, deviceId: string) {
  const [row] = await tx
    .select({
      id: devices.id,
      name: devices.name,
      deviceType: deviceTypes.name,
      network: networkAdapters.network,
      identifier: networkAdapters.identifier,
      secret: deviceSecrets.secret,
    })
    .from(devices)
    .innerJoin(deviceTypes, eq(deviceTypes.id, devices.deviceTypeId))
    .leftJoin(
      networkAdapters,
      and(
        eq(networkAdapters.deviceId, devices.id),
        inArray(networkAdapters.network, ['cellular', 'generic']),
      ),
    )
    .leftJoin(deviceSecrets, eq(deviceSecrets.deviceId, devices.id))
    .where(and(eq(devices.customerId, scope.customerId), eq(devices.id, deviceId)))
    .orderBy(asc(networkAdapters.createdAt))
    .limit(1);
  return row ?? null;
}

export async function selectLink(tx: Tx, scope: TenantScope, deviceId: string) {
  const [row] = await tx.select().from(simulatorLinks).where(own(scope, deviceId));
  return row ?? null;
}

export async function replaceLink(
  tx: Tx,
  scope: TenantScope,
  values: Omit<typeof simulatorLinks.$inferInsert, 'customerId'>,
): Promise<void> {
  await deleteLink(tx, scope, values.deviceId);
  await tx.insert(simulatorLinks).values({ ...values, customerId: scope.customerId });
}

export async function deleteLink(tx: Tx, scope: TenantScope, deviceId: string): Promise<boolean> {
  const rows = await tx
    .delete(simulatorLinks)
    .where(own(scope, deviceId))
    .returning({ id: simulatorLinks.id });
  return rows.length > 0;
}

/** Before it is known whose the link is: a live one, by the hash of its token. */
export async function useSystemLink(tokenHash: string) {
  const [row] = await accessDatabase()
    .update(simulatorLinks)
    .set({ lastUsedAt: sql`now()` })
    .where(and(eq(simulatorLinks.tokenHash, tokenHash), gt(simulatorLinks.expiresAt, sql`now()`)))
    .returning({
      customerId: simulatorLinks.customerId,
      deviceId: simulatorLinks.deviceId,
      expiresAt: simulatorLinks.expiresAt,
    });
  return row ?? null;
}
