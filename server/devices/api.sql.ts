import { and, asc, eq, inArray, sql } from 'drizzle-orm';
import { devices, networkAdapters } from '#db/schema/devices.ts';
import { flowDevices } from '#db/schema/flows.ts';
import { sims } from '#db/schema/sims.ts';
import type { Network } from '#server/device-types/contract.ts';
import { selectApiPage } from '#server/platform/api-list.ts';
import type { Page } from '#server/platform/contract.ts';
import type { Tx } from '#server/platform/database.ts';
import { outer } from '#server/platform/outer-column.ts';
import type { RowOf } from '#server/platform/table-list.ts';
import type { TenantScope } from '#server/platform/tenant-scope.ts';
import { contains } from '#server/platform/text-match.ts';
import type { DevicesQuery } from './api-contract.ts';
import type { Location } from './contract.ts';
import { narrowBodies } from './narrow.sql.ts';

const selectBody = (tx: Tx) =>
  tx
    .select({
      id: devices.id,
      clientId: devices.customerId,
      projectId: devices.projectId,
      name: devices.name,
      description: devices.description,
      barcode: devices.barcode,
      deviceSpecificationId: devices.deviceTypeId,
      status: devices.status,
      tags: devices.tags,
      location: sql<Location | null>`case when ${devices.latitude} is not null
        then json_build_object('latitude', ${devices.latitude}, 'longitude', ${devices.longitude}, 'altitude', ${devices.altitude}) end`,
      createdAt: devices.createdAt,
      modifiedAt: devices.modifiedAt,
    })
    .from(devices)
    .$dynamic();

export type DeviceBody = RowOf<ReturnType<typeof selectBody>>;

export async function selectDeviceBodies(
  tx: Tx,
  scope: TenantScope,
  query: DevicesQuery,
  { id, flowId }: { id?: string; flowId?: string } = {},
): Promise<Page<DeviceBody>> {
  const only = and(
    await narrowBodies(tx, query),
    id ? eq(devices.id, id) : undefined,
    flowId
      ? sql`exists (select from ${flowDevices} fd where fd.customer_id = ${outer(devices.customerId)} and fd.device_id = ${outer(devices.id)} and fd.flow_id = ${flowId}::uuid)`
      : undefined,
    query.projectId ? eq(devices.projectId, query.projectId) : undefined,
    query.deviceSpecificationId ? inArray(devices.deviceTypeId, query.deviceSpecificationId) : undefined,
    query.barcode ? contains(devices.barcode, query.barcode) : undefined,
  );
  return selectApiPage(selectBody(tx), devices, scope, query, only);
}

/** With the SIM that is in the device, on its M2M adapter. */
export async function selectAdapterBodies(tx: Tx, scope: TenantScope, deviceId: string) {
  return tx
    .select({
      id: networkAdapters.id,
      type: networkAdapters.network,
      identifier: networkAdapters.identifier,
      iccId: sims.iccid,
      createdAt: networkAdapters.createdAt,
      modifiedAt: networkAdapters.modifiedAt,
    })
    .from(networkAdapters)
    .leftJoin(
      sims,
      and(
        eq(networkAdapters.network, 'cellular'),
        eq(sims.customerId, networkAdapters.customerId),
        eq(sims.deviceId, networkAdapters.deviceId),
      ),
    )
    .where(and(eq(networkAdapters.customerId, scope.customerId), eq(networkAdapters.deviceId, deviceId)))
    .orderBy(asc(networkAdapters.createdAt), asc(networkAdapters.id));
}

export type AdapterRow = Awaited<ReturnType<typeof selectAdapterBodies>>[number];

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
