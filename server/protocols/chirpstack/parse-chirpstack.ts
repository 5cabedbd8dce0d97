import type { LoraEvent } from '#server/protocols/lorawan/event.ts';
import type { ParseResult } from '#server/protocols/parse-result.ts';
import { attempt, BodyFault } from '#server/protocols/provider-envelope/body-fault.ts';
import { Fields, jsonFields } from '#server/protocols/provider-envelope/fields.ts';
import { CHIRPSTACK_MESSAGES, type ChirpstackEventName } from './chirpstack-messages.ts';
import { decodeChirpstackProtobuf } from './chirpstack-protobuf.ts';
import { READERS } from './read-event.ts';

export interface ChirpstackRequest {
  /** The `event` query parameter; null when it was absent. */
  event: string | null;
  body: Uint8Array;
  /** The Content-Type header; null when it was absent: the body then says itself what it is. */
  contentType: string | null;
}

const JSON_TYPES = ['application/json', 'text/json'];
const PROTOBUF_TYPES = ['application/octet-stream', 'application/x-protobuf', 'application/protobuf'];

/** ChirpStack v4's HTTP integration. */
export function parseChirpstack(request: ChirpstackRequest): ParseResult<LoraEvent> {
  return attempt(() => {
    const { event } = request;
    if (!isEventName(event)) throw new BodyFault('envelope.unknown-event', unknownEvent(event), 'event');
    const fields = isJson(request)
      ? jsonFields(request.body, 'camel-or-snake')
      : new Fields(decodeChirpstackProtobuf(event, request.body), '', 'exact');
    return READERS[event](fields);
  });
}

function isEventName(event: string | null): event is ChirpstackEventName {
  return event !== null && Object.hasOwn(CHIRPSTACK_MESSAGES, event);
}

function unknownEvent(event: string | null): string {
  if (event === null || event === '') return 'The query parameter "event" is missing';
  return `"${event.slice(0, 40)}" is not a ChirpStack event`;
}

function isJson({ contentType, body }: ChirpstackRequest): boolean {
  const type = contentType?.split(';')[0]?.trim().toLowerCase() ?? '';
  if (JSON_TYPES.includes(type)) return true;
  if (PROTOBUF_TYPES.includes(type)) return false;
  // `{` as a Protobuf tag would open a group, which proto3 does not have.
  if (type === '') return body.find((byte) => byte > 0x20) === 0x7b;
  const message = `Content type "${type.slice(0, 60)}" is neither JSON nor Protobuf`;
  throw new BodyFault('envelope.content-type', message);
}
