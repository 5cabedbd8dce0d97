import { constants, deflateSync, inflateSync } from 'node:zlib';
import type { DeviceEvent } from '#server/protocols/device-event.ts';
import type { AcceptedMessage } from '../accept/message.ts';

/** First byte of what lies in the stream: the form of the rest, which a later version may change. */
const PLAIN = 1;
const DEFLATED = 2;
/** The server takes a megabyte a message, and the event may be as long as the body it was read from. */
const DEFLATE_FROM = 128 * 1024;
const MOST_INFLATED = 16 * 1024 * 1024;
const HEAD_AT = 5;

interface Head {
  d: string;
  c: string;
  s: number;
  a: boolean;
  n: string | null;
  k: string;
  r: number;
  e: DeviceEvent;
}

/** `form, length of the head, head as JSON, exact bytes of the body`. */
export function sealEnvelope({
  device,
  connectionId,
  kind,
  event,
  body,
  receivedAt,
}: AcceptedMessage): Buffer {
  const { id: d, customerId: c, shard: s, active: a } = device;
  const head: Head = { d, c, s, a, n: connectionId, k: kind, r: receivedAt.getTime(), e: event };
  const text = Buffer.from(JSON.stringify(head));
  const plain = Buffer.allocUnsafe(HEAD_AT + text.length + body.length);
  plain[0] = PLAIN;
  plain.writeUInt32BE(text.length, 1);
  plain.set(text, HEAD_AT);
  plain.set(body, HEAD_AT + text.length);
  if (plain.length < DEFLATE_FROM) return plain;
  return Buffer.concat([
    Buffer.of(DEFLATED),
    deflateSync(plain.subarray(1), { level: constants.Z_BEST_SPEED }),
  ]);
}

/** Throws at what is no envelope of ours. */
export function openEnvelope(bytes: Uint8Array): AcceptedMessage {
  const sealed = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const form = sealed[0];
  if (form !== PLAIN && form !== DEFLATED) throw new Error(`envelope of an unknown form: ${form}`);
  const rest =
    form === PLAIN ? sealed.subarray(1) : inflateSync(sealed.subarray(1), { maxOutputLength: MOST_INFLATED });
  const length = rest.readUInt32BE(0);
  if (length > rest.length - 4) throw new Error('envelope breaks off');
  const head: Head = JSON.parse(rest.toString('utf8', 4, 4 + length));
  return {
    device: { id: head.d, customerId: head.c, shard: head.s, active: head.a },
    connectionId: head.n,
    kind: head.k,
    event: head.e,
    // A copy: what came with it in one read of the socket need not be kept as long as this.
    body: Buffer.from(rest.subarray(4 + length)),
    receivedAt: new Date(head.r),
  };
}
