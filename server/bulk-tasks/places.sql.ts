import { eq, inArray } from 'drizzle-orm';
import { PLATFORM_CUSTOMER_ID } from '#db/columns.ts';
import { deviceTypes } from '#db/schema/device-types.ts';
import { flows } from '#db/schema/flows.ts';
import type { Network } from '#server/device-types/contract.ts';
import type { Tx } from '#server/platform/database.ts';
import type { TenantScope } from '#server/platform/tenant-scope.ts';

/** What sheets name by name: few of each, read once a plan. */

export async function selectFlowsNamed(tx: Tx, scope: TenantScope) {
  return tx
    .select({ id: flows.id, name: flows.name, projectId: flows.projectId })
    .from(flows)
    .where(eq(flows.customerId, scope.customerId));
}

export async function selectTypesNamed(tx: Tx, scope: TenantScope) {
  const rows = await tx
    .select({
      id: deviceTypes.id,
      name: deviceTypes.name,
      slug: deviceTypes.slug,
      category: deviceTypes.category,
      networks: deviceTypes.networks,
      loraKeys: deviceTypes.loraKeys,
    })
    .from(deviceTypes)
    .where(inArray(deviceTypes.customerId, [scope.customerId, PLATFORM_CUSTOMER_ID]));
  return rows.map((row) => ({ ...row, networks: row.networks as Network[] }));
}
