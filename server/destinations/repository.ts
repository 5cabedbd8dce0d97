import { and, asc, eq, sql } from 'drizzle-orm';
import type { TablePage, TableQuery } from '#components/ui/data-table/table-query.ts';
import { destinations } from '#db/schema/destinations.ts';
import { flowDestinations, flows } from '#db/schema/flows.ts';
import type { Tx } from '#server/platform/database.ts';
import { outer } from '#server/platform/outer-column.ts';
import {
  COUNT_BOUND,
  likeText,
  planTable,
  type TableDefinition,
  tablePage,
} from '#server/platform/table-list.ts';
import type { TenantScope } from '#server/platform/tenant-scope.ts';
import type { DestinationListItem, LinkedFlow } from './contract.ts';

const linkedFlows = sql<LinkedFlow[]>`coalesce((
  select json_agg(json_build_object('id', f.id, 'name', f.name) order by f.name)
  from ${flowDestinations} fx join ${flows} f on f.id = fx.flow_id where fx.destination_id = ${outer(destinations.id)}), '[]'::json)`;

/** From the log of the last 24 hours and the queue as it is. */
const delivered24h = sql<number>`(select count(*)::int from deliveries r where r.destination_id = ${outer(destinations.id)} and r.finished_at > now() - interval '24 hours' and r.state = 'delivered')`;
const failed24h = sql<number>`(select count(*)::int from deliveries r where r.destination_id = ${outer(destinations.id)} and r.finished_at > now() - interval '24 hours' and r.state = 'failed')`;
const backlog = sql<number>`(select count(*)::int from (select from delivery_queue q where q.destination_id = ${outer(destinations.id)} limit 100000) b)`;

const definition: TableDefinition = {
  id: { key: destinations.id, type: 'uuid' },
  defaultSort: { field: 'name', desc: false },
  sorts: {
    name: { key: destinations.name, type: 'text' },
    createdAt: { key: destinations.createdAt, type: 'timestamptz' },
  },
  fields: {
    name: { kind: 'text', sql: destinations.name },
    kind: { kind: 'choice', sql: destinations.kind },
    status: { kind: 'choice', sql: destinations.status },
    createdAt: { kind: 'date', sql: destinations.createdAt },
    flow: {
      kind: 'id',
      sql: sql``,
      oneOf: (ids) =>
        sql`exists (select from ${flowDestinations} fx where fx.destination_id = ${outer(destinations.id)} ${
          ids.length > 0
            ? sql`and fx.flow_id in (${sql.join(
                ids.map((id) => sql`${id}::uuid`),
                sql`, `,
              )})`
            : sql``
        })`,
    },
    project: {
      kind: 'id',
      sql: sql``,
      oneOf: (ids) =>
        sql`exists (select from ${flowDestinations} fx join ${flows} f on f.id = fx.flow_id where fx.destination_id = ${outer(destinations.id)} ${
          ids.length > 0
            ? sql`and f.project_id in (${sql.join(
                ids.map((id) => sql`${id}::uuid`),
                sql`, `,
              )})`
            : sql``
        })`,
    },
  },
  search: (q) => sql`${destinations.name} ilike ${`%${likeText(q)}%`}`,
};

const columns = {
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

const own = (scope: TenantScope, id: string) =>
  and(eq(destinations.customerId, scope.customerId), eq(destinations.id, id));

export async function selectDestinationPage(
  tx: Tx,
  scope: TenantScope,
  query: TableQuery,
): Promise<TablePage<DestinationListItem>> {
  const plan = planTable(definition, query);
  const mine = eq(destinations.customerId, scope.customerId);
  const rows = await tx
    .select(columns)
    .from(destinations)
    .where(and(mine, plan.where, plan.page.where))
    .orderBy(...plan.page.orderBy)
    .limit(plan.page.limit);
  const bounded = tx
    .select({ one: sql`1`.as('one') })
    .from(destinations)
    .where(and(mine, plan.where))
    .limit(COUNT_BOUND)
    .as('bounded');
  const [count] = await tx.select({ n: sql<number>`count(*)::int` }).from(bounded);
  return tablePage(
    plan,
    rows,
    count?.n ?? 0,
    (row) => [plan.sort === 'createdAt' ? row.createdAt : row.name, row.id],
    (row) => row,
  );
}

export async function selectDestination(tx: Tx, scope: TenantScope, id: string) {
  const [row] = await tx
    .select({ ...columns, settings: destinations.settings, secrets: destinations.secrets })
    .from(destinations)
    .where(own(scope, id));
  return row ?? null;
}

export async function lockDestination(tx: Tx, scope: TenantScope, id: string) {
  const [row] = await tx.select().from(destinations).where(own(scope, id)).for('update');
  return row ?? null;
}

export async function selectDestinationName(tx: Tx, scope: TenantScope, id: string) {
  const [row] = await tx
    .select({ id: destinations.id, name: destinations.name, kind: destinations.kind })
    .from(destinations)
    .where(own(scope, id))
    .orderBy(asc(destinations.id));
  return row ?? null;
}

export async function insertDestination(
  tx: Tx,
  scope: TenantScope,
  values: Omit<typeof destinations.$inferInsert, 'customerId'>,
): Promise<void> {
  await tx.insert(destinations).values({ ...values, customerId: scope.customerId });
}

export async function updateDestinationRow(
  tx: Tx,
  scope: TenantScope,
  id: string,
  values: Partial<
    Pick<
      typeof destinations.$inferInsert,
      | 'name'
      | 'description'
      | 'settings'
      | 'secrets'
      | 'status'
      | 'failuresInARow'
      | 'failingSince'
      | 'breakerUntil'
      | 'lastError'
    >
  >,
): Promise<void> {
  await tx
    .update(destinations)
    .set({ ...values, modifiedAt: sql`now()` })
    .where(own(scope, id));
}

export async function deleteDestinationRow(tx: Tx, scope: TenantScope, id: string): Promise<void> {
  await tx.delete(destinations).where(own(scope, id));
}
