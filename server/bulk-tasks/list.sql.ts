import { and, eq, type SQL, sql } from 'drizzle-orm';
import type { TablePage, TableQuery } from '#components/ui/data-table/table-query.ts';
import { bulkRows, bulkTasks } from '#db/schema/bulk-tasks.ts';
import type { Tx } from '#server/platform/database.ts';
import { type RowOf, selectTablePage, type TableDefinition } from '#server/platform/table-list.ts';
import type { TenantScope } from '#server/platform/tenant-scope.ts';
import { anyContains } from '#server/platform/text-match.ts';
import type { BulkKind, BulkRowItem, BulkTaskItem, Counts, Reason } from './contract.ts';
import { toDo } from './rules.ts';

/** The report of all bulk tasks, and the rows of one. */

const columns = {
  id: bulkTasks.id,
  kind: bulkTasks.kind,
  source: bulkTasks.source,
  state: bulkTasks.state,
  fileName: bulkTasks.fileName,
  actorKind: bulkTasks.actorKind,
  actorName: bulkTasks.actorName,
  createdAt: bulkTasks.createdAt,
  confirmedAt: bulkTasks.confirmedAt,
  finishedAt: bulkTasks.finishedAt,
  total: bulkTasks.total,
  planned: bulkTasks.planned,
  done: bulkTasks.done,
  failed: bulkTasks.failed,
};
const fromTasks = (tx: Tx) => tx.select(columns).from(bulkTasks).$dynamic();
type TaskRow = RowOf<ReturnType<typeof fromTasks>>;

const tasks: TableDefinition<TaskRow> = {
  id: { key: bulkTasks.id, type: 'uuid', of: (row) => row.id },
  defaultSort: { field: 'createdAt', desc: true },
  sorts: { createdAt: { key: bulkTasks.createdAt, type: 'timestamptz', of: (row) => row.createdAt } },
  fields: {
    kind: { kind: 'choice', sql: bulkTasks.kind },
    source: { kind: 'choice', sql: bulkTasks.source },
    state: { kind: 'choice', sql: bulkTasks.state },
    fileName: { kind: 'text', sql: bulkTasks.fileName },
    actor: { kind: 'text', sql: bulkTasks.actorName },
    createdAt: { kind: 'date', sql: bulkTasks.createdAt },
    finishedAt: { kind: 'date', sql: bulkTasks.finishedAt },
    total: { kind: 'number', sql: bulkTasks.total },
    failed: { kind: 'number', sql: bulkTasks.failed },
  },
  search: (q) => anyContains([bulkTasks.fileName, bulkTasks.actorName], q),
};

export const taskItemOf = ({ actorKind, actorName, ...row }: TaskRow): BulkTaskItem => ({
  id: row.id,
  kind: row.kind as BulkKind,
  source: row.source,
  state: row.state,
  fileName: row.fileName,
  actor: { kind: actorKind, name: actorName },
  createdAt: row.createdAt,
  confirmedAt: row.confirmedAt,
  finishedAt: row.finishedAt,
  total: row.total,
  planned: row.planned as Counts,
  toDo: toDo(row.planned as Counts),
  done: row.done,
  failed: row.failed,
});

export async function selectTaskPage(
  tx: Tx,
  scope: TenantScope,
  query: TableQuery,
): Promise<TablePage<BulkTaskItem>> {
  return selectTablePage(
    tx,
    () => fromTasks(tx),
    eq(bulkTasks.customerId, scope.customerId),
    tasks,
    query,
    taskItemOf,
  );
}

const fromRows = (tx: Tx) =>
  tx
    .select({
      number: bulkRows.number,
      verdict: bulkRows.verdict,
      outcome: bulkRows.outcome,
      label: bulkRows.label,
      objectId: bulkRows.objectId,
      before: bulkRows.before,
      after: bulkRows.after,
      reasons: bulkRows.reasons,
    })
    .from(bulkRows)
    .$dynamic();
type Row = RowOf<ReturnType<typeof fromRows>>;

const rows: TableDefinition<Row> = {
  id: { key: bulkRows.number, type: 'bigint', of: (row) => row.number },
  defaultSort: { field: 'number', desc: false },
  sorts: { number: { key: bulkRows.number, type: 'bigint', of: (row) => row.number } },
  fields: {
    number: { kind: 'number', sql: bulkRows.number },
    verdict: { kind: 'choice', sql: bulkRows.verdict },
    outcome: { kind: 'choice', sql: sql`coalesce(${bulkRows.outcome}, 'none')` },
    label: { kind: 'text', sql: bulkRows.label },
    reason: { kind: 'choice', oneOf: (values) => reasonIn(values) },
  },
  search: (q) => anyContains([bulkRows.label], q),
};

const reasonIn = (values: string[]): SQL =>
  values.length > 0
    ? sql`exists (select from jsonb_array_elements(${bulkRows.reasons}) r where r ->> 'code' in ${values})`
    : sql`jsonb_array_length(coalesce(${bulkRows.reasons}, '[]')) > 0`;

/** What is kept to be undone by is nobody's to read. */
const rowItemOf = (row: Row): BulkRowItem => {
  const { snapshot: _, downlinkId: __, ...after } = (row.after ?? {}) as Record<string, unknown>;
  return {
    number: row.number,
    verdict: row.verdict,
    outcome: row.outcome,
    label: row.label,
    objectId: row.objectId,
    before: row.before as BulkRowItem['before'],
    after: Object.keys(after).length > 0 ? after : null,
    reasons: (row.reasons ?? []) as Reason[],
  };
};

export async function selectRowPage(
  tx: Tx,
  scope: TenantScope,
  taskId: string,
  query: TableQuery,
): Promise<TablePage<BulkRowItem & { id: string }>> {
  const own = and(eq(bulkRows.customerId, scope.customerId), eq(bulkRows.taskId, taskId));
  return selectTablePage(
    tx,
    () => fromRows(tx),
    own,
    rows,
    query,
    (row) => ({ id: String(row.number), ...rowItemOf(row) }),
  );
}
