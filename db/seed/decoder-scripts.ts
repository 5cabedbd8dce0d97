import type { PlannedScript } from './plan.ts';

const LEVEL_SOURCE = `// Quay water level sensor, payload version 1, port 10, big endian:
// version u8 | flags u8 (1 = flood) | distance u16 mm | temperature i16 0.1 C | battery u16 mV
var SENSOR_ABOVE_MEAN = 3500; // mm

function u16(bytes, at) {
  return (bytes[at] << 8) | bytes[at + 1];
}

function i16(bytes, at) {
  var value = u16(bytes, at);
  return value > 0x7fff ? value - 0x10000 : value;
}

function decodeUplink(input) {
  var bytes = input.bytes;
  if (input.fPort !== 10) {
    return { data: {}, warnings: ['Port ' + input.fPort + ' is not a measurement'], errors: [] };
  }
  if (bytes[0] !== 1) {
    return { errors: ['Payload version ' + bytes[0] + ' is not known, only version 1'], warnings: [] };
  }
  if (bytes.length !== 8) {
    return { errors: ['A measurement has 8 bytes, this one ' + bytes.length], warnings: [] };
  }
  var distance = u16(bytes, 2);
  return {
    data: {
      level: SENSOR_ABOVE_MEAN - distance,
      distance: distance,
      temperature: i16(bytes, 4) / 10,
      flood: (bytes[1] & 1) === 1,
      battery: u16(bytes, 6),
    },
    warnings: [],
    errors: [],
  };
}
`;

/** What the workshop wrote when Quay 5 got its new firmware, and has not published yet. */
const LEVEL_2_SOURCE = `// Quay water level sensor, payload versions 1 and 2, port 10, big endian:
// version u8 | flags u8 (1 = flood) | distance u16 mm | temperature i16 0.1 C | battery u16 mV
// version 2 adds: average distance u16 mm
var SENSOR_ABOVE_MEAN = 3500; // mm

function u16(bytes, at) {
  return (bytes[at] << 8) | bytes[at + 1];
}

function i16(bytes, at) {
  var value = u16(bytes, at);
  return value > 0x7fff ? value - 0x10000 : value;
}

function decodeUplink(input) {
  var bytes = input.bytes;
  if (input.fPort !== 10) {
    return { data: {}, warnings: ['Port ' + input.fPort + ' is not a measurement'], errors: [] };
  }
  if (bytes[0] !== 1 && bytes[0] !== 2) {
    return { errors: ['Payload version ' + bytes[0] + ' is not known'], warnings: [] };
  }
  var size = bytes[0] === 2 ? 10 : 8;
  if (bytes.length !== size) {
    return { errors: ['A measurement has ' + size + ' bytes, this one ' + bytes.length], warnings: [] };
  }
  var distance = u16(bytes, 2);
  var data = {
    level: SENSOR_ABOVE_MEAN - distance,
    distance: distance,
    temperature: i16(bytes, 4) / 10,
    flood: (bytes[1] & 1) === 1,
    battery: u16(bytes, 6),
  };
  if (bytes[0] === 2) data.average = SENSOR_ABOVE_MEAN - u16(bytes, 8);
  return { data: data, warnings: [], errors: [] };
}
`;

/** TS013-1.0.0, for the frames of server/lora-simulator/models/water-level.ts. */
const LEVEL_ENCODER = `// Quay water level sensor, port 11: 01 | measuring interval u16 minutes, or 02 | flood alarm from this level u16 mm
function encodeDownlink(input) {
  var data = input.data;
  if (data.intervalMinutes >= 1 && data.intervalMinutes <= 1440) {
    return { bytes: [1, data.intervalMinutes >> 8, data.intervalMinutes & 255], fPort: 11 };
  }
  if (data.floodMillimetres >= 0 && data.floodMillimetres <= 5000) {
    return { bytes: [2, data.floodMillimetres >> 8, data.floodMillimetres & 255], fPort: 11 };
  }
  return { errors: ['intervalMinutes (1 to 1440) or floodMillimetres (0 to 5000) is needed'] };
}
`;

const TESTED_AT = '2026-03-04T05:06:07Z';
const TESTED_SECONDS = Date.parse(TESTED_AT) / 1000;

export const WATER_LEVEL: Omit<PlannedScript, 'key' | 'type'> = {
  name: '› Water level',
  description: 'Level over mean, temperature and battery of the quay sensors, payload version 1.',
  contract: 'ts013',
  source: LEVEL_SOURCE,
  mapping: {
    level: { name: 'waterLevel', unit: 'm', factor: 0.001 },
    distance: { name: 'distance', unit: 'm', factor: 0.001 },
    temperature: { name: 'temperature', unit: 'Cel' },
    flood: { name: 'floodAlarm' },
    battery: { name: 'batteryVoltage', unit: 'V', factor: 0.001 },
  },
  next: {
    source: LEVEL_2_SOURCE,
    mapping: { average: { name: 'waterLevelAverage', unit: 'm', factor: 0.001 } },
  },
  tests: [
    {
      name: 'A measurement at low tide',
      input: { kind: 'payload', frmPayload: '01000fa000560d34', fPort: 10, recvTime: TESTED_AT },
      expected: {
        kind: 'records',
        records: [
          { n: 'waterLevel', u: 'm', v: -0.5, t: TESTED_SECONDS },
          { n: 'distance', u: 'm', v: 4, t: TESTED_SECONDS },
          { n: 'temperature', u: 'Cel', v: 8.6, t: TESTED_SECONDS },
          { n: 'floodAlarm', vb: false, t: TESTED_SECONDS },
          { n: 'batteryVoltage', u: 'V', v: 3.38, t: TESTED_SECONDS },
        ],
      },
    },
    {
      name: 'Frost and flood',
      input: { kind: 'payload', frmPayload: '010103e8ffec0c80', fPort: 10, recvTime: TESTED_AT },
      expected: {
        kind: 'records',
        records: [
          { n: 'waterLevel', u: 'm', v: 2.5, t: TESTED_SECONDS },
          { n: 'distance', u: 'm', v: 1, t: TESTED_SECONDS },
          { n: 'temperature', u: 'Cel', v: -2, t: TESTED_SECONDS },
          { n: 'floodAlarm', vb: true, t: TESTED_SECONDS },
          { n: 'batteryVoltage', u: 'V', v: 3.2, t: TESTED_SECONDS },
        ],
      },
    },
    {
      name: 'A payload cut short is refused',
      input: { kind: 'payload', frmPayload: '01000fa0', fPort: 10, recvTime: TESTED_AT },
      expected: { kind: 'error', name: 'DecodeError' },
    },
  ],
  encoder: {
    name: '‹ Interval and flood level',
    description: 'How often the quay sensors measure, and from which level they raise the alarm.',
    source: LEVEL_ENCODER,
    tests: [
      {
        name: 'Every quarter of an hour',
        input: { kind: 'data', data: { intervalMinutes: 15 } },
        expected: { kind: 'output', output: { bytes: [1, 0, 15], fPort: 11 } },
      },
      {
        name: 'An interval of no length is refused',
        input: { kind: 'data', data: { intervalMinutes: 0 } },
        expected: { kind: 'error', name: 'EncodeError' },
      },
    ],
  },
  records: [
    { name: 'waterLevel', type: 'number', unit: 'm', description: 'Over mean level' },
    { name: 'distance', type: 'number', unit: 'm', description: 'From the sensor to the water' },
    { name: 'temperature', type: 'number', unit: 'Cel' },
    { name: 'floodAlarm', type: 'boolean', unit: null },
    { name: 'batteryVoltage', type: 'number', unit: 'V' },
  ],
};

/** Contract "things", for the frames of server/lora-simulator/models/waste-bin.ts. */
export const WASTE_BIN: Omit<PlannedScript, 'key' | 'type'> = {
  name: '› Filling level',
  description: 'Filling, temperature and battery of the bins, with tilt and lid.',
  contract: 'things',
  source: `// Bin sensor, port 2: "F" | filling u8 % | distance u8 cm | temperature i8 C | battery u8 % | flags u8 (1 tilted, 2 lid open) | firmware u8.u8
(input) => {
  const { metadata } = JSON.parse(input);
  const { uplink } = metadata.ingestion.actility;
  if (!uplink || !uplink.payload_hex) return null;
  const bytes = uplink.payload_hex.match(/../g).map((hex) => parseInt(hex, 16));
  const kind = String.fromCharCode(bytes[0]);
  if (kind !== 'F') throw new Error('Message kind "' + kind + '" is not known: new firmware?');
  const temperature = bytes[3] > 127 ? bytes[3] - 256 : bytes[3];
  if (bytes[5] & 1) console.log('Bin lies on its side, filling ' + bytes[1] + ' % is not to be trusted');
  return JSON.stringify([
    { bn: metadata.device.urn, bt: Date.parse(metadata.ingestion.timestamp) / 1000, n: 'fillLevel', u: '%', v: bytes[1] },
    { n: 'distance', u: 'm', v: bytes[2] / 100 },
    { n: 'temperature', u: 'Cel', v: temperature },
    { n: 'batteryLevel', u: '%EL', v: bytes[4] },
    { n: 'tilted', vb: (bytes[5] & 1) === 1 },
    { n: 'lidOpen', vb: (bytes[5] & 2) === 2 },
    { n: 'firmwareVersion', vs: bytes[6] + '.' + bytes[7] },
  ]);
}
`,
  records: [
    { name: 'fillLevel', type: 'number', unit: '%' },
    { name: 'distance', type: 'number', unit: 'm', description: 'From the lid to the rubbish' },
    { name: 'temperature', type: 'number', unit: 'Cel' },
    { name: 'batteryLevel', type: 'number', unit: '%EL' },
    { name: 'tilted', type: 'boolean', unit: null },
    { name: 'lidOpen', type: 'boolean', unit: null },
    { name: 'firmwareVersion', type: 'string', unit: null },
  ],
};
