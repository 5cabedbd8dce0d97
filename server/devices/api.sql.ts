import { and, eq, inArray, sql } from 'drizzle-orm';
import { devices, networkAdapters } from '#db/schema/devices.ts';
import { flowDevices } from '#db/schema/flows.ts';
import type { Network } from '#server/device-types/contract.ts';
import { holdsText, ownedBy, timesWithin } from '#server/platform/api-filters.ts';
import { type ApiSort, planApiList } from '#server/platform/api-list.ts';
import type { Page } from '#server/platform/contract.ts';
import type { Tx } from '#server/platform/database.ts';
import { likeText } from '#server/platform/table-list.ts';
import type { TenantScope } from '#server/platform/tenant-scope.ts';
import type { DevicesQuery } from './api-contract.ts';

const columns = {
  id: devices.id,
  clientId: devices.customerId,
  projectId: devices.projectId,
  name: devices.name,
  description: devices.description,
  barcode: devices.barcode,
  deviceSpecificationId: devices.deviceTypeId,
  status: devices.status,
  tags: devices.tags,
  createdAt: devices.createdAt,
  modifiedAt: devices.modifiedAt,
};

export interface DeviceBody {
  id: string;
  clientId: string;
  projectId: string;
  name: string;
  description: string | null;
  barcode: string | null;
  deviceSpecificationId: string;
  status: 'ACTIVE' | 'DEACTIVATED';
  tags: string[];
  createdAt: Date;
  modifiedAt: Date;
}

const SORTS: Record<string, ApiSort> = {
  id: { key: devices.id, type: 'uuid' },
  name: { key: devices.name, type: 'text' },
  createdAt: { key: devices.createdAt, type: 'timestamptz' },
  modifiedAt: { key: devices.modifiedAt, type: 'timestamptz' },
};

export async function selectDeviceBodies(
  tx: Tx,
  scope: TenantScope,
  query: DevicesQuery,
  only?: string | { flowId: string },
): Promise<Page<DeviceBody>> {
  const plan = planApiList<DeviceBody>(query, SORTS, (row, field) => row[field as 'name' | 'createdAt']);
  const inFlow =
    typeof only === 'object'
      ? sql`exists (select from ${flowDevices} fd where fd.device_id = ${devices}.id and fd.flow_id = ${only.flowId}::uuid)`
      : undefined;
  const rows = await tx
    .select(columns)
    .from(devices)
    .where(
      and(
        eq(devices.customerId, scope.customerId),
        typeof only === 'string' ? eq(devices.id, only) : inFlow,
        ownedBy(scope.customerId, query.clientId),
        query.projectId ? eq(devices.projectId, query.projectId) : undefined,
        query.deviceSpecificationId ? inArray(devices.deviceTypeId, query.deviceSpecificationId) : undefined,
        query.barcode ? sql`${devices.barcode} ilike ${`%${likeText(query.barcode)}%`}` : undefined,
        holdsText(query.q, devices.name, devices.description),
        timesWithin(devices.createdAt, devices.modifiedAt, query),
        plan.where,
      ),
    )
    .orderBy(...plan.orderBy)
    .limit(plan.limit);
  return plan.pageOf(rows, (row) => row);
}

export async function selectIdByIdentifier(
  tx: Tx,
  scope: TenantScope,
  network: Network,
  identifier: string,
): Promise<string | null> {
  const [row] = await tx
    .select({ id: networkAdapters.deviceId })
    .from(networkAdapters)
    .where(
      and(
        eq(networkAdapters.customerId, scope.customerId),
        eq(networkAdapters.network, network),
        eq(networkAdapters.identifier, identifier),
      ),
    );
  return row?.id ?? null;
}
