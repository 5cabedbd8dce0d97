import { isoInstant } from '#server/platform/clock.ts';
import type { Sql } from '#server/platform/database.ts';
import { postgresJson, postgresJsonLines } from '#server/platform/postgres-json.ts';
import type { DeviceEvent } from '#server/protocols/device-event.ts';
import { idsByOrd } from '../id-lists.ts';
import { type BodyPlace, type BodySegment, bodySegments } from './body-segments.ts';
import { type AcceptedMessage, frameFacts, identityHash, isProcessed, type StoredAnswer } from './message.ts';

/**
 * Stores a batch in one statement, committed when this returns. Ids come from the sequence inside the statement and in
 * the order of the batch, so a device's ids rise in the order of acceptance. What stands there already under the same
 * identity, or twice in the batch, is not stored again.
 */
export async function storeMessages(sql: Sql, messages: readonly AcceptedMessage[]): Promise<StoredAnswer[]> {
  const { segments, places } = await bodySegments(messages);
  const rows = distinctRows(messages, places);
  const stored = await insertBatch(sql, rows, segments);
  const ids = idsByOrd(stored);
  return messages.map((_, ord) => {
    const id = ids.get(ord);
    return id === undefined ? { status: 'duplicate' } : { status: 'accepted', id };
  });
}

interface Row {
  fields: Record<string, unknown>;
  event: DeviceEvent;
}

function distinctRows(messages: readonly AcceptedMessage[], places: readonly BodyPlace[]): Row[] {
  const seen = new Set<string>();
  const rows: Row[] = [];
  for (const [ord, message] of messages.entries()) {
    const identity = identityHash(message.event.identity);
    const key = `${message.device.id}${identity}`;
    if (seen.has(key)) continue;
    seen.add(key);
    rows.push(rowOf(message, ord, identity, places[ord] as BodyPlace));
  }
  return rows;
}

function rowOf(message: AcceptedMessage, ord: number, identity: string, place: BodyPlace): Row {
  const { device, event, kind, connectionId, receivedAt } = message;
  const facts = frameFacts(event);
  const fields = {
    o: ord,
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
    q: device.active && isProcessed(kind),
    bo: place.offset,
    bl: place.length,
  };
  return { fields, event };
}

/** Identities are inserted in one order by every acceptor: two batches with the same frames cannot lock each other out. */
async function insertBatch(sql: Sql, rows: Row[], segments: BodySegment[]): Promise<string> {
  const segmentRows = segments.map((s) => ({
    c: s.customerId,
    r: s.receivedAt,
    b: s.bytes.toString('base64'),
  }));
  const [{ stored }] = await sql<[{ stored: string }]>`
    with input as materialized (
      select nextval('uplink_ids') as id, i.* from (
        select * from rows from (
          json_to_recordset(${postgresJson(rows.map(({ fields }) => fields))}::text::json) as (
            o int, d uuid, c uuid, n uuid, i text, k text, r timestamptz(3), t timestamptz(3), f bigint, p smallint, s real,
            sf smallint, h smallint, a boolean, q boolean, bo int, bl int),
          string_to_table(${postgresJsonLines(rows.map(({ event }) => event))}, chr(10))
        ) as r(o, d, c, n, i, k, r, t, f, p, s, sf, h, a, q, bo, bl, e)
        order by o) i
    ), fresh as (
      insert into uplink_identities (device_id, identity, customer_id, uplink_id, received_at)
      select d, decode(i, 'hex'), c, id, r from input order by d, i
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
    ), queued as (
      insert into uplink_queue (uplink_id, shard, customer_id, device_id, received_at)
      select i.id, i.h, i.c, i.d, i.r from input i join fresh on fresh.uplink_id = i.id
      where i.q order by i.id
    )
    select coalesce(string_agg(i.o || ',' || i.id, ','), '') as stored from input i join fresh on fresh.uplink_id = i.id`;
  return stored;
}
