import { malformed, type ParseResult, parsed } from '../parse-result.ts';
import type { SenmlRecord } from '../senml/record.ts';
import {
  EXTERNAL_TEMPERATURE_2,
  GRIDEYE,
  GRIDEYE_LENGTH,
  type Part,
  readRaw,
  SENSOR_TYPES,
  SETTINGS,
  type SensorType,
} from './sensor-types.ts';

const BY_TYPE = new Map(SENSOR_TYPES.map((sensor) => [sensor.type, sensor]));

/**
 * Decodes an ELSYS uplink (TLV, `type value type value …`) into records of one device, in the order sent.
 *
 * The two highest bits of a type byte say how many bytes of age follow it: the measurement is that many
 * seconds old, told as a negative `t`. A settings block (0x3E), which devices send after a start, ends
 * the measurements.
 */
export function decodeElsys(bytes: Uint8Array): ParseResult<SenmlRecord[]> {
  if (bytes.length === 0) return malformed('elsys.empty', 'The payload is empty.');
  const data = Buffer.from(bytes);
  const records: SenmlRecord[] = [];
  let at = 0;
  while (at < data.length) {
    const header = data.readUInt8(at);
    const type = header & 0x3f;
    if (header === SETTINGS) break;
    const path = `byte ${at}`;
    const ageBytes = header >> 6;
    if (ageBytes === 3) return malformed('elsys.unknown-type', `Type 0x${hex(header)} is not known.`, path);
    const sensor = BY_TYPE.get(type);
    const length = type === GRIDEYE ? GRIDEYE_LENGTH : sensor?.length;
    if (length === undefined)
      return malformed('elsys.unknown-type', `Type 0x${hex(type)} is not known.`, path);
    const start = at + 1 + ageBytes;
    if (start + length > data.length) {
      return malformed('elsys.truncated', `Type 0x${hex(type)} needs ${length} bytes of data.`, path);
    }
    const age = ageBytes === 0 ? 0 : data.readUIntBE(at + 1, ageBytes);
    const value = data.subarray(start, start + length);
    const found = sensor ? readSensor(sensor, value) : readGrideye(value);
    records.push(...aged(numbered(type, found, age, records), age));
    at = start + length;
  }
  return parsed(records);
}

const hex = (byte: number): string => byte.toString(16).padStart(2, '0');

const aged = (records: SenmlRecord[], age: number): SenmlRecord[] =>
  age === 0 ? records : records.map((record) => ({ ...record, t: -age }));

/** Devices with a chain of probes repeat the type of the second one: they are told apart by number. */
function numbered(type: number, found: SenmlRecord[], age: number, before: SenmlRecord[]): SenmlRecord[] {
  if (type !== EXTERNAL_TEMPERATURE_2) return found;
  const earlier = before.filter(
    ({ n, t }) => n !== 'temperatureExternal1' && n?.startsWith('temperatureExternal') && (t ?? 0) === -age,
  ).length;
  return found.map((record) => ({ ...record, n: `temperatureExternal${2 + earlier}` }));
}

function readSensor(sensor: SensorType, data: Buffer): SenmlRecord[] {
  return sensor.parts.map((part) => readPart(part, data));
}

function readPart(part: Part, data: Buffer): SenmlRecord {
  const raw = readRaw(data, part.at, part.wire);
  if (part.wire === 'flag') return { n: part.name, vb: raw !== 0 };
  const v = (raw * (part.times ?? 1)) / (part.over ?? 1);
  return part.unit === undefined ? { n: part.name, v } : { n: part.name, u: part.unit, v };
}

/** Eight rows of eight pixels, each tenths of a degree above the reference byte. */
function readGrideye(data: Buffer): SenmlRecord[] {
  const reference = data.readUInt8(0);
  return Array.from(data.subarray(1), (tenths, pixel) => ({
    n: grideyeName(pixel),
    u: 'Cel',
    v: (reference * 10 + tenths) / 10,
  }));
}

export function grideyeName(pixel: number): string {
  return `grideye${Math.floor(pixel / 8)}-${pixel % 8}`;
}
