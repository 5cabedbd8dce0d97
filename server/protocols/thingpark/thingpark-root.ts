import { BodyFault } from '#server/protocols/provider-envelope/body-fault.ts';
import { type Fields, jsonFields } from '#server/protocols/provider-envelope/fields.ts';

/** The reports of the LRC to an application server that we know; a body has exactly one. */
export const THINGPARK_ROOTS = [
  'DevEUI_uplink',
  'DevEUI_location',
  'DevEUI_downlink_Sent',
  'DevEUI_downlink_Rejected',
  'DevEUI_notification',
] as const;

export type ThingparkRoot = (typeof THINGPARK_ROOTS)[number];

export interface ThingparkReport {
  root: ThingparkRoot;
  fields: Fields;
}

/** Throws a BodyFault. */
export function readReport(body: Uint8Array): ThingparkReport {
  const outer = jsonFields(body, 'exact');
  const roots = THINGPARK_ROOTS.filter((name) => outer.has(name));
  const [root] = roots;
  if (root === undefined) {
    const found = outer.names()[0]?.slice(0, 40);
    const message = found === undefined ? 'The body is empty' : `"${found}" is not a ThingPark report`;
    throw new BodyFault('envelope.unknown-event', message);
  }
  if (roots.length > 1) {
    throw new BodyFault('envelope.unknown-event', `The body has more than one report: ${roots.join(', ')}`);
  }
  return { root, fields: outer.required(root, outer.child(root)) };
}

/** The variant of DevEUI_uplink that reports a join request. */
export function isJoinRequest(fields: Fields): boolean {
  return fields.has('rawJoinRequest');
}
