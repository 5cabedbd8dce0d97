import { type Actor, authorize } from '#server/access/actor.ts';
import { recordAudit } from '#server/audit/record-audit.ts';
import { type Tx, tenantTransaction } from '#server/platform/database.ts';
import { DomainError, invalidInput } from '#server/platform/errors.ts';
import { authorizeTask } from './authorize-task.ts';
import { confirmPlanned } from './confirm-task.ts';
import { AT_ONCE, type BulkKind, type BulkOptions, type BulkSelection, type BulkUpload } from './contract.ts';
import { storeFile } from './files.sql.ts';
import { planTask, type Selected, selectedIds } from './plan-task.ts';
import { definitionOf } from './registry.ts';
import { countOpenTasks, insertTask, selectTask, wakeBulkWorkers } from './repository.ts';
import { takenOptions, toldOptions } from './rules.ts';
import { runTask } from './run-task.ts';

/** More unfinished tasks than this a customer does not have: each may hold a file. */
const MOST_OPEN = 20;

export interface BulkStarted {
  id: string;
  /** It is over already: there was little to do. */
  finished: { done: number; failed: number; refused: number; same: number } | null;
}

/** A sheet that came in: kept under seal, and planned in the background. */
export async function uploadSheet(actor: Actor, input: BulkUpload, bytes: Uint8Array): Promise<BulkStarted> {
  const scope = authorize(actor, 'bulk-tasks.run');
  const definition = definitionOf(input.kind);
  authorizeTask(actor, definition, input.options);
  if (!definition.sheet) throw new DomainError('bulk-tasks.takes-no-sheet', 'invalid');
  const options = takenOptions(definition, input.options);
  return tenantTransaction(scope, async (tx) => {
    const id = await addTask(tx, actor, {
      kind: input.kind,
      options,
      source: 'file',
      fileName: input.fileName,
    });
    await storeFile(tx, scope, id, bytes);
    await wakeBulkWorkers(tx);
    return { id, finished: null };
  });
}

/** Things that were selected in a list. Few are done while the person waits; many are planned in the background. */
export async function startSelection(actor: Actor, input: BulkSelection): Promise<BulkStarted> {
  const scope = authorize(actor, 'bulk-tasks.run');
  const definition = definitionOf(input.kind);
  authorizeTask(actor, definition, input.options);
  if (Object.keys(definition.lists).length === 0)
    throw new DomainError('bulk-tasks.takes-no-selection', 'invalid');
  const options = takenOptions(definition, input.options);
  const lacking = definition.needs(options, new Set());
  if (lacking.length > 0)
    throw invalidInput(lacking.map((path) => ({ path: `options.${path}`, message: 'is needed' })));
  const selection: Selected = { ...input.selection, ...(input.list ? { list: input.list } : {}) };
  const started = await tenantTransaction(scope, async (tx) => {
    const few = await selectedIds(tx, actor, definition, selection, AT_ONCE);
    const atOnce = few.length <= AT_ONCE && !definition.planFirst;
    if (few.length === 0) throw new DomainError('bulk-tasks.nothing-selected', 'invalid');
    const id = await addTask(tx, actor, {
      kind: input.kind,
      options,
      source: 'selection',
      selection: few.length <= AT_ONCE ? { ids: few } : selection,
      ...(atOnce ? { leaseToken: 1, leaseUntil: new Date(Date.now() + 60_000) } : {}),
    });
    if (!atOnce) await wakeBulkWorkers(tx);
    return { id, atOnce };
  });
  return started.atOnce ? finishAtOnce(actor, started.id) : { id: started.id, finished: null };
}

/** The worker's own way, walked here: if this process dies in between, a worker finds the task and its lease. */
async function finishAtOnce(actor: Actor, id: string): Promise<BulkStarted> {
  const work = { id, token: 1 };
  await planTask(actor, work);
  await confirmPlanned(actor, id, work.token);
  await runTask(actor, work);
  const task = await tenantTransaction(actor.scope, (tx) => selectTask(tx, actor.scope, id));
  const { done = 0, failed = 0, planned = {} } = task ?? {};
  return { id, finished: { done, failed, refused: planned.refuse ?? 0, same: planned.same ?? 0 } };
}

interface NewTask {
  kind: BulkKind;
  options: BulkOptions;
  source: 'file' | 'selection';
  fileName?: string;
  selection?: Selected;
  leaseToken?: number;
  leaseUntil?: Date;
}

async function addTask(tx: Tx, actor: Actor, task: NewTask): Promise<string> {
  if ((await countOpenTasks(tx, actor.scope)) >= MOST_OPEN)
    throw new DomainError('bulk-tasks.too-many-open', 'limit', { limit: MOST_OPEN });
  const id = await insertTask(tx, actor.scope, { ...task, state: 'planning', ...doer(actor) });
  await recordAudit(tx, actor, {
    operation: 'bulk-tasks.run',
    object: { kind: 'bulk-task', id, name: task.fileName ?? task.kind },
    after: { kind: task.kind, source: task.source, options: toldOptions(task.options) },
  });
  return id;
}

export const doer = (actor: Actor) => ({
  actorKind: actor.kind,
  actorId: actor.id,
  actorName: actor.name,
  address: actor.address,
  via: actor.via,
});
