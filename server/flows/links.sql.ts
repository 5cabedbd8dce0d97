import { and, asc, eq, gt, inArray, sql } from 'drizzle-orm';
import { decoders } from '#db/schema/device-types.ts';
import { devices } from '#db/schema/devices.ts';
import { flowDecoders, flowDestinations, flowDevices } from '#db/schema/flows.ts';
import type { Tx } from '#server/platform/database.ts';
import { jsonb } from '#server/platform/jsonb.ts';
import type { TenantScope } from '#server/platform/tenant-scope.ts';
import { enableEncodersOfNewTypes } from './encoders.sql.ts';

/** What flows are linked to: devices, decoders, destinations. A link is there or not; both ways tell what changed. */

/** The devices of these that exist, with their projects. */
export async function selectDeviceProjects(tx: Tx, scope: TenantScope, ids: string[]) {
  return tx
    .select({ id: devices.id, name: devices.name, projectId: devices.projectId })
    .from(devices)
    .where(and(eq(devices.customerId, scope.customerId), inArray(devices.id, ids)));
}

/** Devices that are linked to a flow, so many at a time, in the order of their ids. */
export async function selectDevicesOfFlow(
  tx: Tx,
  scope: TenantScope,
  flowId: string,
  { after, limit }: { after: string | null; limit: number },
) {
  return tx
    .select({ id: devices.id, name: devices.name })
    .from(flowDevices)
    .innerJoin(devices, eq(devices.id, flowDevices.deviceId))
    .where(
      and(
        eq(flowDevices.customerId, scope.customerId),
        eq(flowDevices.flowId, flowId),
        after === null ? undefined : gt(flowDevices.deviceId, after),
      ),
    )
    .orderBy(asc(flowDevices.deviceId))
    .limit(limit);
}

/** Ids of those that were not linked yet. */
export async function insertFlowDevices(
  tx: Tx,
  scope: TenantScope,
  links: { flowId: string; deviceId: string }[],
): Promise<string[]> {
  if (links.length === 0) return [];
  await enableEncodersOfNewTypes(tx, scope, links);
  const rows = await tx.execute<{ deviceId: string }>(sql`
    insert into flow_devices (customer_id, flow_id, device_id)
    select ${scope.customerId}::uuid, "flowId", "deviceId"
    from jsonb_to_recordset(${jsonb(links)}) x("flowId" uuid, "deviceId" uuid) order by "flowId", "deviceId"
    on conflict do nothing
    returning device_id as "deviceId"`);
  return rows.map((row) => row.deviceId);
}

export async function deleteFlowDevices(
  tx: Tx,
  scope: TenantScope,
  flowId: string,
  deviceIds: string[],
): Promise<string[]> {
  const rows = await tx
    .delete(flowDevices)
    .where(
      and(
        eq(flowDevices.customerId, scope.customerId),
        eq(flowDevices.flowId, flowId),
        inArray(flowDevices.deviceId, deviceIds),
      ),
    )
    .returning({ deviceId: flowDevices.deviceId });
  return rows.map((row) => row.deviceId);
}

/** Whether it was not linked yet. */
export async function insertFlowDestination(
  tx: Tx,
  scope: TenantScope,
  link: { flowId: string; destinationId: string },
): Promise<boolean> {
  const rows = await tx
    .insert(flowDestinations)
    .values({ ...link, customerId: scope.customerId })
    .onConflictDoNothing()
    .returning({ flowId: flowDestinations.flowId });
  return rows.length > 0;
}

export async function deleteFlowDestination(
  tx: Tx,
  scope: TenantScope,
  link: { flowId: string; destinationId: string },
): Promise<boolean> {
  const rows = await tx
    .delete(flowDestinations)
    .where(
      and(
        eq(flowDestinations.customerId, scope.customerId),
        eq(flowDestinations.flowId, link.flowId),
        eq(flowDestinations.destinationId, link.destinationId),
      ),
    )
    .returning({ flowId: flowDestinations.flowId });
  return rows.length > 0;
}

export async function insertFlowDecoder(
  tx: Tx,
  scope: TenantScope,
  values: Omit<typeof flowDecoders.$inferInsert, 'customerId' | 'createdAt'>,
): Promise<boolean> {
  const rows = await tx
    .insert(flowDecoders)
    .values({ ...values, customerId: scope.customerId })
    .onConflictDoNothing()
    .returning({ flowId: flowDecoders.flowId });
  return rows.length > 0;
}

export async function deleteFlowDecoder(
  tx: Tx,
  scope: TenantScope,
  values: { flowId: string; deviceTypeId: string; decoderId: string },
): Promise<boolean> {
  const rows = await tx
    .delete(flowDecoders)
    .where(
      and(
        eq(flowDecoders.customerId, scope.customerId),
        eq(flowDecoders.flowId, values.flowId),
        eq(flowDecoders.deviceTypeId, values.deviceTypeId),
        eq(flowDecoders.decoderId, values.decoderId),
      ),
    )
    .returning({ flowId: flowDecoders.flowId });
  return rows.length > 0;
}

/** Decoders that a device's flows have enabled for its type. */
export async function selectEnabledDecoders(tx: Tx, scope: TenantScope, deviceId: string) {
  return tx
    .selectDistinctOn([decoders.id], {
      id: decoders.id,
      name: decoders.name,
      records: decoders.records,
    })
    .from(flowDevices)
    .innerJoin(devices, eq(devices.id, flowDevices.deviceId))
    .innerJoin(
      flowDecoders,
      and(eq(flowDecoders.flowId, flowDevices.flowId), eq(flowDecoders.deviceTypeId, devices.deviceTypeId)),
    )
    .innerJoin(decoders, eq(decoders.id, flowDecoders.decoderId))
    .where(and(eq(flowDevices.customerId, scope.customerId), eq(flowDevices.deviceId, deviceId)))
    .orderBy(asc(decoders.id));
}
