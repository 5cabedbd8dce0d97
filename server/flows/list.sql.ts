import { and, eq, sql } from 'drizzle-orm';
import type { TablePage, TableQuery } from '#components/ui/data-table/table-query.ts';
import { flowDestinations, flowDevices, flows } from '#db/schema/flows.ts';
import { projects } from '#db/schema/projects.ts';
import type { Tx } from '#server/platform/database.ts';
import { outer } from '#server/platform/outer-column.ts';
import { arrayOf } from '#server/platform/sql-array.ts';
import { type RowOf, selectTablePage, type TableDefinition } from '#server/platform/table-list.ts';
import type { TenantScope } from '#server/platform/tenant-scope.ts';
import { anyContains } from '#server/platform/text-match.ts';
import type { FlowListItem } from './contract.ts';

/** The list of flows: its columns, what can be asked of it, and its pages. */

const deviceCount = sql<number>`(select count(*)::int from ${flowDevices} fd where fd.flow_id = ${outer(flows.id)})`;
const destinationCount = sql<number>`(select count(*)::int from ${flowDestinations} fx where fx.flow_id = ${outer(flows.id)})`;

const selectFrom = (tx: Tx) =>
  tx
    .select({
      id: flows.id,
      name: flows.name,
      description: flows.description,
      projectId: flows.projectId,
      projectName: projects.name,
      deviceCount,
      destinationCount,
      createdAt: flows.createdAt,
      modifiedAt: flows.modifiedAt,
    })
    .from(flows)
    .innerJoin(projects, eq(projects.id, flows.projectId))
    .$dynamic();

type Row = RowOf<ReturnType<typeof selectFrom>>;

const definition: TableDefinition<Row> = {
  id: { key: flows.id, type: 'uuid', of: (row) => row.id },
  defaultSort: { field: 'name', desc: false },
  sorts: {
    name: { key: flows.name, type: 'text', of: (row) => row.name },
    createdAt: { key: flows.createdAt, type: 'timestamptz', of: (row) => row.createdAt },
  },
  fields: {
    name: { kind: 'text', sql: flows.name },
    project: { kind: 'id', sql: flows.projectId },
    devices: { kind: 'number', sql: deviceCount },
    destinations: { kind: 'number', sql: destinationCount },
    createdAt: { kind: 'date', sql: flows.createdAt },
    destination: {
      kind: 'id',
      oneOf: (ids) => sql`exists (select from ${flowDestinations} fx where fx.flow_id = ${outer(flows.id)}
        ${ids.length > 0 ? sql`and fx.destination_id = any(${arrayOf(ids, 'uuid')})` : sql``})`,
    },
  },
  search: (q) => anyContains([flows.name, flows.description], q),
};

export type FlowRow = Omit<FlowListItem, 'warnings'>;

const flowOf = ({ projectId, projectName, ...row }: Row): FlowRow => ({
  ...row,
  project: { id: projectId, name: projectName },
});

export async function selectFlowPage(
  tx: Tx,
  scope: TenantScope,
  query: TableQuery,
): Promise<TablePage<FlowRow>> {
  const own = eq(flows.customerId, scope.customerId);
  return selectTablePage(tx, () => selectFrom(tx), own, definition, query, flowOf);
}

export async function selectFlow(tx: Tx, scope: TenantScope, id: string): Promise<FlowRow | null> {
  const [row] = await selectFrom(tx).where(and(eq(flows.customerId, scope.customerId), eq(flows.id, id)));
  return row ? flowOf(row) : null;
}
