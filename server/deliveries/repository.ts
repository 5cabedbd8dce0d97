import { sql } from 'drizzle-orm';
import type { PackRest, PackRow, Shape } from '#server/measurements/contract.ts';
import type { Tx } from '#server/platform/database.ts';
import { arrayOf } from '#server/platform/sql-array.ts';
import type { TenantScope } from '#server/platform/tenant-scope.ts';
import type { DeliveryHour } from './log-contract.ts';

/** The pack that a delivery carries, for showing what was sent. */
export async function selectPackOfDelivery(
  tx: Tx,
  scope: TenantScope,
  pack: { id: number; deviceId: string; receivedAt: Date },
): Promise<{ shape: Shape; row: PackRow; projectId: string; decoder: string } | null> {
  const at = sql`${pack.receivedAt.toISOString()}::timestamptz`;
  const [row] = await tx.execute<{
    time: string;
    v: number[];
    rest: PackRest | null;
    names: string[];
    units: string[];
    kinds: string;
    project_id: string;
    decoder: string | null;
  }>(sql`
    select p.time, p.v, p.rest, s.names, s.units, s.kinds, d.project_id, c.name as decoder
    from (
      select id, received_at, customer_id, device_id, decoder_id, time, shape_id, v, rest from packs
      union all select id, received_at, customer_id, device_id, decoder_id, time, shape_id, v, rest from shelved_packs
      union all select u.id, u.received_at, w.customer_id, w.device_id, w.decoder_id, u.time, w.shape_id, u.v, u.rest
      from pack_weeks w cross join lateral unnest(w.packs) u where w.week = date_trunc('week', ${at} at time zone 'UTC')::date
    ) p join shapes s on s.customer_id = p.customer_id and s.id = p.shape_id join devices d on d.id = p.device_id
    left join decoders c on c.id = p.decoder_id
    where p.customer_id = ${scope.customerId}::uuid and p.device_id = ${pack.deviceId}::uuid and p.id = ${pack.id} and p.received_at = ${at}`);
  if (!row) return null;
  const { names, units, kinds, time, v, rest } = row;
  return {
    shape: { names, units, kinds },
    row: { time: new Date(time), v: v.map(Number), rest },
    projectId: row.project_id,
    decoder: row.decoder ?? '',
  };
}

const REPLAYED = sql`
  insert into delivery_queue (id, customer_id, destination_id, device_id, flow_id, uplink_id, pack_id, received_at, shard, attempts, next_at, replay_of, replay_id, merged)
  select nextval('delivery_ids'), r.customer_id, r.destination_id, r.device_id, r.flow_id, r.uplink_id, r.pack_id, r.received_at, v.shard, 0, now(), r.id, r.replay_id, r.merged
  from r join devices v on v.id = r.device_id join destinations x on x.id = r.destination_id
  order by r.id
  returning replay_of::float8 as replayed, id::float8 as id, destination_id, uplink_id::float8 as uplink_id`;

export interface Replayed extends Record<string, unknown> {
  replayed: number;
  id: number;
  destination_id: string;
}

/** A new delivery for each final one of these that no other replay of is waiting already. */
export function replayDeliveriesById(tx: Tx, scope: TenantScope, ids: number[]) {
  return tx.execute<Replayed>(sql`
    with r as (
      select r.* from deliveries r
      where r.customer_id = ${scope.customerId}::uuid and r.id = any(${arrayOf(ids, 'bigint')}) and r.state <> 'merged'
        and not exists (select from delivery_queue q where q.destination_id = r.destination_id and q.replay_of = r.id)
    ) ${REPLAYED}`);
}

/** The failed ones of a destination that were not replayed yet, oldest first, at most `limit`. */
export function replayFailedDeliveries(
  tx: Tx,
  scope: TenantScope,
  { destinationId, since, limit }: { destinationId: string; since: Date; limit: number },
) {
  return tx.execute<Replayed>(sql`
    with r as (
      select r.* from deliveries r
      where r.customer_id = ${scope.customerId}::uuid and r.destination_id = ${destinationId}::uuid and r.state = 'failed'
        and r.finished_at >= ${since.toISOString()}::timestamptz
        and not exists (select from delivery_queue q where q.destination_id = r.destination_id and q.replay_of = r.id)
        and not exists (select from deliveries later where later.destination_id = r.destination_id
                        and later.finished_at >= r.finished_at and later.replay_of = r.id)
      order by r.id limit ${limit}
    ) ${REPLAYED}`);
}

/** Ids of these that are deliveries of this customer, waiting or final. */
export async function selectKnownDeliveries(tx: Tx, scope: TenantScope, ids: number[]) {
  const rows = await tx.execute<{ id: number; waiting: boolean; merged: boolean }>(sql`
    select id::float8 as id, false as waiting, state = 'merged' as merged from deliveries where customer_id = ${scope.customerId}::uuid and id = any(${arrayOf(ids, 'bigint')})
    union all
    select id::float8, true, false from delivery_queue where customer_id = ${scope.customerId}::uuid and id = any(${arrayOf(ids, 'bigint')})`);
  return [...rows];
}

export async function selectDeliveryHours(
  tx: Tx,
  scope: TenantScope,
  { destinationId, hours }: { destinationId: string; hours: number },
): Promise<{ hours: DeliveryHour[]; total: Omit<DeliveryHour, 'hour'> }> {
  const rows = await tx.execute<{
    hour: string | null;
    delivered: number;
    failed: number;
    discarded: number;
    p50: number | null;
    p95: number | null;
  }>(sql`
    select h as hour, count(*) filter (where state = 'delivered')::int as delivered,
           count(*) filter (where state = 'failed')::int as failed,
           count(*) filter (where state = 'discarded')::int as discarded,
           percentile_cont(0.5) within group (order by duration_ms) filter (where state = 'delivered') as p50,
           percentile_cont(0.95) within group (order by duration_ms) filter (where state = 'delivered') as p95
    from (
      select date_trunc('hour', finished_at) as h, state, duration_ms from deliveries
      where customer_id = ${scope.customerId}::uuid and destination_id = ${destinationId}::uuid
        and finished_at >= date_trunc('hour', now()) - make_interval(hours => ${hours - 1}::int)
    ) d group by grouping sets ((h), ()) order by h nulls last`);
  const read = (row: (typeof rows)[number] | undefined) => ({
    delivered: row?.delivered ?? 0,
    failed: row?.failed ?? 0,
    discarded: row?.discarded ?? 0,
    p50Ms: row?.p50 ?? null,
    p95Ms: row?.p95 ?? null,
  });
  return {
    hours: rows.flatMap((row) => (row.hour ? [{ hour: new Date(row.hour), ...read(row) }] : [])),
    total: read(rows.find((row) => row.hour === null)),
  };
}

export async function selectBacklog(tx: Tx, scope: TenantScope, destinationId: string) {
  const [row] = await tx.execute<{ waiting: number; oldest: string | null }>(sql`
    select count(*)::int as waiting, min(received_at) as oldest from (
      select received_at from delivery_queue
      where customer_id = ${scope.customerId}::uuid and destination_id = ${destinationId}::uuid order by id limit 100000) q`);
  return { waiting: row?.waiting ?? 0, oldestAt: row?.oldest ? new Date(row.oldest) : null };
}
