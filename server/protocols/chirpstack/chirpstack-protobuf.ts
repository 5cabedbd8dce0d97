import type { Type } from 'protobufjs';
import { BodyFault } from '#server/protocols/provider-envelope/body-fault.ts';
import { timestampToUtc } from '#server/protocols/provider-envelope/instant.ts';
import { CHIRPSTACK_MESSAGES, type ChirpstackEventName } from './chirpstack-messages.ts';
import { structOf, valueOfStruct } from './protobuf-struct.ts';

type Message = Record<string, unknown>;

/**
 * A Protobuf body in the shape of its JSON form (bytes base64, enums by name, times ISO 8601),
 * so that one reader serves both. Throws a BodyFault.
 */
export function decodeChirpstackProtobuf(event: ChirpstackEventName, body: Uint8Array): Message {
  const type = CHIRPSTACK_MESSAGES[event];
  let decoded: Message;
  try {
    decoded = type.toObject(type.decode(body), { enums: String, bytes: String, longs: Number });
  } catch {
    throw new BodyFault('envelope.not-protobuf', `The body is not a ChirpStack ${type.name} message`);
  }
  return mapFields(type, decoded, fromWire);
}

/** Throws when the message does not fit its type; for our own messages only. */
export function encodeChirpstackProtobuf(event: ChirpstackEventName, message: Message): Uint8Array {
  const type = CHIRPSTACK_MESSAGES[event];
  return type.encode(type.fromObject(mapFields(type, message, toWire))).finish();
}

type Convert = (type: string, value: unknown) => unknown;

function fromWire(type: string, value: unknown): unknown {
  if (type === 'float') return shortestFloat32(value as number);
  if (type === 'Struct') return valueOfStruct(value);
  if (type !== 'Timestamp') return value;
  const { seconds = 0, nanos = 0 } = value as { seconds?: number; nanos?: number };
  const time = timestampToUtc(seconds, nanos);
  if (time === null)
    throw new BodyFault('envelope.bad-time', `Timestamp ${seconds} s ${nanos} ns is out of range`);
  return time;
}

function toWire(type: string, value: unknown): unknown {
  if (type === 'Struct') return structOf(value);
  if (type !== 'Timestamp') return value;
  const milliseconds = Date.parse(value as string);
  const seconds = Math.floor(milliseconds / 1000);
  return { seconds, nanos: (milliseconds - seconds * 1000) * 1_000_000 };
}

/** These have a JSON form of their own. */
const WELL_KNOWN: ReadonlySet<string> = new Set(['Timestamp', 'Struct']);

function mapFields(type: Type, message: Message, convert: Convert): Message {
  const mapped: Message = {};
  for (const [name, value] of Object.entries(message)) {
    const field = type.fields[name];
    if (!field) continue;
    const nested = field.resolvedType;
    const one = (item: unknown): unknown =>
      nested && 'fields' in nested && !WELL_KNOWN.has(nested.name)
        ? mapFields(nested, item as Message, convert)
        : convert(field.type, item);
    mapped[name] = field.repeated ? (value as unknown[]).map(one) : field.map ? value : one(value);
  }
  return mapped;
}

/** The shortest decimal that is this 32-bit float: 10.2, as JSON says it, rather than 10.199999809265137. */
function shortestFloat32(value: number): number {
  for (let digits = 1; digits <= 9; digits += 1) {
    const short = Number(value.toPrecision(digits));
    if (Math.fround(short) === value) return short;
  }
  return value;
}
