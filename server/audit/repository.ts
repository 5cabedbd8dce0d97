import { and, eq, sql } from 'drizzle-orm';
import type { TablePage, TableQuery } from '#components/ui/data-table/table-query.ts';
import { auditLog } from '#db/schema/audit.ts';
import type { Tx } from '#server/platform/database.ts';
import { selectTablePage, type TableDefinition } from '#server/platform/table-list.ts';
import type { TenantScope } from '#server/platform/tenant-scope.ts';
import { anyContains } from '#server/platform/text-match.ts';
import type { AuditItem } from './contract.ts';

type Row = typeof auditLog.$inferSelect;

/** Of one object; nothing by the address, which is not for everybody who may see the object. */
const ofOne: TableDefinition<Row> = {
  id: { key: auditLog.id, type: 'bigint', of: (row) => row.id },
  defaultSort: { field: 'at', desc: true },
  sorts: { at: { key: auditLog.at, type: 'timestamptz', of: (row) => row.at } },
  fields: {
    at: { kind: 'date', sql: auditLog.at },
    operation: { kind: 'choice', sql: auditLog.operation },
    actor: { kind: 'text', sql: auditLog.actorName },
    actorKind: { kind: 'choice', sql: auditLog.actorKind },
    via: { kind: 'choice', sql: auditLog.via },
  },
  search: (q) => anyContains([auditLog.actorName, auditLog.operation], q),
};

const ofAll: TableDefinition<Row> = {
  ...ofOne,
  fields: {
    ...ofOne.fields,
    objectKind: { kind: 'choice', sql: auditLog.objectKind },
    objectId: { kind: 'text', sql: auditLog.objectId },
    objectName: { kind: 'text', sql: auditLog.objectName },
    address: { kind: 'text', sql: auditLog.address },
  },
  search: (q) =>
    sql`(${anyContains([auditLog.objectName, auditLog.actorName], q)} or ${auditLog.objectId} = ${q})`,
};

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
  const own = eq(auditLog.customerId, scope.customerId);
  return selectTablePage(tx, () => tx.select().from(auditLog).$dynamic(), own, ofAll, query, itemOf);
}

export async function selectHistoryPage(
  tx: Tx,
  scope: TenantScope,
  { kind, id }: { kind: string; id: string },
  query: TableQuery,
): Promise<TablePage<AuditItem>> {
  const own = and(
    eq(auditLog.customerId, scope.customerId),
    eq(auditLog.objectKind, kind),
    eq(auditLog.objectId, id),
  );
  return selectTablePage(tx, () => tx.select().from(auditLog).$dynamic(), own, ofOne, query, itemOf);
}
