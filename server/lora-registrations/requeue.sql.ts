import { and, eq, isNotNull, isNull, sql } from 'drizzle-orm';
import { loraBindings } from '#db/schema/devices.ts';
import { loraRegistrations } from '#db/schema/lora-registrations.ts';
import type { Tx } from '#server/platform/database.ts';
import type { TenantScope } from '#server/platform/tenant-scope.ts';

/** For the use cases of a connection: what becomes of the registrations that go through it. */

const of = (scope: TenantScope, connectionId: string) =>
  and(eq(loraRegistrations.customerId, scope.customerId), eq(loraRegistrations.connectionId, connectionId));

/** What failed for the connection's sake is tried again with its present settings. */
export async function requeueFailedOf(tx: Tx, scope: TenantScope, connectionId: string): Promise<void> {
  const again = await tx
    .update(loraRegistrations)
    .set({
      attempts: 0,
      nextAt: sql`now()`,
      wishedAt: sql`now()`,
      revision: sql`${loraRegistrations.revision} + 1`,
    })
    .where(
      and(
        of(scope, connectionId),
        eq(loraRegistrations.failureOf, 'connection'),
        isNull(loraRegistrations.nextAt),
      ),
    )
    .returning({ deviceId: loraRegistrations.deviceId });
  if (again.length === 0) return;
  await tx.execute(sql`
    update ${loraBindings} b set status = case
        when r.wish = 'DELETED' then 'PENDING_DELETE'
        when r.wish = r.present then 'PENDING_UPDATE'
        when r.wish = 'DEACTIVATED' then 'PENDING_DEACTIVATE'
        when r.present = 'ABSENT' then 'PENDING_CREATE'
        else 'PENDING_REACTIVATE' end, modified_at = now()
    from ${loraRegistrations} r
    where r.device_id = b.device_id and r.customer_id = ${scope.customerId}
      and r.connection_id = ${connectionId} and b.status = 'FAILED' and r.next_at is not null`);
}

/** Before a connection goes, and its registrations with it. */
export async function returnToInventory(tx: Tx, scope: TenantScope, connectionId: string): Promise<void> {
  await tx.execute(sql`
    with gone as (
      delete from ${loraRegistrations} where customer_id = ${scope.customerId} and connection_id = ${connectionId}
      returning device_id)
    update ${loraBindings} b set status = 'INVENTORY', modified_at = now()
    from gone where gone.device_id = b.device_id`);
}

export async function countRegistrations(tx: Tx, scope: TenantScope, connectionId: string) {
  const [row] = await tx
    .select({
      total: sql<number>`count(*)::int`,
      pending: sql<number>`count(*) filter (where ${isNotNull(loraRegistrations.nextAt)})::int`,
      failed: sql<number>`count(*) filter (where ${isNull(loraRegistrations.nextAt)} and ${isNotNull(loraRegistrations.failureCode)})::int`,
    })
    .from(loraRegistrations)
    .where(of(scope, connectionId));
  return row ?? { total: 0, pending: 0, failed: 0 };
}
