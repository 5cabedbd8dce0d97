import { toMeasurements } from '#server/measurements/shape.ts';
import { malformed, type ParseResult, parsed, type Refusal } from '#server/protocols/parse-result.ts';
import {
  type DeviceUrn,
  deviceUrn,
  parseDeviceUrn,
  splitFullName,
} from '#server/protocols/senml/device-urn.ts';
import type { SenmlPack } from '#server/protocols/senml/record.ts';
import { resolveSenml } from '#server/protocols/senml/resolve-senml.ts';
import { tellsTime } from '#server/protocols/senml/tells-time.ts';
import { parseThingsmlCbor, parseThingsmlJson } from '#server/protocols/thingsml/parse-thingsml.ts';

export type BodyForm = 'json' | 'cbor';

const JSON_TYPES = new Set(['application/json', 'application/senml+json']);
const CBOR_TYPES = new Set(['application/cbor', 'application/senml+cbor']);

/** By the content type, and by the look where that says nothing, or JSON of what is CBOR; null: neither. */
export function formOfBody(contentType: string | undefined, body: Uint8Array): BodyForm | null {
  const type = contentType?.split(';')[0]?.trim().toLowerCase() ?? '';
  if (CBOR_TYPES.has(type)) return 'cbor';
  if (type !== '' && !JSON_TYPES.has(type)) return null;
  return looksLikeCborArray(body) ? 'cbor' : 'json';
}

/** RFC 8949 §3: major type 4, which no JSON text begins with. */
function looksLikeCborArray([first = 0]: Uint8Array): boolean {
  return first >> 5 === 4;
}

export interface DeviceMessage {
  device: DeviceUrn;
  pack: SenmlPack;
}

const packOf = (form: BodyForm, body: Uint8Array): ParseResult<SenmlPack> =>
  form === 'cbor' ? parseThingsmlCbor(body) : parseThingsmlJson(body);

export function readDeviceMessage(form: BodyForm, body: Uint8Array): ParseResult<DeviceMessage> {
  const pack = packOf(form, body);
  if (!pack.ok) return pack;
  const device = deviceOf(pack.value[0]?.bn);
  return device.ok ? parsed({ device: device.value, pack: pack.value }) : device;
}

/** Of a device that is known before its message is read: it need not name itself, and may name no other. */
export function readMessageOf(
  device: DeviceUrn,
  body: Uint8Array,
): ParseResult<DeviceMessage & { form: BodyForm }> {
  const form = looksLikeCborArray(body) ? 'cbor' : 'json';
  const pack = packOf(form, body);
  if (!pack.ok) return pack;
  const urn = deviceUrn(device.kind, device.id);
  const [first, ...rest] = pack.value;
  if (first?.bn === undefined || first.bn === '')
    return parsed({ device, form, pack: [{ ...first, bn: urn }, ...rest] });
  const named = deviceOf(first.bn);
  if (!named.ok) return named;
  if (deviceUrn(named.value.kind, named.value.id) !== urn)
    return malformed('senml.other-device', `This device is ${urn}; it cannot speak for another.`, '[0].bn');
  return parsed({ device, form, pack: pack.value });
}

function deviceOf(baseName: unknown): ParseResult<DeviceUrn> {
  if (typeof baseName !== 'string' || baseName === '') {
    return malformed(
      'senml.no-base-name',
      'The first record needs the URN of the device as its bn.',
      '[0].bn',
    );
  }
  const { urn } = splitFullName(baseName);
  const device = parseDeviceUrn(urn || baseName);
  if (!device.ok) return malformed(device.error.code, device.error.message, '[0].bn');
  if (urn !== '') return device;
  return malformed('senml.no-colon', 'The base name of a device ends with a colon.', '[0].bn');
}

/** In whose name a message speaks that cannot be read otherwise, so that it can be counted; null where not even that. */
export function claimedDevice(form: BodyForm, body: Uint8Array): DeviceUrn | null {
  if (form === 'cbor') return null;
  try {
    const device = deviceOf(JSON.parse(Buffer.from(body).toString('utf8'))?.[0]?.bn);
    return device.ok ? device.value : null;
  } catch {
    return null;
  }
}

/** Gateways nest packs, each `bn` another device; one device's secret speaks for that device alone (decision 22). */
function withWayOut(refusal: Refusal): Refusal {
  const { code, message, path } = refusal.error;
  if (code !== 'measurements.other-device') return refusal;
  return malformed(
    code,
    `${message}. Send a message for each device, as that device, with its own secret.`,
    path,
  );
}

export interface MessageTimes {
  /** Whether the device told a moment of its own; else it means "now". */
  own: boolean;
  /** Unix seconds. */
  latest: number;
}

/** Refuses what no decoder could keep: names of other devices, times out of range. */
export function timesOfMessage({ device, pack }: DeviceMessage, now: number): ParseResult<MessageTimes> {
  const resolved = resolveSenml(pack, { now });
  if (!resolved.ok) return resolved;
  const measurements = toMeasurements(resolved.value, deviceUrn(device.kind, device.id));
  if (!measurements.ok) return withWayOut(measurements);
  const own = tellsTime(pack);
  return parsed({ own, latest: (own && resolved.value.at(-1)?.t) || now });
}
