import { and, desc, eq, sql } from 'drizzle-orm';
import type { TablePage, TableQuery } from '#components/ui/data-table/table-query.ts';
import { auditLog } from '#db/schema/audit.ts';
import type { Tx } from '#server/platform/database.ts';
import {
  COUNT_BOUND,
  likeText,
  planTable,
  type TableDefinition,
  tablePage,
} from '#server/platform/table-list.ts';
import type { TenantScope } from '#server/platform/tenant-scope.ts';
import type { AuditItem } from './contract.ts';

const definition: TableDefinition = {
  id: { key: auditLog.id, type: 'bigint' },
  defaultSort: { field: 'at', desc: true },
  sorts: { at: { key: auditLog.at, type: 'timestamptz' } },
  fields: {
    at: { kind: 'date', sql: auditLog.at },
    operation: { kind: 'choice', sql: auditLog.operation },
    objectKind: { kind: 'choice', sql: auditLog.objectKind },
    objectId: { kind: 'text', sql: auditLog.objectId },
    objectName: { kind: 'text', sql: auditLog.objectName },
    actor: { kind: 'text', sql: auditLog.actorName },
    actorKind: { kind: 'choice', sql: auditLog.actorKind },
    via: { kind: 'choice', sql: auditLog.via },
    address: { kind: 'text', sql: auditLog.address },
  },
  search: (q) =>
    sql`(${auditLog.objectName} ilike ${`%${likeText(q)}%`} or ${auditLog.actorName} ilike ${`%${likeText(q)}%`} or ${auditLog.objectId} = ${q})`,
};

type Row = typeof auditLog.$inferSelect;

const itemOf = (row: Row): AuditItem => ({
  id: row.id,
  at: row.at,
  actor: { kind: row.actorKind, id: row.actorId, name: row.actorName },
  operation: row.operation,
  object: { kind: row.objectKind, id: row.objectId, name: row.objectName },
  before: row.before as AuditItem['before'],
  after: row.after as AuditItem['after'],
  address: row.address,
  via: row.via,
});

export async function selectAuditPage(
  tx: Tx,
  scope: TenantScope,
  query: TableQuery,
): Promise<TablePage<AuditItem>> {
  const plan = planTable(definition, query);
  const own = eq(auditLog.customerId, scope.customerId);
  const rows = await tx
    .select()
    .from(auditLog)
    .where(and(own, plan.where, plan.page.where))
    .orderBy(...plan.page.orderBy)
    .limit(plan.page.limit);
  const bounded = tx
    .select({ one: sql`1`.as('one') })
    .from(auditLog)
    .where(and(own, plan.where))
    .limit(COUNT_BOUND)
    .as('bounded');
  const [count] = await tx.select({ n: sql<number>`count(*)::int` }).from(bounded);
  return tablePage(plan, rows, count?.n ?? 0, (row) => [row.at, row.id], itemOf);
}

export async function selectHistory(
  tx: Tx,
  scope: TenantScope,
  object: { kind: string; id: string },
): Promise<AuditItem[]> {
  const rows = await tx
    .select()
    .from(auditLog)
    .where(
      and(
        eq(auditLog.customerId, scope.customerId),
        eq(auditLog.objectKind, object.kind),
        eq(auditLog.objectId, object.id),
      ),
    )
    .orderBy(desc(auditLog.at), desc(auditLog.id))
    .limit(500);
  return rows.map(itemOf);
}
