import { and, eq, sql } from 'drizzle-orm';
import { deviceTypeEncoders, encoders } from '#db/schema/device-types.ts';
import { flowEncoders, flows } from '#db/schema/flows.ts';
import type { Command } from '#server/device-types/contract.ts';
import type { Tx } from '#server/platform/database.ts';
import type { TenantScope } from '#server/platform/tenant-scope.ts';

/** Tables that a customer makes itself; scripts have a life of their own. */

const own = (scope: TenantScope, id: string) =>
  and(eq(encoders.customerId, scope.customerId), eq(encoders.id, id), eq(encoders.kind, 'table'));

export interface TableValues {
  name: string;
  description: string | null;
  combines: boolean;
  commands: Command[];
}

export async function lockEncoder(tx: Tx, scope: TenantScope, id: string) {
  const [row] = await tx
    .select({
      id: encoders.id,
      name: encoders.name,
      description: encoders.description,
      combines: encoders.combines,
      commands: encoders.commands,
    })
    .from(encoders)
    .where(own(scope, id))
    .for('update');
  return row ? { ...row, commands: row.commands as Command[] } : null;
}

/** With the type that offers it. */
export async function insertEncoder(
  tx: Tx,
  { customerId }: TenantScope,
  id: string,
  type: { id: string; customerId: string },
  values: ({ kind: 'table' } & TableValues) | { kind: 'script'; name: string; description: string | null },
): Promise<void> {
  await tx.insert(encoders).values({ ...values, id, customerId });
  await tx.insert(deviceTypeEncoders).values({
    customerId,
    deviceTypeCustomerId: type.customerId,
    deviceTypeId: type.id,
    encoderCustomerId: customerId,
    encoderId: id,
  });
}

export async function updateEncoderRow(
  tx: Tx,
  scope: TenantScope,
  id: string,
  values: Partial<TableValues>,
): Promise<void> {
  await tx
    .update(encoders)
    .set({ ...values, modifiedAt: sql`now()` })
    .where(own(scope, id));
}

export async function deleteEncoderRow(tx: Tx, scope: TenantScope, id: string): Promise<void> {
  await tx.delete(encoders).where(own(scope, id));
}

/** Names of the flows that have it switched on. */
export async function selectFlowsOfEncoder(tx: Tx, scope: TenantScope, id: string): Promise<string[]> {
  const rows = await tx
    .selectDistinct({ name: flows.name })
    .from(flowEncoders)
    .innerJoin(flows, eq(flows.id, flowEncoders.flowId))
    .where(and(eq(flowEncoders.customerId, scope.customerId), eq(flowEncoders.encoderId, id)));
  return rows.map(({ name }) => name).sort();
}
