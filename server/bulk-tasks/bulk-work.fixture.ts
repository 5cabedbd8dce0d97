import type postgres from 'postgres';
import { workOn } from './background.ts';
import { claimSystemTask } from './lease.sql.ts';

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
