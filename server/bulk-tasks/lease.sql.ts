import { sql } from 'drizzle-orm';
import type { StoredActor } from '#server/access/stored-actor.ts';
import { pipelineDatabase } from '#server/platform/database.ts';
import type { BulkState } from './contract.ts';

export interface ClaimedTask extends StoredActor {
  id: string;
  token: number;
  state: BulkState;
}

/**
 * Tasks that wait for work, of customers for whom nobody works yet: whoever has a million rows keeps nobody else
 * waiting. A lease that ran out is the mark of a worker that died.
 */
const waiting = sql`from bulk_tasks t
  where t.state in ('planning', 'running') and (t.lease_until is null or t.lease_until < now())
    and not exists (select from bulk_tasks o where o.customer_id = t.customer_id and o.id <> t.id
      and o.state in ('planning', 'running') and o.lease_until >= now())`;

export async function hasSystemTaskWaiting(): Promise<boolean> {
  const [row] = await pipelineDatabase().execute<{ some: boolean }>(
    sql`select exists (select ${waiting}) as some`,
  );
  return row?.some === true;
}

/** The oldest of them. */
export async function claimSystemTask(): Promise<ClaimedTask | null> {
  const [row] = await pipelineDatabase().execute<ClaimedTask & Record<string, unknown>>(sql`
    update bulk_tasks set lease_token = lease_token + 1, lease_until = now() + interval '60 seconds'
    where id = (select t.id ${waiting} order by t.created_at, t.id limit 1 for update skip locked)
    returning id, lease_token as token, state, customer_id as "customerId", actor_kind as "actorKind", actor_id as "actorId",
      actor_name as "actorName", address`);
  return row ?? null;
}

/** Given back unfinished: another may go on at once. */
export async function releaseSystemTask({ id, token }: Pick<ClaimedTask, 'id' | 'token'>): Promise<void> {
  await pipelineDatabase().execute(sql`
    update bulk_tasks set lease_until = null where id = ${id}::uuid and lease_token = ${token}`);
}

/** What nobody confirmed in a week is forgotten; secrets go once nobody can have them any more, files after a week, rows after a quarter. */
export async function purgeSystemBulkTasks(): Promise<{ abandoned: number; files: number; rows: number }> {
  const db = pipelineDatabase();
  const abandoned = await db.execute(sql`
    delete from bulk_tasks where state in ('draft', 'planned') and modified_at < now() - interval '7 days'`);
  await db.execute(sql`
    update bulk_rows r set sealed = null from bulk_tasks t
    where t.id = r.task_id and r.sealed is not null
      and (t.finished_at < now() - interval '7 days' or t.secrets_taken_at < now() - interval '1 hour')`);
  const files = await db.execute(sql`
    delete from bulk_files f using bulk_tasks t where t.id = f.task_id and t.finished_at < now() - interval '7 days'`);
  const rows = await db.execute(sql`
    delete from bulk_rows r using bulk_tasks t where t.id = r.task_id and t.finished_at < now() - interval '90 days'`);
  return { abandoned: abandoned.count, files: files.count, rows: rows.count };
}
