import { type ParseResult, parsed } from '../parse-result.ts';
import { deviceUrn } from '../senml/device-urn.ts';
import { parseSenmlCbor } from '../senml/parse-senml-cbor.ts';
import { parseSenmlJson } from '../senml/parse-senml-json.ts';
import type { SenmlPack } from '../senml/record.ts';
import { ABSOLUTE_TIME_FLOOR } from '../senml/resolve-senml.ts';
import { MEASUREMENT_INDEX } from './resolve-index.ts';

/** ThingsML in JSON to a SenML pack without indices; plain SenML passes unchanged. */
export function parseThingsmlJson(input: Uint8Array | string): ParseResult<SenmlPack> {
  return parseSenmlJson(input, { extension: MEASUREMENT_INDEX });
}

/** ThingsML in CBOR to a SenML pack without indices; plain SenML passes unchanged. */
export function parseThingsmlCbor(bytes: Uint8Array): ParseResult<SenmlPack> {
  return parseSenmlCbor(bytes, { extension: MEASUREMENT_INDEX });
}

/**
 * ThingsML for LoRa: CBOR whose base name may be left out to save bytes. The pack that comes out names
 * the device, and its time where the device told none.
 *
 * @param context.devEui 16 hex digits
 * @param context.receivedAt Unix seconds
 */
export function parseThingsmlLora(
  bytes: Uint8Array,
  context: { devEui: string; receivedAt: number },
): ParseResult<SenmlPack> {
  const pack = parseThingsmlCbor(bytes);
  if (!pack.ok) return pack;
  const [first, ...rest] = pack.value;
  const base: { bn?: string; bt?: number } = {};
  if (!first?.bn) base.bn = deviceUrn('DEVEUI', context.devEui);
  if (lacksTime(pack.value)) base.bt = context.receivedAt;
  return parsed([{ ...first, ...base }, ...rest]);
}

/** A base time on top of absolute times would double them; those, and a later bt, are the device's own clock. */
function lacksTime(pack: SenmlPack): boolean {
  return pack.every(({ bt, t }) => bt === undefined && (t ?? 0) < ABSOLUTE_TIME_FLOOR);
}
