import { type Actor, authorize } from '#server/access/actor.ts';
import { recordAudit } from '#server/audit/record-audit.ts';
import { tenantTransaction } from '#server/platform/database.ts';
import { DomainError, notFound } from '#server/platform/errors.ts';
import { doer } from './create-task.ts';
import { definitionOf } from './registry.ts';
import { insertTask, lockTask, selectUndoOf, updateTask, wakeBulkWorkers } from './repository.ts';
import { copyRowsForUndo, countVerdicts } from './rows.sql.ts';
import { mayUndo } from './rules.ts';

/** Takes back what a task did, as a task of its own with its own report; once, and within a day. */
export async function undoTask(actor: Actor, { id }: { id: string }): Promise<{ id: string }> {
  const scope = authorize(actor, 'bulk-tasks.run');
  return tenantTransaction(scope, async (tx) => {
    const task = await lockTask(tx, scope, id);
    if (!task) throw notFound('bulk-tasks');
    for (const operation of definitionOf(task.kind).operations) authorize(actor, operation);
    const undone = (await selectUndoOf(tx, scope, id)) !== null;
    if (!mayUndo({ ...task, undone }, new Date()))
      throw new DomainError('bulk-tasks.not-undoable', 'conflict');
    const undoId = await insertTask(tx, scope, {
      kind: task.kind,
      source: 'undo',
      state: 'running',
      undoOf: id,
      options: task.options,
      fileName: task.fileName,
      confirmedAt: new Date(),
      ...doer(actor),
    });
    const total = await copyRowsForUndo(tx, scope, id, undoId);
    await updateTask(tx, scope, undoId, { total, planned: await countVerdicts(tx, scope, undoId) });
    await recordAudit(tx, actor, {
      operation: 'bulk-tasks.run',
      object: { kind: 'bulk-task', id: undoId, name: task.fileName ?? task.kind },
      after: { kind: task.kind, undoOf: id, rows: total },
    });
    await wakeBulkWorkers(tx);
    return { id: undoId };
  });
}
