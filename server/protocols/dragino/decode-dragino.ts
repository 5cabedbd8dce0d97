import { type Field, readField } from '../fields.ts';
import { malformed, type ParseResult, parsed, type Refusal } from '../parse-result.ts';
import type { SenmlRecord } from '../senml/record.ts';

/**
 * Uplinks of Dragino sensors, big endian, from the user manuals at wiki.dragino.com: LHT65 and LHT65N §2.4,
 * LSE01 §2.3, LDS02 and LWL02 §2.3.
 */

const CONNECTED_TO_NOTHING = 0x7fff;

const BATTERY: Field = { name: 'batteryVoltage', unit: 'V', at: 0, bytes: 2, mask: 0x3fff, over: 1000 };

const short = (length: number): Refusal =>
  malformed('dragino.truncated', `The payload needs ${length} bytes.`);

const all = (data: Buffer, fields: readonly Field[]): SenmlRecord[] =>
  fields.map((field) => readField(data, field, 'big'));

export const LHT65: Field[] = [
  BATTERY,
  { name: 'temperature', unit: 'Cel', at: 2, bytes: 2, signed: true, over: 100 },
  { name: 'humidity', unit: '%RH', at: 4, bytes: 2, over: 10 },
];

const external = (name: string, bytes: number, more: Omit<Field, 'name' | 'at' | 'bytes'> = {}): Field => ({
  name,
  at: 7,
  bytes,
  ...more,
});

/** What is plugged in, by the lower seven bits of byte 6. */
export const EXTERNAL: ReadonlyMap<number, readonly Field[]> = new Map([
  [0, []],
  [1, [external('temperatureExternal1', 2, { unit: 'Cel', signed: true, over: 100 })]],
  [4, [external('digitalExternal', 1, { flag: true })]],
  [5, [external('illuminance', 2, { unit: 'lx' })]],
  [6, [external('analog1', 2, { unit: 'V', over: 1000 })]],
  [7, [external('pulse', 2, { unit: 'count' })]],
  [8, [external('pulseAbsolute', 4, { unit: 'count' })]],
]);

export function decodeLht65(bytes: Uint8Array): ParseResult<SenmlRecord[]> {
  const data = Buffer.from(bytes);
  if (data.length < 7) return short(7);
  const kind = data.readUInt8(6) & 0x7f;
  const plugged = EXTERNAL.get(kind);
  if (!plugged) return malformed('dragino.unknown-sensor', `External sensor ${kind} is not known.`, 'byte 6');
  if (plugged.length > 0 && data.length < 11) return short(11);
  const isOpen = kind === 1 && data.readUInt16BE(7) === CONNECTED_TO_NOTHING;
  return parsed([...all(data, LHT65), ...(isOpen ? [] : all(data, plugged))]);
}

export const LSE01: Field[] = [
  BATTERY,
  { name: 'soilMoisture', unit: '%', at: 4, bytes: 2, over: 100 },
  { name: 'temperature', unit: 'Cel', at: 6, bytes: 2, signed: true, over: 100 },
  // Microsiemens per centimetre.
  { name: 'conductivity', unit: 'S/m', at: 8, bytes: 2, over: 10_000 },
  { name: 'digitalExternal', at: 10, bytes: 1, mask: 1, flag: true },
];

export function decodeLse01(bytes: Uint8Array): ParseResult<SenmlRecord[]> {
  const data = Buffer.from(bytes);
  return data.length < 11 ? short(11) : parsed(all(data, LSE01));
}

const COUNTED: Field[] = [
  { name: 'events', unit: 'count', at: 3, bytes: 3 },
  { name: 'lastDuration', unit: 'min', at: 6, bytes: 3 },
  { name: 'alarm', at: 9, bytes: 1, mask: 1, flag: true },
];

/** By byte 2: what the device counts. */
export const CONTACT: ReadonlyMap<number, readonly Field[]> = new Map([
  [1, [{ name: 'open', at: 0, bytes: 1, mask: 0x80, flag: true }, ...COUNTED]],
  [2, [{ name: 'waterLeak', at: 0, bytes: 1, mask: 0x40, flag: true }, ...COUNTED]],
]);

export function decodeLds02(bytes: Uint8Array): ParseResult<SenmlRecord[]> {
  const data = Buffer.from(bytes);
  if (data.length < 10) return short(10);
  const fields = CONTACT.get(data.readUInt8(2));
  if (!fields) return malformed('dragino.unknown-mode', `Mode ${data.readUInt8(2)} is not known.`, 'byte 2');
  return parsed(all(data, [BATTERY, ...fields]));
}
