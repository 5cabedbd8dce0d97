import { and, eq, sql } from 'drizzle-orm';
import { flowDevices, flows } from '#db/schema/flows.ts';
import { holdsText, ownedBy, timesWithin } from '#server/platform/api-filters.ts';
import { type ApiSort, planApiList } from '#server/platform/api-list.ts';
import type { Page } from '#server/platform/contract.ts';
import type { Tx } from '#server/platform/database.ts';
import type { TenantScope } from '#server/platform/tenant-scope.ts';
import type { DeviceGroupsQuery } from './api-contract.ts';

export interface DeviceGroupBody {
  id: string;
  clientId: string;
  name: string;
  description: string | null;
  projectId: string;
  createdAt: Date;
  modifiedAt: Date;
}

const columns = {
  id: flows.id,
  clientId: flows.customerId,
  name: flows.name,
  description: flows.description,
  projectId: flows.projectId,
  createdAt: flows.createdAt,
  modifiedAt: flows.modifiedAt,
};

const SORTS: Record<string, ApiSort> = {
  id: { key: flows.id, type: 'uuid' },
  name: { key: flows.name, type: 'text' },
  createdAt: { key: flows.createdAt, type: 'timestamptz' },
  modifiedAt: { key: flows.modifiedAt, type: 'timestamptz' },
};

export async function selectDeviceGroups(
  tx: Tx,
  scope: TenantScope,
  query: DeviceGroupsQuery,
  only: { id?: string; deviceId?: string } = {},
): Promise<Page<DeviceGroupBody>> {
  const plan = planApiList<DeviceGroupBody>(query, SORTS, (row, field) => row[field as 'name' | 'createdAt']);
  const rows = await tx
    .select(columns)
    .from(flows)
    .where(
      and(
        eq(flows.customerId, scope.customerId),
        only.id ? eq(flows.id, only.id) : undefined,
        only.deviceId
          ? sql`exists (select from ${flowDevices} fd where fd.flow_id = ${flows}.id and fd.device_id = ${only.deviceId}::uuid)`
          : undefined,
        ownedBy(scope.customerId, query.clientId),
        query.projectId ? eq(flows.projectId, query.projectId) : undefined,
        holdsText(query.q, flows.name, flows.description),
        timesWithin(flows.createdAt, flows.modifiedAt, query),
        plan.where,
      ),
    )
    .orderBy(...plan.orderBy)
    .limit(plan.limit);
  return plan.pageOf(rows, (row) => row);
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
