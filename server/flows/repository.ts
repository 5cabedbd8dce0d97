import { and, asc, eq, inArray, sql } from 'drizzle-orm';
import { flowDevices, flows } from '#db/schema/flows.ts';
import type { Tx } from '#server/platform/database.ts';
import type { TenantScope } from '#server/platform/tenant-scope.ts';

export async function selectFlowsOfDevice(tx: Tx, scope: TenantScope, deviceId: string) {
  return tx
    .select({
      id: flows.id,
      name: flows.name,
      description: flows.description,
      projectId: flows.projectId,
      createdAt: flows.createdAt,
      modifiedAt: flows.modifiedAt,
    })
    .from(flowDevices)
    .innerJoin(flows, eq(flows.id, flowDevices.flowId))
    .where(and(eq(flowDevices.customerId, scope.customerId), eq(flowDevices.deviceId, deviceId)))
    .orderBy(asc(flows.name));
}

/** Held until the transaction ends. */
export async function lockFlows(tx: Tx, scope: TenantScope, ids: string[]) {
  return tx
    .select({
      id: flows.id,
      name: flows.name,
      description: flows.description,
      projectId: flows.projectId,
    })
    .from(flows)
    .where(and(eq(flows.customerId, scope.customerId), inArray(flows.id, ids)))
    .orderBy(asc(flows.id))
    .for('update');
}

export async function insertFlow(
  tx: Tx,
  scope: TenantScope,
  values: { projectId: string; name: string; description: string | null },
): Promise<string> {
  const [row] = await tx
    .insert(flows)
    .values({ ...values, customerId: scope.customerId })
    .returning({ id: flows.id });
  if (!row) throw new Error('flow not stored');
  return row.id;
}

export async function updateFlowRow(
  tx: Tx,
  scope: TenantScope,
  id: string,
  values: { name?: string; description?: string | null },
): Promise<void> {
  await tx
    .update(flows)
    .set({ ...values, modifiedAt: sql`now()` })
    .where(and(eq(flows.customerId, scope.customerId), eq(flows.id, id)));
}

export async function deleteFlowRow(tx: Tx, scope: TenantScope, id: string): Promise<void> {
  await tx.delete(flows).where(and(eq(flows.customerId, scope.customerId), eq(flows.id, id)));
}
