import { randomUUID } from 'node:crypto';
import type postgres from 'postgres';
import { expect } from 'vitest';
import type { Actor } from '#server/access/actor.ts';
import { actorOfStored } from '#server/access/stored-actor.ts';
import { tenantTransaction } from '#server/platform/database.ts';
import { createUser } from '#server/users/create-user.ts';
import { workOn } from './background.ts';
import type { BulkKind, BulkOptions } from './contract.ts';
import type { Outcome, PlannedRow, TaskContext } from './definition.ts';
import { type ClaimedTask, claimSystemTask } from './lease.sql.ts';
import { LeaseLost } from './plan-task.ts';
import { listBulkRows } from './read-tasks.ts';
import { definitionOf } from './registry.ts';
import { runTask } from './run-task.ts';
import { undoTask } from './undo-task.ts';

/** Somebody who is there, whom the work of a worker is done for. */
export async function person(
  { customerId }: { customerId: string },
  role: 'manager.admin' | 'manager.editor',
  domain = 'example.org',
): Promise<Actor> {
  const user = await createUser({ customerId, name: role, email: `${role}@${domain}`, roles: [role] });
  const stored = { customerId, actorKind: 'user', actorId: user.id, actorName: role, address: null } as const;
  return (await actorOfStored(stored)) as Actor;
}

export async function forgetTasks(sql: postgres.Sql): Promise<void> {
  await sql`delete from bulk_tasks where undo_of is not null`;
  await sql`delete from bulk_tasks`;
}

/** What a task made of its rows, and that it was undone, for whoever asks for it in a scene. */
export const reportsFor = (database: { sql: postgres.Sql }, actor: () => Actor) => ({
  rowsOf: (id: string) => rowsOfTask(actor(), id),
  undone: (id: string) => undoneTask(database.sql, actor(), id),
});

export const code = (expected: string) => expect.objectContaining({ code: expected });

/** Does all bulk work that waits, as the worker would. */
export async function doBulkWork(): Promise<void> {
  const never = new AbortController().signal;
  for (let task = await claimSystemTask(); task; task = await claimSystemTask()) await workOn(task, never);
}

export async function taskRow(sql: postgres.Sql, id: string): Promise<postgres.Row> {
  const [row] = await sql`select * from bulk_tasks where id = ${id}`;
  if (!row) throw new Error(`no bulk task ${id}`);
  return row;
}

export const rowsOfTask = async (actor: Actor, id: string) =>
  (await listBulkRows(actor, { id, query: { filters: [], limit: 200 } })).rows;

export async function undoneTask(sql: postgres.Sql, actor: Actor, id: string): Promise<postgres.Row> {
  const { id: undo } = await undoTask(actor, { id });
  await doBulkWork();
  return taskRow(sql, undo);
}

/** A definition's plan and its doing, with whatever happens in between. */
export async function plannedThenApplied(
  actor: Actor,
  kind: BulkKind,
  { ids, options }: { ids: string[]; options: BulkOptions },
  between: () => Promise<unknown>,
): Promise<{ planned: PlannedRow[]; outcomes: Outcome[] }> {
  const definition = definitionOf(kind);
  const inTransaction = <T>(run: (context: TaskContext) => Promise<T>) =>
    tenantTransaction(actor.scope, (tx) =>
      run({ tx, actor, scope: actor.scope, taskId: randomUUID(), options }),
    );
  const entries = ids.map((objectId, at) => ({ number: at + 1, objectId, values: {} }));
  const planned = await inTransaction((context) => definition.planner()(context, entries));
  await between();
  const rows = planned.map((row) => ({ ...row, outcome: null }));
  return { planned, outcomes: await inTransaction((context) => definition.apply(context, rows)) };
}

/**
 * A worker dies between two batches: who held the task stores nothing any more, another does the rest. Answers with how
 * far the first had come.
 */
export async function killedBetweenBatches(
  sql: postgres.Sql,
  actor: Actor,
  id: string,
): Promise<postgres.Row> {
  const first = (await claimSystemTask()) as ClaimedTask;
  let batches = 0;
  if ((await runTask(actor, first, () => batches++ < 1)) !== 'paused') throw new Error('it was at its end');
  const half = await taskRow(sql, id);
  await sql`update bulk_tasks set lease_until = now() - interval '1 second' where id = ${id}`;
  const second = (await claimSystemTask()) as ClaimedTask;
  const late = await runTask(actor, first).catch((error) => error);
  if (!(late instanceof LeaseLost)) throw new Error('who lost the lease went on');
  await runTask(actor, second);
  return half;
}
