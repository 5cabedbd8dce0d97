import { and, eq, sql } from 'drizzle-orm';
import { flowDevices, flows } from '#db/schema/flows.ts';
import { selectApiPage } from '#server/platform/api-list.ts';
import type { Page } from '#server/platform/contract.ts';
import type { Tx } from '#server/platform/database.ts';
import { outer } from '#server/platform/outer-column.ts';
import type { RowOf } from '#server/platform/table-list.ts';
import type { TenantScope } from '#server/platform/tenant-scope.ts';
import type { DeviceGroupsQuery } from './api-contract.ts';

const selectBody = (tx: Tx) =>
  tx
    .select({
      id: flows.id,
      clientId: flows.customerId,
      name: flows.name,
      description: flows.description,
      projectId: flows.projectId,
      createdAt: flows.createdAt,
      modifiedAt: flows.modifiedAt,
    })
    .from(flows)
    .$dynamic();

export type DeviceGroupBody = RowOf<ReturnType<typeof selectBody>>;

export async function selectDeviceGroups(
  tx: Tx,
  scope: TenantScope,
  query: DeviceGroupsQuery,
  { id, deviceId }: { id?: string; deviceId?: string } = {},
): Promise<Page<DeviceGroupBody>> {
  const only = and(
    id ? eq(flows.id, id) : undefined,
    deviceId
      ? sql`exists (select from ${flowDevices} fd where fd.flow_id = ${outer(flows.id)} and fd.device_id = ${deviceId}::uuid)`
      : undefined,
    query.projectId ? eq(flows.projectId, query.projectId) : undefined,
  );
  return selectApiPage(selectBody(tx), flows, scope, query, only);
}

export async function selectLink(tx: Tx, scope: TenantScope, deviceId: string, flowId: string) {
  const [row] = await tx
    .select({
      deviceId: flowDevices.deviceId,
      deviceGroupId: flowDevices.flowId,
      createdAt: flowDevices.createdAt,
    })
    .from(flowDevices)
    .where(
      and(
        eq(flowDevices.customerId, scope.customerId),
        eq(flowDevices.deviceId, deviceId),
        eq(flowDevices.flowId, flowId),
      ),
    );
  return row ?? null;
}
