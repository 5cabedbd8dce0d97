import { sql } from 'drizzle-orm';
import { outcomeOfFinal } from '#server/deliveries/outcome.sql.ts';
import type { Tx } from '#server/platform/database.ts';
import { arrayOf } from '#server/platform/sql-array.ts';
import type { TenantScope } from '#server/platform/tenant-scope.ts';
import type { Backlog, ConnectionFact, DeliveryFact, Fate, Suspension } from './facts-contract.ts';

/** What messages come in through and go out by: connections, decoders, deliveries. */

const REFUSAL_HOURS = 48;

type Refused = ConnectionFact['refusals'][number];

/** Refusals of connections by reason, the newest reason first. */
export async function selectRefusalsOf(
  tx: Tx,
  scope: TenantScope,
  connectionIds: readonly string[],
): Promise<Map<string, Refused[]>> {
  const rows = await tx.execute<{
    id: string;
    reason: string;
    count: number;
    last: string;
    detail: string | null;
  }>(sql`
    select connection_id as id, reason, sum(count)::float8 as count, max(last_at) as last,
           (array_agg(last_detail order by last_at desc))[1] as detail
    from refusals
    where customer_id = ${scope.customerId}::uuid and connection_id = any(${arrayOf(connectionIds, 'uuid')})
      and hour > now() - make_interval(hours => ${REFUSAL_HOURS}::int)
    group by connection_id, reason order by max(last_at) desc`);
  const found = new Map<string, Refused[]>();
  for (const { id, last, detail, ...row } of rows) {
    const refused: Refused = { ...row, lastAt: new Date(last), lastDetail: detail };
    found.set(id, [...(found.get(id) ?? []), refused]);
  }
  return found;
}

/** How many devices of the customer are registered through each, `deviceId` not counted; no farther than a few. */
export async function selectOthersOf(
  tx: Tx,
  scope: TenantScope,
  connectionIds: readonly string[],
  deviceId: string,
): Promise<Map<string, number>> {
  const rows = await tx.execute<{ id: string; n: number }>(sql`
    select c.id, (select count(*)::int from (select from lora_registrations r
        where r.customer_id = ${scope.customerId}::uuid and r.connection_id = c.id and r.device_id is distinct from ${deviceId}::uuid
        limit 10) few) as n
    from unnest(${arrayOf(connectionIds, 'uuid')}) as c(id)`);
  return new Map(rows.map(({ id, n }) => [id, n]));
}

/** Suspended as they are published now. */
export async function selectSuspended(
  tx: Tx,
  scope: TenantScope,
  decoderIds: readonly string[],
): Promise<Suspension[]> {
  const rows = await tx.execute<{ id: string; at: string }>(sql`
    select s.decoder_id as id, s.suspended_at as at from decoder_suspensions s
    join decoders d on d.customer_id = s.customer_id and d.id = s.decoder_id and d.current_version_id = s.decoder_version_id
    where s.customer_id = ${scope.customerId}::uuid and s.decoder_id = any(${arrayOf(decoderIds, 'uuid')})`);
  return rows.map(({ id, at }) => ({ decoderId: id, at: new Date(at) }));
}

const LOOKED_AT = 10_000;

/** What the customer's messages wait for; whose of them is asked for by their ids. */
export async function selectBacklog(
  tx: Tx,
  scope: TenantScope,
  ids?: readonly number[],
): Promise<Pick<Backlog, 'waiting' | 'oldestAt'>> {
  const which = ids ? sql`and uplink_id = any(${arrayOf(ids, 'bigint')})` : sql``;
  const [row] = await tx.execute<{ waiting: number; oldest: string | null }>(sql`
    select count(*)::int as waiting, min(received_at) as oldest from (
      select received_at from uplink_queue where customer_id = ${scope.customerId}::uuid ${which}
      order by uplink_id limit ${LOOKED_AT}) q`);
  return { waiting: row?.waiting ?? 0, oldestAt: row?.oldest ? new Date(row.oldest) : null };
}

/** Of the customer's devices, or of these. */
export async function selectShards(tx: Tx, scope: TenantScope, deviceId?: string): Promise<number[]> {
  const which = deviceId ? sql`and id = ${deviceId}::uuid` : sql``;
  const rows = await tx.execute<{ shard: number }>(
    sql`select distinct shard from devices where customer_id = ${scope.customerId}::uuid ${which}`,
  );
  return rows.map(({ shard }) => shard);
}

const columns = (at: ReturnType<typeof sql>, tried: ReturnType<typeof sql>) => sql`
  r.id::float8 as id, r.uplink_id::float8 as "messageId", r.destination_id as "destinationId", r.flow_id as "flowId",
  ${tried} as state, r.received_at as received, ${at} as at, r.attempts,
  (r.attempt_log -> -1 ->> 'status')::int as status, r.attempt_log -> -1 ->> 'error' as error,
  coalesce(r.attempt_log -> -1 ->> 'message', r.attempt_log -> -1 ->> 'response') as text`;

const FINAL = columns(sql`r.finished_at`, outcomeOfFinal);
const WAITING = columns(sql`(r.attempt_log -> -1 ->> 'at')::timestamptz`, sql`'waiting'::text`);

type Row = Omit<DeliveryFact, 'receivedAt' | 'at'> & { received: string; at: string | null };

const factOf = ({ received, at, ...row }: Row): DeliveryFact => ({
  ...row,
  receivedAt: new Date(received),
  at: at ? new Date(at) : null,
});

/** Of the newest messages of a device, the newest first. */
export async function selectDeliveriesOf(
  tx: Tx,
  scope: TenantScope,
  fates: readonly Fate[],
): Promise<DeliveryFact[]> {
  const oldest = fates.at(-1);
  if (!oldest) return [];
  const ids = arrayOf(
    fates.map(({ id }) => id),
    'bigint',
  );
  const rows = await tx.execute<Row>(sql`
    select * from (
      select ${FINAL} from deliveries r where r.customer_id = ${scope.customerId}::uuid and r.uplink_id = any(${ids})
        and r.received_at >= ${oldest.at.toISOString()}::timestamptz
      union all
      select ${WAITING} from delivery_queue r where r.customer_id = ${scope.customerId}::uuid and r.uplink_id = any(${ids})) d
    order by coalesce(d.at, d.received) desc, d.id desc limit 200`);
  return rows.map(factOf);
}

/** The newest of each destination: final ones, and those that were tried and wait. */
export async function selectDeliveriesTo(
  tx: Tx,
  scope: TenantScope,
  destinationIds: readonly string[],
): Promise<DeliveryFact[]> {
  const rows = await tx.execute<Row>(sql`
    select d.* from unnest(${arrayOf(destinationIds, 'uuid')}) as x(id) cross join lateral (
      (select ${FINAL} from deliveries r where r.customer_id = ${scope.customerId}::uuid and r.destination_id = x.id
         and r.finished_at > now() - interval '7 days' order by r.finished_at desc limit 20)
      union all
      (select ${WAITING} from delivery_queue r where r.customer_id = ${scope.customerId}::uuid and r.destination_id = x.id
       order by r.id limit 20)) d
    order by coalesce(d.at, d.received) desc`);
  return rows.map(factOf);
}
