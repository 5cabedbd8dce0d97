import { and, eq, isNotNull, isNull, sql } from 'drizzle-orm';
import { loraRegistrations } from '#db/schema/lora-registrations.ts';
import type { Tx } from '#server/platform/database.ts';
import type { TenantScope } from '#server/platform/tenant-scope.ts';

/**
 * For the use cases of a connection: what becomes of the registrations that go through it. Those of a global one are
 * other customers' rows, so functions of the database do it, for the connection's owner only (decision 0016).
 */

/** What failed for the connection's sake is tried again with its present settings. */
export async function requeueFailedOf(tx: Tx, connectionId: string): Promise<void> {
  await tx.execute(sql`select requeue_registrations(${connectionId}::uuid)`);
}

/** Before a connection goes, and its registrations with it. Other customers find it in their audit logs. */
export async function returnToInventory(tx: Tx, connectionId: string): Promise<void> {
  await tx.execute(sql`select return_to_inventory(${connectionId}::uuid)`);
}

type Count = { total: number; pending: number; failed: number };

/** Of every customer, for the connection's owner. */
export async function countRegistrationsOfAll(tx: Tx, connectionId: string): Promise<Count> {
  const [row] = await tx.execute<Count>(
    sql`select total, pending, failed from count_registrations(${connectionId}::uuid)`,
  );
  return row ?? { total: 0, pending: 0, failed: 0 };
}

/** Of one customer. */
export async function countRegistrations(tx: Tx, scope: TenantScope, connectionId: string): Promise<Count> {
  const [row] = await tx
    .select({
      total: sql<number>`count(*)::int`,
      pending: sql<number>`count(*) filter (where ${isNotNull(loraRegistrations.nextAt)})::int`,
      failed: sql<number>`count(*) filter (where ${isNull(loraRegistrations.nextAt)} and ${isNotNull(loraRegistrations.failureCode)})::int`,
    })
    .from(loraRegistrations)
    .where(
      and(
        eq(loraRegistrations.customerId, scope.customerId),
        eq(loraRegistrations.connectionId, connectionId),
      ),
    );
  return row ?? { total: 0, pending: 0, failed: 0 };
}
