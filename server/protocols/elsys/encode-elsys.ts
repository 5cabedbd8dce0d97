import type { SenmlRecord } from '../senml/record.ts';
import { grideyeName } from './decode-elsys.ts';
import {
  EXTERNAL_TEMPERATURE_2,
  GRIDEYE,
  GRIDEYE_LENGTH,
  type Part,
  SENSOR_TYPES,
  type SensorType,
  writeRaw,
} from './sensor-types.ts';

interface Home {
  sensor: SensorType;
  part: Part;
}

const HOME = new Map<string, Home>(
  SENSOR_TYPES.flatMap((sensor) => sensor.parts.map((part) => [part.name, { sensor, part }] as const)),
);
const GRIDEYE_PIXELS = Array.from({ length: GRIDEYE_LENGTH - 1 }, (_, pixel) => grideyeName(pixel));
const FURTHER_PROBE = /^temperatureExternal[1-9][0-9]*$/;

/**
 * Encodes records as an ELSYS uplink, lower-case hex: what decodeElsys reads, with the values rounded to
 * what the format can hold. Values of one type (three axes, 64 pixels) must all be there with the same `t`.
 *
 * @throws RangeError for a name that ELSYS devices do not have, a value out of range or a missing part
 */
export function encodeElsys(records: readonly SenmlRecord[]): string {
  const frames: Buffer[] = [];
  const done = new Set<SenmlRecord>();
  for (const record of records) {
    if (done.has(record)) continue;
    const age = ageOf(record);
    const peers = records.filter((peer) => !done.has(peer) && ageOf(peer) === age);
    const name = record.n ?? '';
    const { type, data, used } = GRIDEYE_PIXELS.includes(name) ? grideye(peers) : sensor(record, peers);
    for (const peer of used) done.add(peer);
    frames.push(header(type, age), data);
  }
  return Buffer.concat(frames).toString('hex');
}

interface Encoded {
  type: number;
  data: Buffer;
  used: SenmlRecord[];
}

function ageOf(record: SenmlRecord): number {
  const age = -(record.t ?? 0);
  if (!Number.isInteger(age) || age < 0 || age > 0xffff) {
    throw new RangeError(`${record.n}: an ELSYS measurement is 0 to 65535 whole seconds old.`);
  }
  return age;
}

function header(type: number, age: number): Buffer {
  if (age === 0) return Buffer.of(type);
  return age < 256 ? Buffer.of(type | 0x40, age) : Buffer.of(type | 0x80, age >> 8, age & 0xff);
}

/** Finds the peers that fill the parts of this record's type; an alias stands in for the part it repeats. */
function sensor(record: SenmlRecord, peers: SenmlRecord[]): Encoded {
  const name = record.n ?? '';
  const home = HOME.get(name) ?? (FURTHER_PROBE.test(name) ? HOME.get('temperatureExternal2') : undefined);
  if (!home) throw new RangeError(`ELSYS devices do not measure ${JSON.stringify(name)}.`);
  const { type, length, parts } = home.sensor;
  const data = Buffer.alloc(length);
  if (type === EXTERNAL_TEMPERATURE_2) {
    writePart(home.part, data, record);
    return { type, data, used: [record] };
  }
  const used = peers.filter((peer) => parts.some((part) => part.name === peer.n));
  for (const part of parts.filter(({ alias }) => !alias)) {
    const filler =
      used.find((peer) => peer.n === part.name) ?? used.find((peer) => isAliasAt(parts, peer.n, part.at));
    if (!filler) throw new RangeError(`${name} goes together with ${part.name}, which is missing.`);
    writePart(part, data, filler);
  }
  return { type, data, used: firstOfEach(used) };
}

const isAliasAt = (parts: readonly Part[], name: string | undefined, at: number): boolean =>
  parts.some((part) => part.alias && part.name === name && part.at === at);

/** A second measurement of the same name is a frame of its own. */
function firstOfEach(records: SenmlRecord[]): SenmlRecord[] {
  return records.filter((record, index) => records.findIndex(({ n }) => n === record.n) === index);
}

function writePart(part: Part, data: Buffer, record: SenmlRecord): void {
  if (part.wire === 'flag') {
    if (record.vb === undefined) throw new RangeError(`${part.name} is a boolean.`);
    writeRaw(data, part.at, part.wire, record.vb ? 1 : 0);
    return;
  }
  if (record.v === undefined || !Number.isFinite(record.v)) throw new RangeError(`${part.name} is a number.`);
  writeRaw(data, part.at, part.wire, Math.round((record.v * (part.over ?? 1)) / (part.times ?? 1)));
}

function grideye(peers: SenmlRecord[]): Encoded {
  const used = GRIDEYE_PIXELS.map((name) => {
    const pixel = peers.find(({ n }) => n === name);
    if (pixel?.v === undefined) throw new RangeError(`A grideye image has 64 pixels; ${name} is missing.`);
    return pixel;
  });
  const tenths = used.map(({ v = 0 }) => Math.round(v * 10));
  const reference = Math.floor(Math.min(...tenths) / 10);
  const data = Buffer.alloc(GRIDEYE_LENGTH);
  data.writeUInt8(reference, 0);
  for (const [pixel, value] of tenths.entries()) data.writeUInt8(value - reference * 10, pixel + 1);
  return { type: GRIDEYE, data, used };
}
