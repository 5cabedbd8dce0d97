import { sql } from 'drizzle-orm';
import type { Tx } from '#server/platform/database.ts';
import { jsonb } from '#server/platform/jsonb.ts';
import type { TenantScope } from '#server/platform/tenant-scope.ts';
import type { Counts, Verdict } from './contract.ts';
import type { Outcome, PlannedRow, StoredRow } from './definition.ts';

/** Rows of tasks, a batch at a time: as one JSON text each way, which Postgres takes apart. */

export async function insertRows(
  tx: Tx,
  scope: TenantScope,
  taskId: string,
  rows: readonly PlannedRow[],
): Promise<void> {
  if (rows.length === 0) return;
  await tx.execute(sql`
    insert into bulk_rows (customer_id, task_id, number, verdict, label, object_id, before, after, reasons, sealed)
    select ${scope.customerId}::uuid, ${taskId}::uuid, number, verdict, left(label, 255), "objectId", before, after, reasons, sealed
    from jsonb_to_recordset(${jsonb(rows)}) x(number int, verdict text, label text, "objectId" uuid, before jsonb, after jsonb,
      reasons jsonb, sealed text)`);
}

export async function deleteRows(tx: Tx, scope: TenantScope, taskId: string): Promise<void> {
  await tx.execute(
    sql`delete from bulk_rows where task_id = ${taskId}::uuid and customer_id = ${scope.customerId}::uuid`,
  );
}

export async function countVerdicts(tx: Tx, scope: TenantScope, taskId: string): Promise<Counts> {
  const rows = await tx.execute<{ verdict: Verdict; n: number }>(sql`
    select verdict, count(*)::int as n from bulk_rows
    where task_id = ${taskId}::uuid and customer_id = ${scope.customerId}::uuid group by verdict`);
  return Object.fromEntries(rows.map(({ verdict, n }) => [verdict, n]));
}

/** Whether something is to be done with a row that comes to hold this. */
export async function plansRow(
  tx: Tx,
  scope: TenantScope,
  taskId: string,
  after: Record<string, unknown>,
): Promise<boolean> {
  const [row] = await tx.execute<{ has: boolean }>(sql`
    select exists (select from bulk_rows where task_id = ${taskId}::uuid and customer_id = ${scope.customerId}::uuid
      and verdict in ('create', 'change', 'remove') and after @> ${jsonb(after)}) as has`);
  return row?.has === true;
}

/** The next rows that something is to be done with, in their order. */
export async function selectRowsToDo(
  tx: Tx,
  scope: TenantScope,
  taskId: string,
  after: number,
  limit: number,
): Promise<StoredRow[]> {
  return tx.execute<StoredRow & Record<string, unknown>>(sql`
    select number, verdict, outcome, label, object_id as "objectId", before, after, reasons, sealed from bulk_rows
    where task_id = ${taskId}::uuid and customer_id = ${scope.customerId}::uuid and number > ${after}
      and verdict in ('create', 'change', 'remove') and outcome is null
    order by number limit ${limit}`);
}

/**
 * What was planned under seal goes with the outcome; what was generated takes its place. First and last number bound
 * what is looked at: of a task just planned no statistics tell how many rows it has, and all of them would be searched.
 */
export async function storeOutcomes(
  tx: Tx,
  scope: TenantScope,
  taskId: string,
  outcomes: readonly Outcome[],
): Promise<void> {
  if (outcomes.length === 0) return;
  const numbers = outcomes.map(({ number }) => number);
  await tx.execute(sql`
    update bulk_rows r set outcome = x.outcome, sealed = x.sealed, reasons = x.reasons,
      object_id = coalesce(x."objectId", r.object_id), before = coalesce(x.before, r.before), after = coalesce(x.after, r.after)
    from jsonb_to_recordset(${jsonb(outcomes)}) x(number int, outcome text, reasons jsonb, "objectId" uuid, before jsonb,
      after jsonb, sealed text)
    where r.task_id = ${taskId}::uuid and r.customer_id = ${scope.customerId}::uuid and r.number = x.number
      and r.number between ${Math.min(...numbers)} and ${Math.max(...numbers)} and r.outcome is null`);
}

/** Of a task that will not go on: nothing waits under seal for nothing. */
export async function forgetSealed(tx: Tx, scope: TenantScope, taskId: string): Promise<void> {
  await tx.execute(sql`
    update bulk_rows set sealed = null
    where task_id = ${taskId}::uuid and customer_id = ${scope.customerId}::uuid and sealed is not null and outcome is null`);
}

export async function hasGenerated(tx: Tx, scope: TenantScope, taskId: string): Promise<boolean> {
  const [row] = await tx.execute<{ has: boolean }>(sql`
    select exists (select from bulk_rows where task_id = ${taskId}::uuid and customer_id = ${scope.customerId}::uuid
      and sealed is not null and outcome = 'done') as has`);
  return row?.has === true;
}

/** Rows of the task that takes another back: those that were done, latest first in time but in their own order. */
export async function copyRowsForUndo(tx: Tx, scope: TenantScope, from: string, to: string): Promise<number> {
  const { count } = await tx.execute(sql`
    insert into bulk_rows (customer_id, task_id, number, verdict, label, object_id, before, after)
    select customer_id, ${to}::uuid, number,
      case verdict when 'create' then 'remove' when 'remove' then 'create' else 'change' end, label, object_id, before, after
    from bulk_rows where task_id = ${from}::uuid and customer_id = ${scope.customerId}::uuid and outcome = 'done'`);
  return count;
}

/** All rows in their order, a thousand at a time. */
export async function selectRowsAfter(
  tx: Tx,
  scope: TenantScope,
  taskId: string,
  after: number,
  limit: number,
): Promise<StoredRow[]> {
  return tx.execute<StoredRow & Record<string, unknown>>(sql`
    select number, verdict, outcome, label, object_id as "objectId", before, after, reasons, sealed from bulk_rows
    where task_id = ${taskId}::uuid and customer_id = ${scope.customerId}::uuid and number > ${after}
    order by number limit ${limit}`);
}
