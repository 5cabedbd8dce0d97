import { toShape } from '#server/measurements/shape.ts';
import { type ParseResult, parsed } from '#server/protocols/parse-result.ts';
import type { SenmlRecord } from '#server/protocols/senml/record.ts';
import { resolveSenml } from '#server/protocols/senml/resolve-senml.ts';
import type { PackForm } from '#server/protocols/senml/serialize-senml.ts';
import type { DecodedPack } from './uplink.ts';

/** A decoder's records as history keeps them; null when they carry no measurement at all. */
export function normalise(
  records: SenmlRecord[],
  device: { urn: string; receivedAt: Date },
  form?: PackForm,
): ParseResult<DecodedPack | null> {
  const [first, ...rest] = records;
  if (first === undefined) return parsed(null);
  // The platform adds what a decoder may leave out: whose records these are, and when (RFC 8428 §4.5.3: 0 is now).
  const named = first.bn === undefined ? [{ ...first, bn: device.urn }, ...rest] : records;
  const resolved = resolveSenml(named, { now: device.receivedAt.getTime() / 1000 });
  if (!resolved.ok) return resolved;
  const [earliest] = resolved.value;
  if (!earliest) return parsed(null);
  const time = new Date(Math.round(earliest.t * 1000));
  const shaped = toShape(resolved.value, device.urn, time);
  if (!shaped.ok) return shaped;
  const packRest = form ? { ...shaped.value.rest, form } : shaped.value.rest;
  return parsed({ ...shaped.value, rest: packRest, time });
}
