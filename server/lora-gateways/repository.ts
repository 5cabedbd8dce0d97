import { and, asc, eq, sql } from 'drizzle-orm';
import { loraGateways } from '#db/schema/lora-gateways.ts';
import type { Tx } from '#server/platform/database.ts';
import type { TenantScope } from '#server/platform/tenant-scope.ts';
import type { GatewayCreate, LoraGateway } from './contract.ts';

const columns = {
  id: loraGateways.id,
  gatewayId: loraGateways.gatewayId,
  name: loraGateways.name,
  latitude: loraGateways.latitude,
  longitude: loraGateways.longitude,
  radius: loraGateways.radius,
};

const own = (scope: TenantScope, id: string) =>
  and(eq(loraGateways.customerId, scope.customerId), eq(loraGateways.id, id));

export async function selectGateways(tx: Tx, scope: TenantScope): Promise<LoraGateway[]> {
  return tx
    .select({ ...columns, modifiedAt: loraGateways.modifiedAt })
    .from(loraGateways)
    .where(eq(loraGateways.customerId, scope.customerId))
    .orderBy(asc(loraGateways.name), asc(loraGateways.id));
}

export async function countGateways(tx: Tx, scope: TenantScope): Promise<number> {
  return tx.$count(loraGateways, eq(loraGateways.customerId, scope.customerId));
}

export async function lockGateway(tx: Tx, scope: TenantScope, id: string) {
  const [row] = await tx.select(columns).from(loraGateways).where(own(scope, id)).for('update');
  return row ?? null;
}

export async function insertGateway(
  tx: Tx,
  { customerId }: TenantScope,
  values: GatewayCreate & { id: string },
) {
  await tx.insert(loraGateways).values({ ...values, customerId });
}

export async function updateGatewayRow(
  tx: Tx,
  scope: TenantScope,
  id: string,
  values: Partial<GatewayCreate>,
): Promise<void> {
  await tx
    .update(loraGateways)
    .set({ ...values, modifiedAt: sql`now()` })
    .where(own(scope, id));
}

export async function deleteGatewayRow(tx: Tx, scope: TenantScope, id: string): Promise<void> {
  await tx.delete(loraGateways).where(own(scope, id));
}
