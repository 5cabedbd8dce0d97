import { and, eq, inArray, sql } from 'drizzle-orm';
import { destinations } from '#db/schema/destinations.ts';
import type { Tx } from '#server/platform/database.ts';
import type { TenantScope } from '#server/platform/tenant-scope.ts';
import { destinationColumns } from './list.sql.ts';

const own = (scope: TenantScope, id: string) =>
  and(eq(destinations.customerId, scope.customerId), eq(destinations.id, id));

export async function selectDestination(tx: Tx, scope: TenantScope, id: string) {
  const [row] = await tx
    .select({
      ...destinationColumns,
      settings: destinations.settings,
      secrets: destinations.secrets,
      merger: destinations.merger,
    })
    .from(destinations)
    .where(own(scope, id));
  return row ?? null;
}

/** How these are set up, secrets sealed. */
export async function selectConfigurations(tx: Tx, scope: TenantScope, ids: string[]) {
  if (ids.length === 0) return [];
  return tx
    .select({
      id: destinations.id,
      kind: destinations.kind,
      settings: destinations.settings,
      secrets: destinations.secrets,
    })
    .from(destinations)
    .where(and(eq(destinations.customerId, scope.customerId), inArray(destinations.id, ids)));
}

export async function lockDestination(tx: Tx, scope: TenantScope, id: string) {
  const [row] = await tx.select().from(destinations).where(own(scope, id)).for('update');
  return row ?? null;
}

export async function selectDestinationName(tx: Tx, scope: TenantScope, id: string) {
  const [row] = await tx
    .select({ id: destinations.id, name: destinations.name, kind: destinations.kind })
    .from(destinations)
    .where(own(scope, id));
  return row ?? null;
}

export async function insertDestination(
  tx: Tx,
  scope: TenantScope,
  values: Omit<typeof destinations.$inferInsert, 'customerId'>,
): Promise<void> {
  await tx.insert(destinations).values({ ...values, customerId: scope.customerId });
}

export async function updateDestinationRow(
  tx: Tx,
  scope: TenantScope,
  id: string,
  values: Partial<
    Pick<
      typeof destinations.$inferInsert,
      | 'name'
      | 'description'
      | 'settings'
      | 'secrets'
      | 'merger'
      | 'status'
      | 'failuresInARow'
      | 'failingSince'
      | 'breakerUntil'
      | 'lastError'
    >
  >,
): Promise<void> {
  await tx
    .update(destinations)
    .set({ ...values, modifiedAt: sql`now()` })
    .where(own(scope, id));
}

export async function deleteDestinationRow(tx: Tx, scope: TenantScope, id: string): Promise<void> {
  await tx.delete(destinations).where(own(scope, id));
}
