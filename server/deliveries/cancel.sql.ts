import { type SQL, sql } from 'drizzle-orm';
import type { Tx } from '#server/platform/database.ts';
import type { TenantScope } from '#server/platform/tenant-scope.ts';

/** What is gone; stands as the error in the log of the delivery that had nowhere to go. */
type CancelReason = 'destinations.deleted' | 'flows.unlinked' | 'flows.deleted' | 'devices.deleted';

interface Cancelled {
  reason: CancelReason;
  destinationId?: string;
  flowId?: string;
  deviceIds?: readonly string[];
}

/**
 * Waiting deliveries that have no way to go any more become final, in the transaction that takes the way away: none
 * leaves the queue without its row in the log (decision 4). Workers that hold them in memory are told.
 *
 * Before the destination or the flow is locked: the pipeline takes the rows of its queue first, too.
 */
export async function cancelWaitingDeliveries(
  tx: Tx,
  scope: TenantScope,
  { reason, ...only }: Cancelled,
): Promise<number> {
  const customer = sql`${scope.customerId}::uuid`;
  const outcome = JSON.stringify([{ at: new Date().toISOString(), durationMs: 0, error: reason }]);
  const [row] = await tx.execute<{ n: number }>(sql`
    with waiting as (
      select q.id from delivery_queue q
      where q.customer_id = ${customer} and ${conditions(customer, only)} order by q.id for update
    ), gone as (
      delete from delivery_queue q using waiting where q.id = waiting.id returning q.*
    ), logged as (
      insert into deliveries (id, received_at, customer_id, destination_id, device_id, flow_id, uplink_id, pack_id, state,
        attempts, finished_at, replay_of, attempt_log, merged)
      select id, received_at, customer_id, destination_id, device_id, flow_id, uplink_id, pack_id, 'cancelled',
        attempts, now(), replay_of, (attempt_log::jsonb || ${outcome}::jsonb)::json, merged
      from gone
    ), told as (
      select pg_notify('deliveries', json_build_object(
        'destinationId', destination_id, 'customerId', ${customer}, 'isCancelled', true)::text)
      from (select distinct destination_id from gone) d
    )
    select (select count(*) from gone)::int as n, (select count(*) from told) as told`);
  return row?.n ?? 0;
}

function conditions(customer: SQL, { destinationId, flowId, deviceIds }: Omit<Cancelled, 'reason'>): SQL {
  // The queue is found by destination: where none is named, by each of the customer's.
  const parts = [
    destinationId
      ? sql`q.destination_id = ${destinationId}::uuid`
      : sql`q.destination_id in (select id from destinations where customer_id = ${customer})`,
  ];
  if (flowId) parts.push(sql`q.flow_id = ${flowId}::uuid`);
  if (deviceIds) parts.push(sql`q.device_id in ${[...deviceIds]}`);
  return sql.join(parts, sql` and `);
}
