import { sql } from 'drizzle-orm';
import { pipelineDatabase } from '#server/platform/database.ts';

const ROWS_AT_ONCE = 5_000;

/**
 * What the pipeline wrote for a device that is gone, batch by batch. Runs after the deletion and can be run again.
 * The exact bytes lie in segments shared with other devices: with the rows that point into them gone nobody can find
 * them, and they leave with their week.
 */
export async function purgeSystemDevice(customerId: string, deviceId: string): Promise<void> {
  const db = pipelineDatabase();
  const mine = sql`customer_id = ${customerId} and device_id = ${deviceId}`;
  await db.execute(sql`delete from uplink_queue where ${mine}`);
  await db.execute(sql`delete from delivery_queue where ${mine}`);
  for (;;) {
    const { count } = await db.execute(sql`
      with gone as (
        select id, received_at from uplinks where ${mine} order by received_at limit ${ROWS_AT_ONCE}
      ), without_deliveries as (
        delete from deliveries d using gone where d.uplink_id = gone.id and d.received_at = gone.received_at
      ), without_failures as (
        delete from decoding_failures f using gone where f.uplink_id = gone.id and f.device_id = ${deviceId}
      )
      delete from uplinks u using gone where u.id = gone.id and u.received_at = gone.received_at`);
    if (count < ROWS_AT_ONCE) break;
  }
  await db.execute(sql`delete from packs where ${mine}`);
  await db.execute(sql`delete from decoding_failures where ${mine}`);
  await db.execute(sql`delete from uplink_identities where ${mine}`);
}

/** Deletions of the last days, out of the audit log: a purge that was cut short is finished by the worker. */
export async function selectSystemDeletedDevices(since: Date) {
  return pipelineDatabase().execute<{ customer_id: string; device_id: string }>(sql`
    select customer_id, object_id as device_id from audit_log
    where operation = 'devices.delete' and at >= ${since.toISOString()}::timestamptz`);
}
