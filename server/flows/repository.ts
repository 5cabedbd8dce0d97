import { and, asc, eq, inArray, sql } from 'drizzle-orm';
import type { TablePage, TableQuery } from '#components/ui/data-table/table-query.ts';
import { decoders } from '#db/schema/device-types.ts';
import { devices } from '#db/schema/devices.ts';
import { flowDecoders, flowDestinations, flowDevices, flows } from '#db/schema/flows.ts';
import { projects } from '#db/schema/projects.ts';
import type { Tx } from '#server/platform/database.ts';
import {
  COUNT_BOUND,
  likeText,
  planTable,
  type TableDefinition,
  tablePage,
} from '#server/platform/table-list.ts';
import type { TenantScope } from '#server/platform/tenant-scope.ts';
import type { FlowListItem } from './contract.ts';

const deviceCount = sql<number>`(select count(*)::int from ${flowDevices} fd where fd.flow_id = ${flows.id})`;
const destinationCount = sql<number>`(select count(*)::int from ${flowDestinations} fx where fx.flow_id = ${flows.id})`;

const definition: TableDefinition = {
  id: { key: flows.id, type: 'uuid' },
  defaultSort: { field: 'name', desc: false },
  sorts: {
    name: { key: flows.name, type: 'text' },
    createdAt: { key: flows.createdAt, type: 'timestamptz' },
  },
  fields: {
    name: { kind: 'text', sql: flows.name },
    project: { kind: 'id', sql: flows.projectId },
    devices: { kind: 'number', sql: deviceCount },
    destinations: { kind: 'number', sql: destinationCount },
    createdAt: { kind: 'date', sql: flows.createdAt },
    destination: {
      kind: 'id',
      sql: sql``,
      oneOf: (ids) =>
        sql`exists (select from ${flowDestinations} fx where fx.flow_id = ${flows.id} ${
          ids.length > 0
            ? sql`and fx.destination_id in (${sql.join(
                ids.map((id) => sql`${id}::uuid`),
                sql`, `,
              )})`
            : sql``
        })`,
    },
  },
  search: (q) =>
    sql`(${flows.name} ilike ${`%${likeText(q)}%`} or ${flows.description} ilike ${`%${likeText(q)}%`})`,
};

const columns = {
  id: flows.id,
  name: flows.name,
  description: flows.description,
  projectId: flows.projectId,
  projectName: projects.name,
  deviceCount,
  destinationCount,
  createdAt: flows.createdAt,
  modifiedAt: flows.modifiedAt,
};

export type FlowRow = Omit<FlowListItem, 'warnings'>;

function selectFrom(tx: Tx) {
  return tx.select(columns).from(flows).innerJoin(projects, eq(projects.id, flows.projectId)).$dynamic();
}

type Row = Awaited<ReturnType<ReturnType<typeof selectFrom>['execute']>>[number];

const flowOf = ({ projectId, projectName, ...row }: Row): FlowRow => ({
  ...row,
  project: { id: projectId, name: projectName },
});

export async function selectFlowPage(
  tx: Tx,
  scope: TenantScope,
  query: TableQuery,
): Promise<TablePage<FlowRow>> {
  const plan = planTable(definition, query);
  const own = eq(flows.customerId, scope.customerId);
  const rows = await selectFrom(tx)
    .where(and(own, plan.where, plan.page.where))
    .orderBy(...plan.page.orderBy)
    .limit(plan.page.limit);
  const bounded = tx
    .select({ one: sql`1`.as('one') })
    .from(flows)
    .where(and(own, plan.where))
    .limit(COUNT_BOUND)
    .as('bounded');
  const [count] = await tx.select({ n: sql<number>`count(*)::int` }).from(bounded);
  return tablePage(
    plan,
    rows,
    count?.n ?? 0,
    (row) => [plan.sort === 'createdAt' ? row.createdAt : row.name, row.id],
    flowOf,
  );
}

export async function selectFlow(tx: Tx, scope: TenantScope, id: string): Promise<FlowRow | null> {
  const [row] = await selectFrom(tx).where(and(eq(flows.customerId, scope.customerId), eq(flows.id, id)));
  return row ? flowOf(row) : null;
}

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
  values: Partial<Pick<FlowRow, 'name' | 'description'>>,
): Promise<void> {
  await tx
    .update(flows)
    .set({ ...values, modifiedAt: sql`now()` })
    .where(and(eq(flows.customerId, scope.customerId), eq(flows.id, id)));
}

export async function deleteFlowRow(tx: Tx, scope: TenantScope, id: string): Promise<void> {
  await tx.delete(flows).where(and(eq(flows.customerId, scope.customerId), eq(flows.id, id)));
}

/** The devices of these that exist, with their projects. */
export async function selectDeviceProjects(tx: Tx, scope: TenantScope, ids: string[]) {
  return tx
    .select({ id: devices.id, name: devices.name, projectId: devices.projectId })
    .from(devices)
    .where(and(eq(devices.customerId, scope.customerId), inArray(devices.id, ids)));
}

/** Ids of those that were not linked yet. */
export async function insertFlowDevices(
  tx: Tx,
  scope: TenantScope,
  links: { flowId: string; deviceId: string }[],
): Promise<string[]> {
  if (links.length === 0) return [];
  const rows = await tx
    .insert(flowDevices)
    .values(links.map((link) => ({ ...link, customerId: scope.customerId })))
    .onConflictDoNothing()
    .returning({ deviceId: flowDevices.deviceId });
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
