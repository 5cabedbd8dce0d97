import type postgres from 'postgres';
import { isoInstant } from '#server/platform/clock.ts';
import type { Sql } from '#server/platform/database.ts';
import { postgresJson, postgresJsonLines } from '#server/platform/postgres-json.ts';
import type { DeviceEvent } from '#server/protocols/device-event.ts';
import { type Fenced, heldShards } from '../fence.sql.ts';
import { idsByOrd } from '../id-lists.ts';
import { type BodyPlace, type BodySegment, bodySegments } from './body-segments.ts';
import { type AcceptedMessage, frameFacts, identityHash, isForWork, type StoredAnswer } from './message.ts';

/**
 * Stores a batch in one statement, committed when this returns. Ids come from the sequence inside the statement and in
 * the order of the batch, so a device's ids rise in the order of acceptance. What stands there already under the same
 * identity, or twice in the batch, is not stored again; nor, `fenced`, what is of a shard that is not ours any more.
 */
export async function storeMessages(
  sql: Sql,
  messages: readonly AcceptedMessage[],
  fenced?: Fenced,
): Promise<StoredAnswer[]> {
  const stored = await insertBatch(sql, await unstoredRows(messages), fenced);
  const ids = idsByOrd(stored);
  return messages.map((_, ord) => {
    const id = ids.get(ord);
    return id === undefined ? { status: 'duplicate' } : { status: 'accepted', id };
  });
}

/** Messages in the form in which a statement stores them. */
export interface UnstoredRows {
  rows: Row[];
  segments: BodySegment[];
}

/** With ids where they have some already. */
export async function unstoredRows(
  messages: readonly AcceptedMessage[],
  ids: readonly number[] = [],
): Promise<UnstoredRows> {
  const { segments, places } = await bodySegments(messages);
  return { rows: distinctRows(messages, places, ids), segments };
}

interface Row {
  fields: Record<string, unknown>;
  event: DeviceEvent;
}

function distinctRows(
  messages: readonly AcceptedMessage[],
  places: readonly BodyPlace[],
  ids: readonly number[],
): Row[] {
  const seen = new Set<string>();
  const rows: Row[] = [];
  for (const [ord, message] of messages.entries()) {
    const identity = identityHash(message.event.identity);
    const key = `${message.device.id}${identity}`;
    if (seen.has(key)) continue;
    seen.add(key);
    rows.push(rowOf(message, { ord, id: ids[ord], identity, place: places[ord] as BodyPlace }));
  }
  return rows;
}

interface Place {
  ord: number;
  id: number | undefined;
  identity: string;
  place: BodyPlace;
}

function rowOf(message: AcceptedMessage, { ord, id, identity, place }: Place): Row {
  const { device, event, kind, connectionId, receivedAt } = message;
  const facts = frameFacts(event);
  const fields = {
    o: ord,
    u: id,
    d: device.id,
    c: device.customerId,
    n: connectionId,
    i: identity,
    k: kind,
    r: isoInstant(receivedAt),
    t: event.occurredAt,
    f: facts.fCntUp,
    p: facts.fPort,
    s: facts.signal,
    sf: facts.spreadingFactor,
    h: device.shard,
    a: device.active,
    q: isForWork(message),
    bo: place.offset,
    bl: place.length,
  };
  return { fields, event };
}

/**
 * The part of a statement that stores messages: `input` is what was given, `fresh(uplink_id)` what of it was new. Identities
 * are inserted in one order by everybody: two batches with the same frames cannot lock each other out.
 */
export function storing(
  sql: Sql,
  { rows, segments }: UnstoredRows,
  fenced: boolean,
): postgres.PendingQuery<postgres.Row[]> {
  const segmentRows = segments.map((s) => ({
    c: s.customerId,
    r: s.receivedAt,
    b: s.bytes.toString('base64'),
  }));
  return sql`input as materialized (
      select coalesce(i.u, nextval('uplink_ids')) as id, i.* from (
        select * from rows from (
          json_to_recordset(${postgresJson(rows.map(({ fields }) => fields))}::text::json) as (
            o int, u bigint, d uuid, c uuid, n uuid, i text, k text, r timestamptz(3), t timestamptz(3), f bigint, p smallint,
            s real, sf smallint, h smallint, a boolean, q boolean, bo int, bl int),
          string_to_table(${postgresJsonLines(rows.map(({ event }) => event))}, chr(10))
        ) as r(o, u, d, c, n, i, k, r, t, f, p, s, sf, h, a, q, bo, bl, e)
        order by o) i
    ), fresh as (
      insert into uplink_identities (device_id, identity, customer_id, uplink_id, received_at)
      select d, decode(i, 'hex'), c, id, r from input ${fenced ? sql`where h in (select shard from held)` : sql``} order by d, i
      on conflict do nothing
      returning uplink_id, customer_id
    ), segments as materialized (
      select nextval('uplink_body_ids') as id, s.c, s.r, decode(s.b, 'base64') as b
      from json_to_recordset(${JSON.stringify(segmentRows)}::text::json) as s(c uuid, r timestamptz(3), b text)
      where s.c in (select customer_id from fresh)
    ), bodies as (
      insert into uplink_bodies (id, received_at, customer_id, bytes) select id, r, c, b from segments
    ), stored as (
      insert into uplinks (id, received_at, customer_id, device_id, connection_id, kind, occurred_at, f_cnt_up, f_port,
        signal, spreading_factor, processed, event, body_id, body_offset, body_length)
      select i.id, i.r, i.c, i.d, i.n, i.k, i.t, i.f, i.p, i.s, i.sf, i.a, i.e::json, s.id, i.bo, i.bl
      from input i join fresh on fresh.uplink_id = i.id join segments s on s.c = i.c
      order by i.id
    )`;
}

async function insertBatch(sql: Sql, unstored: UnstoredRows, fenced?: Fenced): Promise<string> {
  const [{ stored }] = await sql<[{ stored: string }]>`
    with ${fenced ? sql`${heldShards(sql, fenced)},` : sql``} ${storing(sql, unstored, fenced !== undefined)}, queued as (
      insert into uplink_queue (uplink_id, shard, customer_id, device_id, received_at)
      select i.id, i.h, i.c, i.d, i.r from input i join fresh on fresh.uplink_id = i.id
      where i.q order by i.id
    )
    select coalesce(string_agg(i.o || ',' || i.id, ','), '') as stored from input i join fresh on fresh.uplink_id = i.id`;
  return stored;
}

/** Which of these are stored, by their place in what was given. */
export async function alreadyStored(sql: Sql, { rows }: UnstoredRows): Promise<Set<number>> {
  const keys = rows.map(({ fields: { o, d, i } }) => ({ o, d, i }));
  const found = await sql<{ o: number }[]>`
    select k.o from json_to_recordset(${postgresJson(keys)}::text::json) as k(o int, d uuid, i text)
    join uplink_identities u on u.device_id = k.d and u.identity = decode(k.i, 'hex')`;
  return new Set(found.map(({ o }) => o));
}

/** Which of these stand there under the name that they would have had a little earlier. */
export async function storedEarlier(
  sql: Sql,
  messages: readonly Pick<AcceptedMessage, 'device' | 'earlier'>[],
): Promise<Set<number>> {
  const asked = messages.flatMap(({ device, earlier }, o) =>
    earlier ? [{ o, d: device.id, i: identityHash(earlier.identity), s: isoInstant(earlier.since) }] : [],
  );
  if (asked.length === 0) return new Set();
  const found = await sql<{ o: number }[]>`
    select k.o from json_to_recordset(${postgresJson(asked)}::text::json) as k(o int, d uuid, i text, s timestamptz)
    join uplink_identities u on u.device_id = k.d and u.identity = decode(k.i, 'hex') and u.received_at >= k.s`;
  return new Set(found.map(({ o }) => o));
}

/** Ids for messages that are stored later, in their order. */
export async function takeUplinkIds(sql: Sql, count: number): Promise<number[]> {
  const rows = await sql<
    { id: number }[]
  >`select nextval('uplink_ids')::float8 as id from generate_series(1, ${count})`;
  return rows.map(({ id }) => id);
}
