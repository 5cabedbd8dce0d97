import { pipelineSql } from '#server/platform/database.ts';
import { bodyOfSegment } from '../accept/body-segments.ts';
import type { DecodableMessage } from './script-call.ts';

/** A segment carries the time of the latest message of its batch, which may be history made in one go. */
const SEGMENT_IS_LATER_BY_MS = 7 * 86_400_000;

/** Gives messages, by their id, the bytes that decoders read of them; null where those say no more than the event. */
export async function addRawBodies(messages: ReadonlyMap<number, DecodableMessage>): Promise<void> {
  if (messages.size === 0) return;
  const bodies = await readRawBodies([...messages].map(([id, { receivedAt }]) => ({ id, receivedAt })));
  for (const [id, message] of messages) message.raw = bodies.get(id) ?? null;
}

/**
 * The exact bytes of stored messages whose sender scripts are told of in its own words: ThingPark, Digital Matter, and
 * connections that are gone. Each segment is read once.
 */
async function readRawBodies(
  messages: readonly { id: number; receivedAt: Date }[],
): Promise<Map<number, Uint8Array>> {
  const sql = pipelineSql();
  const times = messages.map(({ receivedAt }) => receivedAt.getTime());
  const [from, to] = [new Date(Math.min(...times)), new Date(Math.max(...times))];
  const places = await sql<{ id: string; bodyId: string; offset: number; length: number }[]>`
    select u.id, u.body_id as "bodyId", u.body_offset as offset, u.body_length as length
    from uplinks u left join lora_connections c on c.id = u.connection_id
    where u.id = any(${messages.map(({ id }) => id)}::bigint[]) and u.received_at between ${from} and ${to}
      and coalesce(c.provider, 'thingpark') in ('thingpark', 'digital-matter')`;
  const bodyIds = [...new Set(places.map(({ bodyId }) => bodyId))];
  if (bodyIds.length === 0) return new Map();
  const segments = await sql<{ id: string; bytes: Buffer }[]>`
    select id, bytes from uplink_bodies where id = any(${bodyIds}::bigint[])
      and received_at between ${from} and ${new Date(to.getTime() + SEGMENT_IS_LATER_BY_MS)}`;
  const bodies = new Map<number, Uint8Array>();
  for (const segment of segments) {
    const inside = places.filter(({ bodyId }) => bodyId === segment.id);
    for (const { id, ...place } of inside) bodies.set(Number(id), await bodyOfSegment(segment.bytes, place));
  }
  return bodies;
}
