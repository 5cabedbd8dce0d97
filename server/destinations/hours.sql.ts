import { sql } from 'drizzle-orm';
import type { Tx } from '#server/platform/database.ts';
import { DAY_BEGINS, DAY_HOURS, daysById } from '#server/platform/day-hours.ts';
import { arrayOf } from '#server/platform/sql-array.ts';
import type { TenantScope } from '#server/platform/tenant-scope.ts';
import type { DestinationHour } from './contract.ts';

/** What became final at each destination in the last 24 hours, hour by hour. */
export async function selectDestinationHours(
  tx: Tx,
  scope: TenantScope,
  destinationIds: string[],
): Promise<Map<string, DestinationHour[]>> {
  if (destinationIds.length === 0) return new Map();
  const asked = arrayOf(destinationIds, 'uuid');
  const rows = await tx.execute<{ id: string; at: number; delivered: number; failed: number }>(sql`
    with asked as (select unnest(${asked}) as destination_id),
    day as (select h from ${DAY_HOURS} h),
    counted as (
      select r.destination_id, date_trunc('hour', r.finished_at) as h,
             count(*) filter (where r.state = 'delivered')::int as delivered,
             count(*) filter (where r.state = 'failed')::int as failed
      from deliveries r
      where r.customer_id = ${scope.customerId}::uuid and r.destination_id = any(${asked})
        and r.finished_at >= ${DAY_BEGINS}
      group by 1, 2)
    select asked.destination_id as id, extract(epoch from day.h)::float8 * 1000 as at,
           coalesce(counted.delivered, 0) as delivered, coalesce(counted.failed, 0) as failed
    from asked cross join day
    left join counted on counted.destination_id = asked.destination_id and counted.h = day.h
    order by day.h`);
  return daysById(rows);
}
