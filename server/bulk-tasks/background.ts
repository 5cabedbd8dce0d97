import { setTimeout as sleep } from 'node:timers/promises';
import type { Actor } from '#server/access/actor.ts';
import { actorOfStored } from '#server/access/stored-actor.ts';
import { systemActor } from '#server/access/system-actor.ts';
import { tenantTransaction } from '#server/platform/database.ts';
import { DomainError } from '#server/platform/errors.ts';
import { log } from '#server/platform/log.ts';
import { type ClaimedTask, claimSystemTask, releaseSystemTask } from './lease.sql.ts';
import { isPassing } from './passing-error.ts';
import { LeaseLost, planTask } from './plan-task.ts';
import { holdLease, updateTask } from './repository.ts';
import { forgetSealed } from './rows.sql.ts';
import { undoUntil } from './rules.ts';
import { runTask } from './run-task.ts';

const IDLE_MS = 500;
const AFTER_ERROR_MS = 2_000;

/**
 * Works until nothing came for a while, or until told to stop: what is under way then goes on from its last batch, here
 * or elsewhere.
 */
export async function workOnBulkTasks(signal: AbortSignal, patienceMs: number): Promise<void> {
  let idleSince = performance.now();
  while (!signal.aborted && performance.now() - idleSince < patienceMs) {
    try {
      const task = await claimSystemTask();
      if (task) {
        await workOn(task, signal);
        idleSince = performance.now();
      } else await sleep(IDLE_MS, undefined, { signal }).catch(() => {});
    } catch (err) {
      if (signal.aborted) return;
      log.warn({ err }, 'bulk work was interrupted');
      await sleep(AFTER_ERROR_MS, undefined, { signal }).catch(() => {});
    }
  }
}

/** One claimed task, as far as it goes. */
export async function workOn(task: ClaimedTask, signal: AbortSignal): Promise<void> {
  try {
    const actor = await actorOfStored(task);
    if (!actor) throw new DomainError('bulk-tasks.actor-gone', 'forbidden');
    if (task.state === 'planning') await planTask(actor, task);
    else if ((await runTask(actor, task, () => !signal.aborted)) === 'paused') await releaseSystemTask(task);
  } catch (error) {
    if (error instanceof LeaseLost) return;
    // The lease runs out, and somebody tries again.
    if (isPassing(error)) throw error;
    const known = error instanceof DomainError ? error : new DomainError('internal', 'unavailable');
    if (known !== error) log.error({ err: error, taskId: task.id }, 'a bulk task failed');
    await failTask(systemActor(task.customerId), task, known);
  }
}

/** The whole task cannot go on, and says why. */
async function failTask({ scope }: Actor, task: ClaimedTask, error: DomainError): Promise<void> {
  await tenantTransaction(scope, async (tx) => {
    const held = await holdLease(tx, scope, task, task.state);
    if (!held) return;
    await forgetSealed(tx, scope, task.id);
    const now = new Date();
    await updateTask(tx, scope, task.id, {
      state: 'failed',
      failure: { code: error.code, details: error.details },
      finishedAt: now,
      undoUntil: undoUntil(held, now),
      leaseUntil: null,
    });
  });
}
