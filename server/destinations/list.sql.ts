import { eq, type SQL, sql } from 'drizzle-orm';
import type { TablePage, TableQuery } from '#components/ui/data-table/table-query.ts';
import { destinations } from '#db/schema/destinations.ts';
import { flowDestinations, flows } from '#db/schema/flows.ts';
import type { Tx } from '#server/platform/database.ts';
import { outer } from '#server/platform/outer-column.ts';
import { arrayOf } from '#server/platform/sql-array.ts';
import { type RowOf, selectTablePage, type TableDefinition } from '#server/platform/table-list.ts';
import type { TenantScope } from '#server/platform/tenant-scope.ts';
import { contains } from '#server/platform/text-match.ts';
import type { DestinationListItem, LinkedFlow } from './contract.ts';

/** The list of destinations: its columns, what can be asked of it, and its pages. */

const linkedFlows = sql<LinkedFlow[]>`coalesce((
  select json_agg(json_build_object('id', f.id, 'name', f.name) order by f.name)
  from ${flowDestinations} fx join ${flows} f on f.id = fx.flow_id where fx.destination_id = ${outer(destinations.id)}), '[]'::json)`;

/** From the log of the last 24 hours and the queue as it is. */
const delivered24h = sql<number>`(select count(*)::int from deliveries r where r.destination_id = ${outer(destinations.id)} and r.finished_at > now() - interval '24 hours' and r.state = 'delivered')`;
const failed24h = sql<number>`(select count(*)::int from deliveries r where r.destination_id = ${outer(destinations.id)} and r.finished_at > now() - interval '24 hours' and r.state = 'failed')`;
const backlog = sql<number>`(select count(*)::int from (select from delivery_queue q where q.destination_id = ${outer(destinations.id)} limit 100000) b)`;

export const destinationColumns = {
  id: destinations.id,
  name: destinations.name,
  description: destinations.description,
  kind: destinations.kind,
  status: destinations.status,
  failuresInARow: destinations.failuresInARow,
  failingSince: destinations.failingSince,
  lastError: destinations.lastError,
  createdAt: destinations.createdAt,
  modifiedAt: destinations.modifiedAt,
  flows: linkedFlows,
  delivered24h,
  failed24h,
  backlog,
};

const selectFrom = (tx: Tx) => tx.select(destinationColumns).from(destinations).$dynamic();

type Row = RowOf<ReturnType<typeof selectFrom>>;

const linkedTo = (flow: SQL) =>
  sql`exists (select from ${flowDestinations} fx join ${flows} f on f.id = fx.flow_id
    where fx.destination_id = ${outer(destinations.id)} and ${flow})`;

const definition: TableDefinition<Row> = {
  id: { key: destinations.id, type: 'uuid', of: (row) => row.id },
  defaultSort: { field: 'name', desc: false },
  sorts: {
    name: { key: destinations.name, type: 'text', of: (row) => row.name },
    createdAt: { key: destinations.createdAt, type: 'timestamptz', of: (row) => row.createdAt },
  },
  fields: {
    id: { kind: 'id', sql: destinations.id },
    name: { kind: 'text', sql: destinations.name },
    kind: { kind: 'choice', sql: destinations.kind },
    status: { kind: 'choice', sql: destinations.status },
    createdAt: { kind: 'date', sql: destinations.createdAt },
    flow: {
      kind: 'id',
      oneOf: (ids) => linkedTo(ids.length > 0 ? sql`f.id = any(${arrayOf(ids, 'uuid')})` : sql`true`),
    },
    project: {
      kind: 'id',
      oneOf: (ids) => linkedTo(ids.length > 0 ? sql`f.project_id = any(${arrayOf(ids, 'uuid')})` : sql`true`),
    },
  },
  search: (q) => contains(destinations.name, q),
};

export async function selectDestinationPage(
  tx: Tx,
  scope: TenantScope,
  query: TableQuery,
): Promise<TablePage<DestinationListItem>> {
  const own = eq(destinations.customerId, scope.customerId);
  return selectTablePage(
    tx,
    () => selectFrom(tx),
    own,
    definition,
    query,
    (row) => row,
  );
}
