import { alone, type Field, lengthOf, readField } from '../fields.ts';
import { malformed, type ParseResult, parsed } from '../parse-result.ts';
import type { SenmlRecord } from '../senml/record.ts';

const STANDARD_GRAVITY = 9.80665;

const axes = (name: string, field: Omit<Field, 'name' | 'at' | 'bytes'>): Field[] =>
  ['X', 'Y', 'Z'].map((axis, nth) => ({
    name: `${name}${axis}`,
    at: 2 * nth,
    bytes: 2,
    signed: true,
    ...field,
  }));

/**
 * Data types by their number (IPSO object − 3200), big endian, as myDevices publishes them
 * (docs.mydevices.com/docs/lorawan/cayenne-lpp), and those that its library has beside them.
 */
export const CAYENNE_TYPES: ReadonlyMap<number, readonly Field[]> = new Map([
  [0, alone('digitalInput', 1)],
  [1, alone('digitalOutput', 1)],
  [2, alone('analogInput', 2, { signed: true, over: 100 })],
  [3, alone('analogOutput', 2, { signed: true, over: 100 })],
  [100, alone('generic', 4)],
  [101, alone('illuminance', 2, { unit: 'lx' })],
  [102, alone('presence', 1, { flag: true })],
  [103, alone('temperature', 2, { unit: 'Cel', signed: true, over: 10 })],
  [104, alone('humidity', 1, { unit: '%RH', over: 2 })],
  [113, axes('acceleration', { unit: 'm/s2', times: STANDARD_GRAVITY, over: 1000 })],
  // Tenths of a hectopascal.
  [115, alone('pressure', 2, { unit: 'Pa', times: 10 })],
  [116, alone('voltage', 2, { unit: 'V', over: 100 })],
  [117, alone('current', 2, { unit: 'A', over: 1000 })],
  [118, alone('frequency', 4, { unit: 'Hz' })],
  [120, alone('percentage', 1, { unit: '%' })],
  [121, alone('altitude', 2, { unit: 'm', signed: true })],
  [125, alone('concentration', 2, { unit: 'ppm' })],
  [128, alone('power', 2, { unit: 'W' })],
  [130, alone('distance', 4, { unit: 'm', over: 1000 })],
  // Thousandths of a kilowatt hour.
  [131, alone('energy', 4, { unit: 'J', times: 3600 })],
  [132, alone('direction', 2, { unit: 'deg' })],
  [133, alone('time', 4, { unit: 's' })],
  [134, axes('gyro', { unit: 'deg/s', over: 100 })],
  [
    136,
    [
      { name: 'latitude', unit: 'lat', at: 0, bytes: 3, signed: true, over: 10_000 },
      { name: 'longitude', unit: 'lon', at: 3, bytes: 3, signed: true, over: 10_000 },
      { name: 'altitude', unit: 'm', at: 6, bytes: 3, signed: true, over: 100 },
    ],
  ],
  [142, alone('switch', 1, { flag: true })],
]);

/** Of the one position that a payload has the names are those that maps look for. */
const PLAIN: ReadonlySet<number> = new Set([136]);

/**
 * Decodes a Cayenne Low Power Payload: `channel type value channel type value …`. The records carry their
 * channel behind the name (`temperature_3`), as a device may have several of a kind.
 */
export function decodeCayenne(bytes: Uint8Array): ParseResult<SenmlRecord[]> {
  if (bytes.length === 0) return malformed('cayenne.empty', 'The payload is empty.');
  const data = Buffer.from(bytes);
  const records: SenmlRecord[] = [];
  const positions = new Set<number>();
  let at = 0;
  while (at < data.length) {
    const path = `byte ${at}`;
    if (at + 2 > data.length)
      return malformed('cayenne.truncated', 'A channel without a type ends the payload.', path);
    const [channel, type] = [data.readUInt8(at), data.readUInt8(at + 1)];
    const fields = CAYENNE_TYPES.get(type);
    if (!fields) return malformed('cayenne.unknown-type', `Data type ${type} is not known.`, path);
    const value = data.subarray(at + 2, at + 2 + lengthOf(fields));
    if (value.length < lengthOf(fields))
      return malformed('cayenne.truncated', `Data type ${type} needs ${lengthOf(fields)} bytes.`, path);
    if (PLAIN.has(type)) positions.add(channel);
    const isPlain = PLAIN.has(type) && positions.size === 1;
    for (const field of fields) {
      const record = readField(value, field, 'big');
      records.push(isPlain ? record : { ...record, n: `${record.n}_${channel}` });
    }
    at += 2 + value.length;
  }
  return parsed(records);
}
