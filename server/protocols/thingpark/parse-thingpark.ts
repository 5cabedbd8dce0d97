import type { LoraEvent } from '#server/protocols/lorawan/event.ts';
import type { ParseResult } from '#server/protocols/parse-result.ts';
import { attempt } from '#server/protocols/provider-envelope/body-fault.ts';
import type { Fields } from '#server/protocols/provider-envelope/fields.ts';
import { readDownlinkRejected, readDownlinkSent } from './read-downlink.ts';
import { readJoinRequest, readNotification } from './read-join.ts';
import { readLocationReport } from './read-location.ts';
import { readUplink } from './read-uplink.ts';
import { isJoinRequest, readReport, type ThingparkRoot } from './thingpark-root.ts';

const READERS: Record<ThingparkRoot, (fields: Fields) => LoraEvent> = {
  DevEUI_uplink: (fields) => (isJoinRequest(fields) ? readJoinRequest(fields) : readUplink(fields)),
  DevEUI_location: readLocationReport,
  DevEUI_downlink_Sent: readDownlinkSent,
  DevEUI_downlink_Rejected: readDownlinkRejected,
  DevEUI_notification: readNotification,
};

/** ThingPark's LRC→AS reports, JSON; values as strings (older versions) or numbers (newer). */
export function parseThingpark(body: Uint8Array): ParseResult<LoraEvent> {
  return attempt(() => {
    const { root, fields } = readReport(body);
    return READERS[root](fields);
  });
}
