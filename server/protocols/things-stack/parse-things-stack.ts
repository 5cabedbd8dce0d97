import type { LoraEvent } from '#server/protocols/lorawan/event.ts';
import type { ParseResult } from '#server/protocols/parse-result.ts';
import { attempt, BodyFault } from '#server/protocols/provider-envelope/body-fault.ts';
import { jsonFields } from '#server/protocols/provider-envelope/fields.ts';
import { readDownlinkAnswer, readDownlinkFailed, readDownlinkSent } from './read-downlink.ts';
import { type EventReader, readHead } from './read-head.ts';
import { readQueued, readQueueInvalidated, readServiceData } from './read-remark.ts';
import { readJoinAccept, readLocationSolved, readUplink } from './read-uplink.ts';

const READERS: Record<string, EventReader> = {
  uplink_message: readUplink,
  join_accept: readJoinAccept,
  downlink_ack: (head, downlink) => readDownlinkAnswer(head, downlink, true),
  downlink_nack: (head, downlink) => readDownlinkAnswer(head, downlink, false),
  downlink_sent: readDownlinkSent,
  downlink_failed: readDownlinkFailed,
  location_solved: readLocationSolved,
  downlink_queued: readQueued,
  downlink_queue_invalidated: readQueueInvalidated,
  service_data: readServiceData,
};

/** Recognised, and nothing of it is kept: it repeats an uplink that was told already. */
const IGNORED = ['uplink_normalized'];

/** The Things Stack v3 webhook, JSON format; null for an event that we recognise and do not keep. */
export function parseThingsStack(body: Uint8Array): ParseResult<LoraEvent | null> {
  return attempt(() => {
    const root = jsonFields(body, 'exact');
    const known = Object.keys(READERS).filter((name) => root.has(name));
    const [name] = known;
    if (known.length > 1) {
      throw new BodyFault('envelope.unknown-event', `The body has more than one event: ${known.join(', ')}`);
    }
    if (name === undefined) {
      if (IGNORED.some((event) => root.has(event))) return null;
      const message = 'The body has no event of The Things Stack, such as "uplink_message"';
      throw new BodyFault('envelope.unknown-event', message);
    }
    const event = root.required(name, root.child(name));
    const read = READERS[name];
    return read ? read(readHead(root), event) : null;
  });
}
