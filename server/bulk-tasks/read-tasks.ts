import type { TablePage, TableQuery } from '#components/ui/data-table/table-query.ts';
import { type Actor, authorize, may } from '#server/access/actor.ts';
import { tenantTransaction } from '#server/platform/database.ts';
import { notFound } from '#server/platform/errors.ts';
import type { BulkKindFacts, BulkRowItem, BulkTask, BulkTaskItem } from './contract.ts';
import { hasFile } from './files.sql.ts';
import { selectRowPage, selectTaskPage, taskItemOf } from './list.sql.ts';
import { bulkDefinitions, definitionOf } from './registry.ts';
import { type StoredTask, selectTask, selectUndoOf } from './repository.ts';
import { hasGenerated } from './rows.sql.ts';
import { mayUndo, missingFields, secretsFor } from './rules.ts';

export async function listBulkTasks(actor: Actor, query: TableQuery): Promise<TablePage<BulkTaskItem>> {
  const scope = authorize(actor, 'bulk-tasks.read');
  return tenantTransaction(scope, (tx) => selectTaskPage(tx, scope, query));
}

export async function listBulkRows(
  actor: Actor,
  { id, query }: { id: string; query: TableQuery },
): Promise<TablePage<BulkRowItem & { id: string }>> {
  const scope = authorize(actor, 'bulk-tasks.read');
  return tenantTransaction(scope, async (tx) => {
    if (!(await selectTask(tx, scope, id))) throw notFound('bulk-tasks');
    return selectRowPage(tx, scope, id, query);
  });
}

export async function getBulkTask(actor: Actor, { id }: { id: string }): Promise<BulkTask> {
  const scope = authorize(actor, 'bulk-tasks.read');
  return tenantTransaction(scope, async (tx) => {
    const task = await selectTask(tx, scope, id);
    if (!task) throw notFound('bulk-tasks');
    const by = await selectUndoOf(tx, scope, id);
    const of = task.undoOf ? await selectTask(tx, scope, task.undoOf) : null;
    const secrets = secretsFor(task, actor.id, new Date());
    const isThere = secrets === 'taken' || (secrets !== 'none' && (await hasGenerated(tx, scope, id)));
    const { sheet, needs } = definitionOf(task.kind);
    const fields = new Set((task.mapping ?? []).filter((field) => field !== null));
    return {
      ...itemOf(task),
      options: task.options,
      sheet: task.sheet,
      mapping: task.mapping,
      missing: sheet && task.mapping ? missingFields(sheet, task.mapping) : [],
      lacking: task.state === 'draft' ? needs(task.options, fields) : [],
      failure: task.failure,
      undo: {
        of: of && itemOf(of),
        by: by && itemOf(by),
        until: task.undoUntil,
        offered: mayUndo({ ...task, undone: by !== null }, new Date()),
      },
      secrets: isThere ? secrets : 'none',
      hasFile: await hasFile(tx, scope, id),
    };
  });
}

const itemOf = (task: StoredTask): BulkTaskItem => taskItemOf(task);

/** What this person may do in bulk, and what each kind takes. */
export async function listBulkKinds(actor: Actor): Promise<BulkKindFacts[]> {
  authorize(actor, 'bulk-tasks.read');
  return bulkDefinitions
    .filter(({ operations }) =>
      [...operations, 'bulk-tasks.run' as const].every((operation) => may(actor, operation)),
    )
    .map(({ kind, sheet, lists, options }) => ({
      kind,
      sources: [
        ...(sheet ? ['file' as const] : []),
        ...(Object.keys(lists).length > 0 ? ['selection' as const] : []),
      ],
      fields: sheet ? [...sheet.fields] : [],
      metadata: sheet?.metadata ?? false,
      options: [...options],
    }));
}
