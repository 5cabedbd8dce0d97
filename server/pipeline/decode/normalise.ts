import { toShape } from '#server/measurements/shape.ts';
import { type ParseResult, parsed } from '#server/protocols/parse-result.ts';
import type { SenmlRecord } from '#server/protocols/senml/record.ts';
import { ABSOLUTE_TIME_FLOOR, resolveSenml } from '#server/protocols/senml/resolve-senml.ts';
import type { PackForm } from '#server/protocols/senml/serialize-senml.ts';
import type { DecodableMessage } from './script-call.ts';
import type { DecodedPack } from './uplink.ts';

/** A decoder's records as history keeps them; null when they carry no measurement at all. */
export function normalise(
  records: SenmlRecord[],
  message: Pick<DecodableMessage, 'urn' | 'receivedAt' | 'event'>,
  form?: PackForm,
): ParseResult<DecodedPack | null> {
  const [first, ...rest] = records;
  if (first === undefined) return parsed(null);
  // The platform adds what a decoder may leave out: whose records these are, and when (RFC 8428 §4.5.3: 0 is now).
  const named = first.bn === undefined ? [{ ...first, bn: message.urn }, ...rest] : records;
  const resolved = resolveSenml(named, { now: heardAt(message) });
  if (!resolved.ok) return resolved;
  const [earliest] = resolved.value;
  if (!earliest) return parsed(null);
  const time = new Date(Math.round(earliest.t * 1000));
  const shaped = toShape(resolved.value, message.urn, time);
  if (!shaped.ok) return shaped;
  const packRest = form ? { ...shaped.value.rest, form } : shaped.value.rest;
  return parsed({ ...shaped.value, rest: packRest, time });
}

/**
 * What relative times count from, Unix seconds: the moment at which the network heard the device, which may be long before
 * we were told. A device that reaches us by itself was heard by nobody else, and a network whose clock was never set tells
 * a time that is relative itself.
 */
export function heardAt({ event, receivedAt }: Pick<DecodableMessage, 'receivedAt' | 'event'>): number {
  const heard = 'devEui' in event ? Date.parse(event.occurredAt) / 1000 : 0;
  return heard >= ABSOLUTE_TIME_FLOOR ? heard : receivedAt.getTime() / 1000;
}
