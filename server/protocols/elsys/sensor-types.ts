/**
 * The TLV types of ELSYS payloads (format v9 and the types that later firmware added), with the record
 * names and units of the portal's decoder for them. Multi-byte numbers are big endian, except GPS.
 */
type Wire = 'u8' | 'i8' | 'u16' | 'i16' | 'u32' | 'i32' | 'i24le';

export interface Part {
  name: string;
  unit?: string;
  /** Offset within the type's data. */
  at: number;
  wire: Wire | 'flag';
  /** value = raw · times / over */
  times?: number;
  over?: number;
  /** Repeats another part of the type under an older name; never needed to encode. */
  alias?: true;
}

export interface SensorType {
  type: number;
  /** Data bytes after the type byte (and its time offset). */
  length: number;
  parts: readonly Part[];
}

/** Acceleration: 63 is one g. The portal's published example (85 → 13.2312 m/s2) fixes g at its standard value. */
const PER_G = { unit: 'm/s2', wire: 'i8', times: 9.80665, over: 63 } as const;
const TEMPERATURE = { unit: 'Cel', wire: 'i16', over: 10 } as const;
const MILLIVOLT = { unit: 'V', wire: 'u16', over: 1000 } as const;

const one = (type: number, length: number, part: Omit<Part, 'at'>): SensorType => ({
  type,
  length,
  parts: [{ at: 0, ...part }],
});

export const EXTERNAL_TEMPERATURE_2 = 0x19;
export const GRIDEYE = 0x13;
export const SETTINGS = 0x3e;

/** Reference byte and 64 pixels. */
export const GRIDEYE_LENGTH = 65;

export const SENSOR_TYPES: readonly SensorType[] = [
  one(0x01, 2, { name: 'temperature', ...TEMPERATURE }),
  one(0x02, 1, { name: 'humidity', unit: '%RH', wire: 'u8' }),
  {
    type: 0x03,
    length: 3,
    parts: [
      { name: 'accelerationX', at: 0, ...PER_G },
      { name: 'accelerationY', at: 1, ...PER_G },
      { name: 'accelerationZ', at: 2, ...PER_G },
    ],
  },
  one(0x04, 2, { name: 'illuminance', unit: 'lx', wire: 'u16' }),
  one(0x05, 1, { name: 'motion', unit: 'count', wire: 'u8' }),
  {
    type: 0x06,
    length: 2,
    parts: [
      { name: 'CO2Concentration', unit: 'ppm', at: 0, wire: 'u16' },
      { name: 'CO2', unit: 'ppm', at: 0, wire: 'u16', alias: true },
    ],
  },
  one(0x07, 2, { name: 'batteryVoltage', ...MILLIVOLT }),
  one(0x08, 2, { name: 'analog1', ...MILLIVOLT }),
  {
    type: 0x09,
    length: 6,
    parts: [
      { name: 'latitude', unit: 'lat', at: 0, wire: 'i24le', over: 10_000 },
      { name: 'longitude', unit: 'lon', at: 3, wire: 'i24le', over: 10_000 },
    ],
  },
  one(0x0a, 2, { name: 'pulse', unit: 'count', wire: 'u16' }),
  one(0x0b, 4, { name: 'pulseAbsolute', unit: 'count', wire: 'u32' }),
  one(0x0c, 2, { name: 'temperatureExternal1', ...TEMPERATURE }),
  one(0x0d, 1, { name: 'digitalExternal', wire: 'flag' }),
  one(0x0e, 2, { name: 'distance', unit: 'm', wire: 'u16', over: 1000 }),
  one(0x0f, 1, { name: 'accelerationMotion', unit: 'count', wire: 'u8' }),
  {
    type: 0x10,
    length: 4,
    parts: [
      { name: 'temperatureIRInternal', at: 0, ...TEMPERATURE },
      { name: 'temperatureIRExternal', at: 2, ...TEMPERATURE },
    ],
  },
  one(0x11, 1, { name: 'occupancy', unit: 'count', wire: 'u8' }),
  one(0x12, 1, { name: 'waterLeak', unit: 'count', wire: 'u8' }),
  // Thousandths of a hectopascal.
  one(0x14, 4, { name: 'pressure', unit: 'Pa', wire: 'u32', over: 10 }),
  {
    type: 0x15,
    length: 2,
    parts: [
      { name: 'soundPeak', unit: 'dB', at: 0, wire: 'u8' },
      { name: 'soundAverage', unit: 'dB', at: 1, wire: 'u8' },
    ],
  },
  // Capital P as in the portal's record list.
  one(0x16, 2, { name: 'Pulse2', unit: 'count', wire: 'u16' }),
  one(0x17, 4, { name: 'pulseAbsolute2', unit: 'count', wire: 'u32' }),
  one(0x18, 2, { name: 'analog2', ...MILLIVOLT }),
  one(EXTERNAL_TEMPERATURE_2, 2, { name: 'temperatureExternal2', ...TEMPERATURE }),
  one(0x1a, 1, { name: 'digitalIn2', wire: 'flag' }),
  one(0x1b, 4, { name: 'analogLoadCell', unit: 'V', wire: 'i32', over: 1_000_000 }),
  // Parts per billion.
  one(0x1c, 2, { name: 'VOC', unit: 'ppm', wire: 'u16', over: 1000 }),
  one(0x3d, 4, { name: 'debug', wire: 'u32' }),
];

export function readRaw(data: Buffer, at: number, wire: Part['wire']): number {
  switch (wire) {
    case 'u8':
    case 'flag':
      return data.readUInt8(at);
    case 'i8':
      return data.readInt8(at);
    case 'u16':
      return data.readUInt16BE(at);
    case 'i16':
      return data.readInt16BE(at);
    case 'u32':
      return data.readUInt32BE(at);
    case 'i32':
      return data.readInt32BE(at);
    case 'i24le':
      return data.readIntLE(at, 3);
  }
}

export function writeRaw(data: Buffer, at: number, wire: Part['wire'], raw: number): void {
  switch (wire) {
    case 'u8':
    case 'flag':
      data.writeUInt8(raw, at);
      break;
    case 'i8':
      data.writeInt8(raw, at);
      break;
    case 'u16':
      data.writeUInt16BE(raw, at);
      break;
    case 'i16':
      data.writeInt16BE(raw, at);
      break;
    case 'u32':
      data.writeUInt32BE(raw, at);
      break;
    case 'i32':
      data.writeInt32BE(raw, at);
      break;
    case 'i24le':
      data.writeIntLE(raw, at, 3);
      break;
  }
}
