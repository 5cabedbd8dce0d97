import { type Actor, authorize, may } from '#server/access/actor.ts';
import { recordAudit } from '#server/audit/record-audit.ts';
import { type Tx, tenantTransaction } from '#server/platform/database.ts';
import { DomainError, notFound } from '#server/platform/errors.ts';
import type { TenantScope } from '#server/platform/tenant-scope.ts';
import { authorizeTask } from './authorize-task.ts';
import type { BulkOptions } from './contract.ts';
import { definitionOf } from './registry.ts';
import { lockTask, type StoredTask, storeMapping, updateTask, wakeBulkWorkers } from './repository.ts';
import { forgetSealed, plansRow } from './rows.sql.ts';
import { fittingMapping, mayCancel, mayConfirm, mayRemap, takenOptions, undoUntil } from './rules.ts';
import type { Mapping } from './sheet/columns-contract.ts';

async function heldTask(tx: Tx, scope: TenantScope, id: string): Promise<StoredTask> {
  const task = await lockTask(tx, scope, id);
  if (!task) throw notFound('bulk-tasks');
  return task;
}

const tooLate = () => new DomainError('bulk-tasks.too-late', 'conflict');

/** What the plan shows is done, in the background; how the columns were read is remembered for the next such sheet. */
export async function confirmTask(actor: Actor, { id }: { id: string }): Promise<void> {
  const scope = authorize(actor, 'bulk-tasks.run');
  await tenantTransaction(scope, async (tx) => {
    const task = await heldTask(tx, scope, id);
    authorizeTask(actor, definitionOf(task.kind), task.options);
    if (!mayConfirm(task.state)) throw tooLate();
    await authorizePlan(tx, actor, task);
    if (task.sheet && task.mapping)
      await storeMapping(tx, scope, task.kind, task.sheet.signature, task.mapping);
    await confirm(tx, actor, task);
    await wakeBulkWorkers(tx);
  });
}

/** What the cells of a sheet ask for is known with its plan; who confirms may be another than who planned. */
async function authorizePlan(tx: Tx, actor: Actor, { id, kind }: StoredTask): Promise<void> {
  for (const { after, operation } of definitionOf(kind).rowsNeed ?? [])
    if (!may(actor, operation) && (await plansRow(tx, actor.scope, id, after))) authorize(actor, operation);
}

async function confirm(tx: Tx, actor: Actor, task: StoredTask): Promise<void> {
  await updateTask(tx, actor.scope, task.id, { state: 'running', confirmedAt: new Date(), leaseUntil: null });
  await recordAudit(tx, actor, {
    operation: 'bulk-tasks.run',
    object: { kind: 'bulk-task', id: task.id, name: task.fileName ?? task.kind },
    after: { confirmed: true, planned: task.planned },
  });
}

/** For few things, which are done at once: who planned them holds the lease and goes on. */
export async function confirmPlanned(actor: Actor, id: string, token: number): Promise<void> {
  await tenantTransaction(actor.scope, async (tx) => {
    const task = await heldTask(tx, actor.scope, id);
    if (!mayConfirm(task.state) || task.leaseToken !== token) throw tooLate();
    await confirm(tx, actor, task);
    await updateTask(tx, actor.scope, id, { leaseUntil: new Date(Date.now() + 60_000) });
  });
}

/** Other columns or other choices: a new plan. */
export async function setMapping(
  actor: Actor,
  { id, mapping, options }: { id: string; mapping: (string | null)[]; options: BulkOptions },
): Promise<void> {
  const scope = authorize(actor, 'bulk-tasks.run');
  await tenantTransaction(scope, async (tx) => {
    const task = await heldTask(tx, scope, id);
    const definition = definitionOf(task.kind);
    authorizeTask(actor, definition, options);
    if (task.source !== 'file' || !mayRemap(task.state) || !definition.sheet) throw tooLate();
    if (mapping.length !== task.sheet?.columns.length)
      throw new DomainError('bulk-tasks.mapping-does-not-fit', 'invalid');
    await updateTask(tx, scope, id, {
      state: 'planning',
      mapping: fittingMapping(definition.sheet, mapping as Mapping),
      options: takenOptions(definition, options),
      leaseUntil: null,
    });
    await wakeBulkWorkers(tx);
  });
}

/** Nothing more is done; what was done stays, and can be undone. */
export async function cancelTask(actor: Actor, { id }: { id: string }): Promise<void> {
  const scope = authorize(actor, 'bulk-tasks.run');
  await tenantTransaction(scope, async (tx) => {
    const task = await heldTask(tx, scope, id);
    if (!mayCancel(task.state)) throw tooLate();
    const now = new Date();
    await forgetSealed(tx, scope, id);
    await updateTask(tx, scope, id, {
      state: 'cancelled',
      finishedAt: now,
      leaseUntil: null,
      undoUntil: undoUntil(task, now),
    });
    await recordAudit(tx, actor, {
      operation: 'bulk-tasks.run',
      object: { kind: 'bulk-task', id, name: task.fileName ?? task.kind },
      before: { state: task.state },
      after: { state: 'cancelled', done: task.done },
    });
  });
}
