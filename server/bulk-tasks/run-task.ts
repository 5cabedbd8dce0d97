import type { Actor } from '#server/access/actor.ts';
import { tenantTransaction } from '#server/platform/database.ts';
import { DomainError } from '#server/platform/errors.ts';
import { log } from '#server/platform/log.ts';
import { authorizeTask } from './authorize-task.ts';
import { type Outcome, reason, type StoredRow, type TaskContext } from './definition.ts';
import { isPassing } from './passing-error.ts';
import { LeaseLost } from './plan-task.ts';
import { definitionOf } from './registry.ts';
import { advanceTask, holdLease, type StoredTask, selectTask, updateTask } from './repository.ts';
import { selectRowsToDo, storeOutcomes } from './rows.sql.ts';
import { undoUntil } from './rules.ts';

const BATCH = 500;

interface Work {
  id: string;
  token: number;
}

/** After each batch: whether to stop here, to be gone on with later. */
type MayGoOn = () => boolean;

/**
 * Does what was planned, a batch a transaction: the rows, their outcomes and how far the task is stand together or not
 * at all, so a row is done once, whatever dies in between. 'paused': it was asked to stop.
 */
export async function runTask(
  actor: Actor,
  work: Work,
  mayGoOn: MayGoOn = () => true,
): Promise<'done' | 'paused'> {
  const { doing, most } = await operationsOf(actor, work);
  let size = most;
  for (;;) {
    if (!mayGoOn()) return 'paused';
    try {
      if ((await runBatch(actor, work, doing, size)) === 'end') return 'done';
      size = Math.min(most, size * 2);
    } catch (error) {
      if (error instanceof LeaseLost || isPassing(error)) throw error;
      // One row spoils its batch: smaller ones find it.
      if (size > 1) size = Math.ceil(size / 4);
      else await failRow(actor, work, error);
    }
  }
}

type Doing = (context: TaskContext, rows: StoredRow[]) => Promise<Outcome[]>;

async function operationsOf(actor: Actor, { id }: Work): Promise<{ doing: Doing; most: number }> {
  const task = await tenantTransaction(actor.scope, (tx) => selectTask(tx, actor.scope, id));
  if (!task) throw new LeaseLost();
  const definition = definitionOf(task.kind);
  authorizeTask(actor, definition, task.source === 'undo' ? {} : task.options);
  const most = definition.batch ?? BATCH;
  if (task.source !== 'undo') return { doing: (context, rows) => definition.apply(context, rows), most };
  const { undo } = definition;
  if (!undo) throw new DomainError('bulk-tasks.not-undoable', 'conflict');
  // The rows of an undo carry the verdict that takes theirs back; a definition knows what it did.
  const was = {
    create: 'remove',
    remove: 'create',
    change: 'change',
    same: 'same',
    refuse: 'refuse',
  } as const;
  const doing: Doing = (context, rows) =>
    undo(
      context,
      rows.map((row) => ({ ...row, verdict: was[row.verdict] })),
    );
  return { doing, most };
}

async function heldTask(context: Pick<TaskContext, 'tx' | 'scope'>, work: Work): Promise<StoredTask> {
  const task = await holdLease(context.tx, context.scope, work, 'running');
  if (!task) throw new LeaseLost();
  return task;
}

async function runBatch(actor: Actor, work: Work, run: Doing, size: number): Promise<'more' | 'end'> {
  const { scope } = actor;
  return tenantTransaction(scope, async (tx) => {
    const task = await heldTask({ tx, scope }, work);
    const rows = await selectRowsToDo(tx, scope, task.id, task.position, size);
    const last = rows.at(-1);
    if (!last) {
      const now = new Date();
      await updateTask(tx, scope, task.id, {
        state: 'done',
        finishedAt: now,
        leaseUntil: null,
        undoUntil: undoUntil(task, now),
      });
      return 'end';
    }
    const outcomes = await run({ tx, actor, scope, taskId: task.id, options: task.options }, rows);
    await store(tx, scope, task.id, last.number, outcomes);
    return 'more';
  });
}

async function store(
  tx: TaskContext['tx'],
  scope: TaskContext['scope'],
  id: string,
  position: number,
  outcomes: Outcome[],
): Promise<void> {
  await storeOutcomes(tx, scope, id, outcomes);
  const failed = outcomes.filter(({ outcome }) => outcome === 'failed').length;
  await advanceTask(tx, scope, id, { position, done: outcomes.length - failed, failed });
}

/** A row that cannot be done says why, and the next one is tried. */
async function failRow(actor: Actor, work: Work, error: unknown): Promise<void> {
  const { scope } = actor;
  const why = error instanceof DomainError ? reason(error.code, error.details) : reason('internal');
  if (!(error instanceof DomainError))
    log.error({ err: error, taskId: work.id }, 'a row of a bulk task failed');
  await tenantTransaction(scope, async (tx) => {
    const task = await heldTask({ tx, scope }, work);
    const [row] = await selectRowsToDo(tx, scope, task.id, task.position, 1);
    if (row)
      await store(tx, scope, task.id, row.number, [
        { number: row.number, outcome: 'failed', reasons: [why], sealed: null },
      ]);
  });
}
