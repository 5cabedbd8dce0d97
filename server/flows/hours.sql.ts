import { sql } from 'drizzle-orm';
import type { Tx } from '#server/platform/database.ts';
import { DAY_BEGINS, DAY_HOURS, daysById } from '#server/platform/day-hours.ts';
import { arrayOf } from '#server/platform/sql-array.ts';
import type { TenantScope } from '#server/platform/tenant-scope.ts';
import type { FlowHour } from './contract.ts';

/** Messages of the last 24 hours in each flow by the hour they came, and how many of them a decoder failed on. */
export async function selectFlowHours(
  tx: Tx,
  scope: TenantScope,
  flowIds: string[],
): Promise<Map<string, FlowHour[]>> {
  if (flowIds.length === 0) return new Map();
  const flows = arrayOf(flowIds, 'uuid');
  const rows = await tx.execute<{ id: string; at: number; messages: number; failures: number }>(sql`
    with asked as (select unnest(${flows}) as flow_id),
    day as (select h from ${DAY_HOURS} h),
    counted as (
      select fd.flow_id, date_trunc('hour', u.received_at) as h, count(*)::int as messages
      from flow_devices fd join uplinks u on u.device_id = fd.device_id
      where fd.customer_id = ${scope.customerId}::uuid and fd.flow_id = any(${flows})
        and u.customer_id = ${scope.customerId}::uuid
        and u.received_at >= ${DAY_BEGINS}
      group by 1, 2),
    failed as (
      select fd.flow_id, date_trunc('hour', f.received_at) as h, count(distinct f.uplink_id)::int as failures
      from decoding_failures f
      join flow_devices fd on fd.device_id = f.device_id and fd.flow_id = any(${flows})
      join devices d on d.id = fd.device_id
      join flow_decoders fc on fc.flow_id = fd.flow_id and fc.device_type_id = d.device_type_id and fc.decoder_id = f.decoder_id
      where f.customer_id = ${scope.customerId}::uuid
        and f.received_at >= ${DAY_BEGINS}
      group by 1, 2)
    select asked.flow_id as id, extract(epoch from day.h)::float8 * 1000 as at,
           coalesce(counted.messages, 0) as messages, coalesce(failed.failures, 0) as failures
    from asked cross join day
    left join counted on counted.flow_id = asked.flow_id and counted.h = day.h
    left join failed on failed.flow_id = asked.flow_id and failed.h = day.h
    order by day.h`);
  return daysById(rows);
}
