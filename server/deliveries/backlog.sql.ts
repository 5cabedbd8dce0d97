import { sql } from 'drizzle-orm';
import type { Tx } from '#server/platform/database.ts';
import type { TenantScope } from '#server/platform/tenant-scope.ts';
import type { StatisticsQuery } from './log-contract.ts';

/**
 * What waited at the end of each hour, the present one up to now: accepted by then and not final by then. Told from
 * the log and the queue, so it needs no counter of its own; what was accepted before a week ago is not looked for.
 */
export async function selectBacklogHours(
  tx: Tx,
  scope: TenantScope,
  { destinationId, hours }: StatisticsQuery,
): Promise<{ at: number; waiting: number }[]> {
  const customer = sql`${scope.customerId}::uuid`;
  const destination = sql`${destinationId}::uuid`;
  const begin = sql`date_trunc('hour', now()) - make_interval(hours => ${hours - 1}::int)`;
  const rows = await tx.execute<{ at: number; waiting: number }>(sql`
    with shown as (
      select h, h + interval '1 hour' as ended
      from generate_series(${begin}, date_trunc('hour', now()), interval '1 hour') h),
    spans as (
      select received_at as came, finished_at as went from deliveries
      where customer_id = ${customer} and destination_id = ${destination} and finished_at > ${begin}
        and received_at > ${begin} - interval '7 days'
        and finished_at - received_at > interval '1 second'
      union all
      select received_at, null from delivery_queue where customer_id = ${customer} and destination_id = ${destination}),
    -- Each message counts from the hour in which it came up to the one before that in which it went.
    steps as (
      select greatest(date_trunc('hour', came), ${begin}) as h, 1 as step from spans
      union all
      select date_trunc('hour', went), -1 from spans where went is not null),
    sums as (select h, sum(step) as step from steps group by h)
    select extract(epoch from shown.h)::float8 * 1000 as at,
           coalesce(sum(coalesce(sums.step, 0)) over (order by shown.h), 0)::int as waiting
    from shown left join sums on sums.h = shown.h
    order by shown.h`);
  return [...rows];
}
