import type { AttemptOutcome, BreakerState } from '#server/deliveries/contract.ts';
import type { MergedPack } from '#server/deliveries/merged-contract.ts';
import type { PackRest } from '#server/measurements/contract.ts';
import { batchSql, pipelineSql } from '#server/platform/database.ts';
import { postgresJson, postgresJsonLines } from '#server/platform/postgres-json.ts';
import type { Fence } from '../fence.sql.ts';
import { idList } from '../id-lists.ts';

export interface WaitingRow {
  id: number;
  customerId: string;
  deviceId: string;
  flowId: string;
  uplinkId: number;
  packId: number;
  receivedAt: Date;
  shard: number;
  attempts: number;
  nextAt: Date;
  replayOf: number | null;
  replayId: string | null;
  attemptLog: AttemptOutcome[];
  merged: MergedPack[] | null;
  /** null where the pack is gone with its partition. */
  time: Date | null;
  v: number[];
  rest: PackRest | null;
  names: string[];
  units: string[];
  kinds: string;
}

/** A pack that a delivery names, wherever it is kept now. */
export interface NamedPack {
  packId: number;
  receivedAt: Date;
  deviceId: string;
}

export type KeptPack = Pick<WaitingRow, 'time' | 'v' | 'rest' | 'names' | 'units' | 'kinds'>;

/** The values of the packs that the rows `q` name. */
const PACK_COLUMNS = `coalesce(p.time, k.time, m.time) as time, coalesce(p.v, k.v, m.v) as v,
  coalesce(p.rest, k.rest, m.rest) as rest, s.names, s.units, s.kinds`;
const PACK_JOINS = `
    left join packs p on p.id = q.pack_id and p.received_at = q.received_at
    left join shelved_packs k on p.id is null and k.id = q.pack_id
    -- Those that wait longer than messages are kept.
    left join lateral (
      select w.shape_id, u.* from pack_weeks w cross join lateral unnest(w.packs) u
      where p.id is null and k.id is null and w.device_id = q.device_id
        and w.week = date_trunc('week', q.received_at at time zone 'UTC')::date and u.id = q.pack_id) m on true
    left join shapes s on s.id = coalesce(p.shape_id, k.shape_id, m.shape_id)`;

const keyOf = ({ packId, receivedAt, deviceId }: NamedPack) => ({
  pack_id: packId,
  received_at: receivedAt,
  device_id: deviceId,
});

/** By their ids; those that are gone are left out. */
export async function readPacks(
  packs: readonly NamedPack[],
): Promise<Map<number, KeptPack & { time: Date }>> {
  const sql = pipelineSql();
  const rows = await sql<(KeptPack & { packId: number; time: Date })[]>`
    select q.pack_id::float8 as "packId", ${sql.unsafe(PACK_COLUMNS)}
    from json_to_recordset(${postgresJson(packs.map(keyOf))}::text::json) as q(pack_id bigint,
      received_at timestamptz(3), device_id uuid)
    ${sql.unsafe(PACK_JOINS)}
    where s.id is not null`;
  return new Map(rows.map((row) => [row.packId, row]));
}

/** The next rows of a destination that are not in memory, in order. */
export async function readWaiting(
  destinationId: string,
  options: { shards: number[]; heldIds: number[]; fullDevices: string[]; limit: number },
): Promise<WaitingRow[]> {
  const { shards, heldIds, fullDevices, limit } = options;
  const sql = pipelineSql();
  return sql<WaitingRow[]>`
    select q.id::float8 as id, q.customer_id as "customerId", q.device_id as "deviceId", q.flow_id as "flowId",
      q.uplink_id::float8 as "uplinkId", q.pack_id::float8 as "packId", q.received_at as "receivedAt", q.shard, q.attempts,
      q.next_at as "nextAt", q.replay_of::float8 as "replayOf", q.replay_id as "replayId",
      q.attempt_log as "attemptLog", q.merged, ${sql.unsafe(PACK_COLUMNS)}
    from (
      select * from delivery_queue
      where destination_id = ${destinationId} and held_until is null and shard = any(${shards}::smallint[])
        and id <> all(${heldIds}::bigint[]) and device_id <> all(${fullDevices}::uuid[])
      order by id limit ${limit}) q
    ${sql.unsafe(PACK_JOINS)}
    order by q.id`;
}

/** Every destination that has rows waiting, however many: one step of the index a destination. */
export async function waitingDestinations(): Promise<{ destinationId: string; customerId: string }[]> {
  return pipelineSql()<{ destinationId: string; customerId: string }[]>`
    with recursive d as (
      (select destination_id, customer_id from delivery_queue order by destination_id, id limit 1)
      union all
      select n.destination_id, n.customer_id from d, lateral (
        select destination_id, customer_id from delivery_queue q where q.destination_id > d.destination_id
        order by destination_id, id limit 1) n)
    select destination_id as "destinationId", customer_id as "customerId" from d`;
}

export async function readBreakers(ids: string[]): Promise<Map<string, BreakerState>> {
  const rows = await pipelineSql()<(BreakerState & { id: string })[]>`
    select id, status, failures_in_a_row as "failuresInARow", failing_since as "failingSince", breaker_until as "breakerUntil"
    from destinations where id = any(${ids}::uuid[])`;
  return new Map(rows.map(({ id, ...state }) => [id, state]));
}

export interface FinalRow {
  id: number;
  st: 'delivered' | 'failed' | 'cancelled';
  a: number;
  sc: number | null;
  du: number | null;
  fi: string;
  lg: AttemptOutcome[];
}

export interface RetryRow {
  id: number;
  a: number;
  n: Date;
  lg: AttemptOutcome[];
}

export interface BreakerRow {
  id: string;
  f: number;
  since: Date | null;
  until: Date | null;
  suspend: boolean;
  error: string | null;
}

export interface WriteBack {
  worker: string;
  fences: Fence[];
  finals: FinalRow[];
  retries: RetryRow[];
  breakers: BreakerRow[];
}

/** What came of a batch of attempts, in one statement; rows of shards that are ours no more stay as they are. */
export async function writeBack({
  worker,
  fences,
  finals,
  retries,
  breakers,
}: WriteBack): Promise<Set<number>> {
  const j = postgresJson;
  const [{ ids }] = await batchSql()<[{ ids: string }]>`
    with held as materialized (
      select l.shard from shard_leases l
      join json_to_recordset(${j(fences)}::text::json) as f(shard smallint, token bigint)
        on f.shard = l.shard and f.token = l.token and l.worker = ${worker}::uuid
    ), gone as (
      delete from delivery_queue q
      where q.id = any(${finals.map(({ id }) => id)}::bigint[]) and q.shard in (select shard from held)
      returning q.*
    ), logged as (
      insert into deliveries (id, received_at, customer_id, destination_id, device_id, flow_id, uplink_id, pack_id, state,
        attempts, status_code, duration_ms, finished_at, replay_of, replay_id, attempt_log, merged)
      select g.id, g.received_at, g.customer_id, g.destination_id, g.device_id, g.flow_id, g.uplink_id, g.pack_id, f.st,
        f.a, f.sc, f.du, f.fi, g.replay_of, g.replay_id, f.lg::json, g.merged
      from gone g join rows from (
        json_to_recordset(${j(finals.map(({ lg: _, ...facts }) => facts))}::text::json) as (id bigint, st text, a smallint,
          sc smallint, du int, fi timestamptz(3)),
        string_to_table(${postgresJsonLines(finals.map(({ lg }) => lg))}, chr(10))
      ) as f(id, st, a, sc, du, fi, lg) on f.id = g.id
    ), retried as (
      update delivery_queue q set attempts = r.a, next_at = r.n, attempt_log = r.lg
      from json_to_recordset(${j(retries)}::text::json) as r(id bigint, a smallint, n timestamptz(3), lg json)
      where q.id = r.id and q.id = any(${retries.map(({ id }) => id)}::bigint[]) and q.shard in (select shard from held)
      returning q.id
    ), broken as (
      update destinations d set failures_in_a_row = b.f, failing_since = b.since, breaker_until = b.until,
        last_error = coalesce(b.error, d.last_error)
      from json_to_recordset(${j(breakers)}::text::json) as b(id uuid, f int, since timestamptz(3), until timestamptz(3),
        error text)
      where d.id = b.id and d.id = any(${breakers.map(({ id }) => id)}::uuid[])
    )
    select coalesce(string_agg(id::text, ','), '') as ids from (select id from gone union all select id from retried) written`;
  return new Set(idList(ids));
}

/** Apart from the rest, because a change of status makes every worker read the configuration again. */
export async function suspendDestinations(ids: string[]): Promise<void> {
  await pipelineSql()`update destinations set status = 'suspended' where id = any(${ids}::uuid[]) and status = 'active'`;
}
