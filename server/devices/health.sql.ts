import { sql } from 'drizzle-orm';
import { outcomeOfFinal } from '#server/deliveries/outcome.sql.ts';
import type { Tx } from '#server/platform/database.ts';
import type { TenantScope } from '#server/platform/tenant-scope.ts';

/** Frame counters of the last seven days in order of receipt, at most the newest 20,000. */
export async function selectFrameCounters(tx: Tx, scope: TenantScope, deviceId: string): Promise<number[]> {
  const rows = await tx.execute<{ f: number }>(sql`
    select f from (
      select f_cnt_up::float8 as f, received_at, id from uplinks
      where customer_id = ${scope.customerId}::uuid and device_id = ${deviceId}::uuid
        and received_at > now() - interval '7 days' and f_cnt_up is not null and kind = 'lora.uplink'
      order by received_at desc limit 20000) newest
    order by received_at, id`);
  return rows.map((row) => row.f);
}

/** What became of the messages of the last 24 hours. */
export async function selectDayOfDevice(tx: Tx, scope: TenantScope, deviceId: string) {
  const [row] = await tx.execute<{
    uplinks: number;
    delivered: number;
    failed: number;
    pending: number;
    destinations: number;
    decoding_failures: number;
  }>(sql`
    with day as materialized (
      select id, received_at from uplinks
      where customer_id = ${scope.customerId}::uuid and device_id = ${deviceId}::uuid and received_at > now() - interval '24 hours'
    ), final as (
      select ${outcomeOfFinal} as state, r.destination_id from day join deliveries r on r.uplink_id = day.id and r.received_at = day.received_at
    )
    select (select count(*) from day)::int as uplinks,
           count(*) filter (where state = 'delivered')::int as delivered,
           count(*) filter (where state = 'failed')::int as failed,
           count(distinct destination_id)::int as destinations,
           (select count(*) from day join delivery_queue q on q.uplink_id = day.id)::int as pending,
           (select count(*) from decoding_failures f where f.device_id = ${deviceId}::uuid
              and f.customer_id = ${scope.customerId}::uuid and f.received_at > now() - interval '24 hours')::int as decoding_failures
    from final`);
  return row ?? null;
}
