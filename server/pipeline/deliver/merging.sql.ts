import type { MergedPack } from '#server/deliveries/merged-contract.ts';
import type { WaitingPack } from '#server/destinations/merger-rules.ts';
import { isoInstant } from '#server/platform/clock.ts';
import { batchSql, pipelineSql } from '#server/platform/database.ts';
import { postgresJson } from '#server/platform/postgres-json.ts';
import { type Fenced, heldShards } from '../fence.sql.ts';
import { idList } from '../id-lists.ts';

/** A device whose packs wait at a destination. */
export interface MergingDevice {
  customerId: string;
  destinationId: string;
  deviceId: string;
}

export interface MergingRow extends WaitingPack, MergingDevice {
  packId: number;
  shard: number;
  /** Its delivery was cancelled while it waited. */
  isGone: boolean;
}

const AT_ONCE = 2_000;

/** Devices with packs whose time is over, and all that wait of customers whose configuration changed (null: everybody's). */
export async function dueMerging(
  now: Date,
  { shards, changed }: { shards: number[]; changed: string[] | null },
): Promise<MergingDevice[]> {
  return pipelineSql()<MergingDevice[]>`
    select distinct customer_id as "customerId", destination_id as "destinationId", device_id as "deviceId" from (
      select * from merging_deliveries where shard = any(${shards}::smallint[])
        and (until <= ${now} or ${changed === null} or customer_id = any(${changed ?? []}::uuid[]))
      order by until limit ${AT_ONCE}) m`;
}

/** All that waits of these devices at these destinations. */
export async function readMerging(
  of: readonly MergingDevice[],
  { now, shards }: { now: Date; shards: number[] },
): Promise<MergingRow[]> {
  return batchSql()<MergingRow[]>`
    select m.delivery_id::float8 as id, m.customer_id as "customerId", m.destination_id as "destinationId",
      m.device_id as "deviceId", m.decoder_id as "decoderId", m.flow_id as "flowId", m.uplink_id::float8 as "uplinkId",
      m.pack_id::float8 as "packId", m.received_at as "receivedAt", m.time, m.frames, m.until, m.shard, q.id is null as "isGone",
      m.until <= ${now} and exists (select from uplink_queue u
        where u.shard = m.shard and u.device_id = m.device_id and u.received_at <= m.until) as "isExpecting"
    from merging_deliveries m left join delivery_queue q on q.id = m.delivery_id and q.held_until is not null
    where (m.destination_id, m.device_id) in (
        select * from unnest(${of.map((d) => d.destinationId)}::uuid[], ${of.map((d) => d.deviceId)}::uuid[]))
      and m.shard = any(${shards}::smallint[])
    order by m.delivery_id`;
}

export interface MergingOutcome extends Fenced {
  /** The first of each carries it. */
  messages: readonly MergingRow[][];
  discarded: readonly MergingRow[];
  gone: readonly MergingRow[];
  at: Date;
}

/** Why a delivery was discarded, as its log says it. */
const NO_PARTNER = 'destinations.no-partner';

/**
 * One statement: messages go whole or not at all, what went along with another or is discarded stands in the log, and rows
 * of shards that are another worker's by now stay as they are. Answers with the deliveries that came out of their waiting.
 */
export async function writeMerging(outcome: MergingOutcome): Promise<Set<number>> {
  const sql = batchSql();
  const { messages, discarded, gone, at } = outcome;
  const j = postgresJson;
  const members = messages.flatMap(([first, ...others]) =>
    first ? [first, ...others].map(({ id }) => ({ l: first.id, i: id })) : [],
  );
  const leads = messages.flatMap(([first, ...others]) =>
    first ? [{ l: first.id, g: others.length > 0 ? others.map(partOf) : null }] : [],
  );
  const discardedIds = discarded.map(({ id }) => id);
  const log = [{ at: isoInstant(at), durationMs: 0, error: NO_PARTNER }];
  const [{ ids }] = await sql<[{ ids: string }]>`
    with ${heldShards(sql, outcome)}, members as materialized (
      select * from json_to_recordset(${j(members)}::text::json) as m(l bigint, i bigint)
    ), locked as materialized (
      select q.id from delivery_queue q
      where q.id = any(${[...members.map(({ i }) => i), ...discardedIds]}::bigint[]) and q.held_until is not null
        and q.shard in (select shard from held)
      order by q.id for update
    ), whole as materialized (
      select m.l from members m left join locked k on k.id = m.i group by m.l having count(*) = count(k.id)
    ), let_go as (
      update delivery_queue q set held_until = null, next_at = ${at}, merged = r.g
      from json_to_recordset(${j(leads)}::text::json) as r(l bigint, g json)
      where q.id = r.l and q.id in (select l from whole)
      returning q.id
    ), gone as (
      delete from delivery_queue q using members m
      where q.id = m.i and m.i <> m.l and m.l in (select l from whole)
      returning q.*, m.l as merged_into
    ), dropped as (
      delete from delivery_queue q where q.id = any(${discardedIds}::bigint[]) and q.id in (select id from locked)
      returning q.*
    ), logged as (
      insert into deliveries (id, received_at, customer_id, destination_id, device_id, flow_id, uplink_id, pack_id, state,
        attempts, finished_at, replay_of, replay_id, attempt_log, merged_into)
      select id, received_at, customer_id, destination_id, device_id, flow_id, uplink_id, pack_id, 'merged',
        attempts, ${at}::timestamptz, replay_of, replay_id, attempt_log, merged_into from gone
      union all
      select id, received_at, customer_id, destination_id, device_id, flow_id, uplink_id, pack_id, 'discarded',
        attempts, ${at}::timestamptz, replay_of, replay_id, ${j(log)}::text::json, null from dropped
    ), written as materialized (
      select id from let_go union all select id from gone union all select id from dropped
    ), waits_out as (
      delete from merging_deliveries w
      where w.delivery_id in (select id from written) or w.delivery_id = any(${gone.map(({ id }) => id)}::bigint[])
    )
    select coalesce(string_agg(id::text, ','), '') as ids from written`;
  return new Set(idList(ids));
}

function partOf({ id, uplinkId, packId, receivedAt }: MergingRow): MergedPack {
  return { deliveryId: id, uplinkId, packId, receivedAt: isoInstant(receivedAt) };
}
