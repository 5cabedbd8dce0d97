import { type SQL, sql } from 'drizzle-orm';
import {
  type MatchQuery,
  maximumLimit,
  type TablePage,
  type TableQuery,
} from '#components/ui/data-table/table-query.ts';
import type { Tx } from '#server/platform/database.ts';
import { arrayOf } from '#server/platform/sql-array.ts';
import { COUNT_BOUND, counted, planTable, type TableDefinition } from '#server/platform/table-list.ts';
import type { TenantScope } from '#server/platform/tenant-scope.ts';
import { contains } from '#server/platform/text-match.ts';
import type { AttemptOutcome, DeliveryState } from './contract.ts';
import type { DeliveryLogItem } from './log-contract.ts';
import type { MergedPack } from './merged-contract.ts';

/**
 * The delivery log is two tables: what waits (delivery_queue) and what is final (deliveries). As one list, newest
 * first: what waits stands above everything that is final, which is in the order in which it was finished.
 */
const WAITING_AT = '9999-01-01T00:00:00.000Z';

const both = (customer: SQL, only: SQL = sql``) => sql`(
  select q.id, 'waiting' as state, q.destination_id, q.device_id, q.flow_id, q.uplink_id, q.pack_id, q.received_at,
         ${WAITING_AT}::timestamptz as at, null::timestamptz as finished_at, q.next_at, q.attempts, null::smallint as status_code,
         null::int as duration_ms, q.replay_of, q.replay_id, q.attempt_log, q.held_until, q.merged, null::bigint as merged_into
  from delivery_queue q where q.customer_id = ${customer} ${only}
  union all
  select q.id, q.state, q.destination_id, q.device_id, q.flow_id, q.uplink_id, q.pack_id, q.received_at,
         q.finished_at as at, q.finished_at, null::timestamptz, q.attempts, q.status_code, q.duration_ms, q.replay_of, q.replay_id, q.attempt_log, null::timestamptz, q.merged, q.merged_into
  from deliveries q where q.customer_id = ${customer} ${only})`;

const names = sql`
  left join destinations x on x.id = d.destination_id
  left join devices v on v.id = d.device_id
  left join flows f on f.id = d.flow_id`;

const columns = sql`d.id::float8 as id, d.state, d.destination_id, x.name as destination_name, x.kind as destination_kind,
  d.device_id, v.name as device_name, v.identifier, d.flow_id, f.name as flow_name, d.uplink_id::float8 as uplink_id,
  d.pack_id::float8 as pack_id, d.received_at, d.at, d.finished_at, d.next_at, d.attempts, d.status_code, d.duration_ms,
  d.replay_of::float8 as replay_of, d.replay_id, d.attempt_log, d.held_until, d.merged, d.merged_into::float8 as merged_into`;

interface Row extends Record<string, unknown> {
  id: number;
  state: DeliveryState;
  destination_id: string;
  destination_name: string | null;
  destination_kind: string | null;
  device_id: string;
  device_name: string | null;
  identifier: string | null;
  flow_id: string;
  flow_name: string | null;
  uplink_id: number;
  pack_id: number;
  received_at: string;
  at: string;
  finished_at: string | null;
  next_at: string | null;
  attempts: number;
  status_code: number | null;
  duration_ms: number | null;
  replay_of: number | null;
  replay_id: string | null;
  attempt_log: AttemptOutcome[];
  held_until: string | null;
  merged: MergedPack[] | null;
  merged_into: number | null;
}

function itemOf(row: Row): DeliveryLogItem {
  const last = row.attempt_log.at(-1);
  return {
    id: row.id,
    state: row.state,
    destination: {
      id: row.destination_id,
      name: row.destination_name ?? '',
      kind: row.destination_kind ?? '',
    },
    device: { id: row.device_id, name: row.device_name ?? '', identifier: row.identifier },
    flow: { id: row.flow_id, name: row.flow_name ?? '' },
    uplinkId: row.uplink_id,
    packId: row.pack_id,
    receivedAt: new Date(row.received_at),
    finishedAt: row.finished_at ? new Date(row.finished_at) : null,
    nextAt: row.next_at ? new Date(row.next_at) : null,
    attempts: row.attempts,
    statusCode: row.status_code ?? last?.status ?? null,
    durationMs: row.duration_ms ?? last?.durationMs ?? null,
    error: last?.error ?? null,
    replayOf: row.replay_of,
    replayId: row.replay_id,
    heldUntil: row.held_until ? new Date(row.held_until) : null,
    mergedCount: row.merged?.length ?? 0,
    mergedInto: row.merged_into,
  };
}

const definition: TableDefinition<Row> = {
  id: { key: sql`d.id`, type: 'bigint', of: (row) => row.id },
  defaultSort: { field: 'at', desc: true },
  sorts: { at: { key: sql`d.at`, type: 'timestamptz', of: (row) => new Date(row.at) } },
  fields: {
    state: { kind: 'choice', sql: sql`d.state` },
    destination: { kind: 'id', sql: sql`d.destination_id` },
    device: { kind: 'id', sql: sql`d.device_id` },
    flow: { kind: 'id', sql: sql`d.flow_id` },
    at: { kind: 'date', sql: sql`d.at` },
    receivedAt: { kind: 'date', sql: sql`d.received_at` },
    statusCode: { kind: 'number', sql: sql`d.status_code` },
    attempts: { kind: 'number', sql: sql`d.attempts` },
    durationMs: { kind: 'number', sql: sql`d.duration_ms` },
  },
  search: (q) =>
    sql`(${contains(sql`v.name`, q)} or ${contains(sql`v.identifier`, q.replace(/[\s:-]/g, ''))})`,
};

export async function selectDeliveryPage(
  tx: Tx,
  scope: TenantScope,
  query: TableQuery,
  destinationId?: string,
): Promise<TablePage<DeliveryLogItem>> {
  const { where = sql`true`, page } = await planTable(tx, definition, query);
  const customer = sql`${scope.customerId}::uuid`;
  const log = both(customer, destinationId ? sql`and q.destination_id = ${destinationId}::uuid` : sql``);
  const rows = await tx.execute<Row>(sql`
    select ${columns} from ${log} d ${names}
    where ${where} and ${page.where}
    order by ${sql.join(page.orderBy, sql`, `)} limit ${page.limit}`);
  const { items, next, prev } = page.pageOf(rows, itemOf);
  const { countTo = COUNT_BOUND } = query;
  if (countTo === 0) return { rows: items, total: items.length, atLeast: true, next, prev };
  const [count] = await tx.execute<{ n: number }>(sql`
    select count(*)::int as n from (select from ${log} d ${names} where ${where} limit ${countTo + 1}) bounded`);
  return { rows: items, ...counted(count?.n ?? 0, countTo), next, prev };
}

export async function selectDeliveriesOfUplink(
  tx: Tx,
  scope: TenantScope,
  uplinkId: number,
  receivedAt: Date,
): Promise<DeliveryLogItem[]> {
  const only = sql`and q.uplink_id = ${uplinkId} and q.received_at = ${receivedAt.toISOString()}::timestamptz`;
  const rows = await tx.execute<Row>(sql`
    select ${columns} from ${both(sql`${scope.customerId}::uuid`, only)} d ${names} order by x.name, d.id`);
  return rows.map(itemOf);
}

export async function selectDelivery(
  tx: Tx,
  scope: TenantScope,
  id: number,
): Promise<{ item: DeliveryLogItem; attemptLog: AttemptOutcome[]; merged: MergedPack[] } | null> {
  const [row] = await tx.execute<Row>(sql`
    select ${columns} from ${both(sql`${scope.customerId}::uuid`, sql`and q.id = ${id}`)} d ${names}`);
  return row ? { item: itemOf(row), attemptLog: row.attempt_log, merged: row.merged ?? [] } : null;
}

/**
 * Ids of all final deliveries that a query of the list matches, at most `bound`: what is under way needs no other sending, and
 * what went along with another goes again with that one.
 */
export async function selectMatchingDeliveryIds(
  tx: Tx,
  scope: TenantScope,
  match: MatchQuery,
  bound: number,
): Promise<string[]> {
  const { where = sql`true` } = await planTable(tx, definition, { ...match, limit: maximumLimit });
  const rows = await tx.execute<{ id: string }>(sql`
    select d.id::text as id from ${both(sql`${scope.customerId}::uuid`)} d ${names}
    where ${where} and d.state not in ('waiting', 'merged') order by d.id limit ${bound}`);
  return rows.map(({ id }) => id);
}

/** A delivery as far as sending it again goes. */
export interface Replayable {
  id: number;
  isWaiting: boolean;
  /** Another sending of it waits. */
  isReplaying: boolean;
  device: { name: string; identifier: string | null } | null;
  flow: { id: string; name: string } | null;
  destination: { id: string; name: string } | null;
}

/** Of many at a time; those that are no delivery of the customer are left out. */
export async function selectReplayable(
  tx: Tx,
  scope: TenantScope,
  ids: readonly number[],
): Promise<Map<number, Replayable>> {
  if (ids.length === 0) return new Map();
  const only = sql`and q.id = any(${arrayOf(ids, 'bigint')})`;
  const rows = await tx.execute<Replayable & Record<string, unknown>>(sql`
    select d.id::float8 as id, d.state = 'waiting' as "isWaiting",
      exists (select from delivery_queue w where w.destination_id = d.destination_id and w.replay_of = d.id) as "isReplaying",
      case when v.id is not null then json_build_object('name', v.name, 'identifier', v.identifier) end as device,
      case when f.id is not null then json_build_object('id', f.id, 'name', f.name) end as flow,
      case when x.id is not null then json_build_object('id', x.id, 'name', x.name) end as destination
    from ${both(sql`${scope.customerId}::uuid`, only)} d ${names}`);
  return new Map(rows.map((row) => [row.id, row]));
}
