import { sql } from 'drizzle-orm';
import { pipelineDatabase } from '#server/platform/database.ts';
import { arrayOf } from '#server/platform/sql-array.ts';

const ROWS_AT_ONCE = 5_000;

/**
 * What the pipeline wrote for devices of one customer that are gone, batch by batch. Runs after the deletion and can be run again.
 * The exact bytes lie in segments shared with other devices: with the rows that point into them gone nobody can find
 * them, and they leave with their week.
 */
export async function purgeSystemDevices(customerId: string, deviceIds: string[]): Promise<void> {
  const db = pipelineDatabase();
  const ids = arrayOf(deviceIds, 'uuid');
  const mine = sql`customer_id = ${customerId} and device_id = any(${ids})`;
  await db.execute(sql`delete from uplink_queue where ${mine}`);
  await db.execute(sql`delete from delivery_queue where ${mine}`);
  await db.execute(sql`delete from merging_deliveries where ${mine}`);
  for (;;) {
    const { count } = await db.execute(sql`
      with gone as (
        select id, received_at from uplinks where ${mine} order by received_at limit ${ROWS_AT_ONCE}
      ), without_deliveries as (
        delete from deliveries d using gone where d.uplink_id = gone.id and d.received_at = gone.received_at
      ), without_failures as (
        delete from decoding_failures f using gone where f.uplink_id = gone.id and f.device_id = any(${ids})
      )
      delete from uplinks u using gone where u.id = gone.id and u.received_at = gone.received_at`);
    if (count < ROWS_AT_ONCE) break;
  }
  await db.execute(sql`delete from packs where ${mine}`);
  // After it: what moves from there meanwhile stands here by then.
  await db.execute(sql`delete from pack_weeks where ${mine}`);
  await db.execute(sql`delete from far_packs where ${mine}`);
  await db.execute(sql`delete from shelved_packs where ${mine}`);
  await db.execute(sql`delete from uplink_replays where ${mine}`);
  await db.execute(sql`delete from decoding_failures where ${mine}`);
  await db.execute(sql`delete from uplink_identities where ${mine}`);
}

/**
 * Deletions since then, out of the audit log: a purge that was cut short is finished by the worker. Those of a bulk task
 * are kept for as long as it can be undone, and come up when that time is over; a device that came back keeps all.
 */
export async function selectSystemDeletedDevices(since: Date) {
  const from = sql`${since.toISOString()}::timestamptz`;
  return pipelineDatabase().execute<{ customer_id: string; device_id: string }>(sql`
    select customer_id, device_id from (
      select a.customer_id, a.object_id::uuid as device_id from audit_log a
      where a.operation = 'devices.delete' and a.at >= ${from} and not exists (
        select from bulk_rows r join bulk_tasks t on t.id = r.task_id
        where r.object_id = a.object_id::uuid and r.verdict = 'remove' and t.source <> 'undo'
          and coalesce(t.undo_until, 'infinity') > now())
      union
      select r.customer_id, r.object_id from bulk_rows r join bulk_tasks t on t.id = r.task_id
      where r.verdict = 'remove' and r.outcome = 'done' and t.undo_until > ${from} and t.undo_until <= now()) gone
    where not exists (select from devices d where d.id = gone.device_id)
    order by customer_id, device_id`);
}
