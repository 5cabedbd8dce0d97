/** Twenty codecs of the kinds that vendors publish, written for this bench, each with a payload that it decodes. */
export interface BenchScript {
  name: string;
  source: string;
  fPort: number;
  hex: string;
}

const signed = 'function s16(h, l) { var v = (h << 8) | l; return v > 0x7fff ? v - 0x10000 : v; }';

const CHANNELS = `
var TYPES = {
  0: { size: 1, name: 'digital_in', divisor: 1 }, 1: { size: 1, name: 'digital_out', divisor: 1 },
  2: { size: 2, name: 'analog_in', signed: true, divisor: 100 }, 101: { size: 2, name: 'luminosity', divisor: 1 },
  103: { size: 2, name: 'temperature', signed: true, divisor: 10 }, 104: { size: 1, name: 'humidity', divisor: 2 },
  115: { size: 2, name: 'pressure', divisor: 10 }, 136: { size: 9, name: 'gps', divisor: [10000, 10000, 100] }
};
function number(bytes, isSigned) {
  var v = 0; for (var i = 0; i < bytes.length; i++) v = v * 256 + bytes[i];
  if (isSigned && bytes[0] > 127) v -= Math.pow(256, bytes.length);
  return v;
}
function decodeUplink(input) {
  var data = {}, b = input.bytes, i = 0;
  while (i < b.length) {
    var channel = b[i++], type = TYPES[b[i++]];
    if (!type) return { errors: ['unknown channel type'] };
    var part = b.slice(i, i + type.size), key = type.name + '_' + channel; i += type.size;
    if (type.name === 'gps') data[key] = { latitude: number(part.slice(0, 3), true) / 10000, longitude: number(part.slice(3, 6), true) / 10000, altitude: number(part.slice(6), true) / 100 };
    else data[key] = number(part, type.signed) / type.divisor;
  }
  return { data: data };
}`;

const STREAM = `
function readUInt16LE(b) { return ((b[1] << 8) + b[0]) & 0xffff; }
function readInt16LE(b) { var v = readUInt16LE(b); return v > 0x7fff ? v - 0x10000 : v; }
function readUInt32LE(b) { return ((b[3] << 24) + (b[2] << 16) + (b[1] << 8) + b[0]) >>> 0; }
function Decode(fPort, bytes) { return decode(bytes); }
function Decoder(bytes, port) { return decode(bytes); }
function decodeUplink(input) { return { data: decode(input.bytes) }; }
function decode(bytes) {
  var d = {};
  for (var i = 0; i < bytes.length; ) {
    var id = bytes[i++], type = bytes[i++];
    if (id === 0x01 && type === 0x75) { d.battery = bytes[i]; i += 1; }
    else if (id === 0x03 && type === 0x67) { d.temperature = readInt16LE(bytes.slice(i, i + 2)) / 10; i += 2; }
    else if (id === 0x04 && type === 0x68) { d.humidity = bytes[i] / 2; i += 1; }
    else if (id === 0x05 && type === 0xc8) { d.counter = readUInt32LE(bytes.slice(i, i + 4)); i += 4; }
    else if (id === 0x20 && type === 0xce) {
      var p = { timestamp: readUInt32LE(bytes.slice(i, i + 4)), temperature: readInt16LE(bytes.slice(i + 4, i + 6)) / 10, humidity: bytes[i + 6] / 2 };
      i += 7; d.history = d.history || []; d.history.push(p);
    } else break;
  }
  return d;
}`;

const TAGGED = `
var TAGS = { 1: ['temperature', 2, 10, true], 2: ['humidity', 1, 1], 4: ['light', 2, 1], 5: ['motion', 1, 1], 6: ['co2', 2, 1], 7: ['vdd', 2, 1], 10: ['pulse', 2, 1], 11: ['pulseAbs', 4, 1], 15: ['acceleration', 1, 1] };
function decodeUplink(input) {
  var obj = {}, data = input.bytes, i = 0;
  while (i < data.length) {
    var tag = TAGS[data[i]]; if (!tag) { i = data.length; continue; }
    var v = 0; for (var k = 1; k <= tag[1]; k++) v = v * 256 + data[i + k];
    if (tag[3] && data[i + 1] & 0x80) v -= Math.pow(2, 8 * tag[1]);
    obj[tag[0]] = v / tag[2]; i += tag[1] + 1;
  }
  return { data: obj, warnings: obj.vdd < 3000 ? ['battery low'] : [] };
}`;

const BITS = `
const LENGTH = [7, 12, 9, 1, 1, 2, 14, 10];
const NAMES = ['flow', 'volume', 'pressure', 'leak', 'tamper', 'mode', 'age', 'noise'];
const MODES = ['normal', 'test', 'storage', 'alarm'];
const decodeUplink = ({ bytes, fPort, recvTime }) => {
  if (fPort !== 10) return { errors: [\`unknown port \${fPort}\`] };
  let at = 0;
  const take = (n) => { let v = 0; for (let i = 0; i < n; i++, at++) v = (v << 1) | ((bytes[at >> 3] >> (7 - (at & 7))) & 1); return v; };
  const data = Object.fromEntries(NAMES.map((name, i) => [name, take(LENGTH[i])]));
  return { data: { ...data, mode: MODES[data.mode], leak: data.leak === 1, at: new Date(recvTime.getTime() - data.age * 1000).toISOString() } };
};`;

const FRAMES = `
class Reader {
  constructor(bytes) { this.view = new DataView(new Uint8Array(bytes).buffer); this.at = 0; }
  u8() { return this.view.getUint8(this.at++); }
  i16() { const v = this.view.getInt16(this.at, true); this.at += 2; return v; }
  f32() { const v = this.view.getFloat32(this.at, true); this.at += 4; return Math.round(v * 1000) / 1000; }
  get more() { return this.at < this.view.byteLength; }
}
const HANDLERS = new Map([[1, (r, d) => { d.temperature = r.i16() / 100; }], [2, (r, d) => { d.ph = r.f32(); }], [3, (r, d) => { d.conductivity = r.f32(); }], [9, (r, d) => { d.battery = r.u8() / 10; }]]);
function decodeUplink(input) {
  const reader = new Reader(input.bytes), data = {};
  while (reader.more) { const handle = HANDLERS.get(reader.u8()); if (!handle) throw new Error('unknown frame'); handle(reader, data); }
  return { data };
}`;

const BUFFERED = `
function decodeUplink(input) {
  var buf = Buffer.from(input.bytes);
  return { data: { serial: buf.toString('hex', 0, 4), voltage: buf.readUInt16BE(4) / 1000, level: buf.readFloatBE(6), state: buf.readUInt8(10) } };
}`;

const TRACKER = `
function decodeUplink(input) {
  var b = input.bytes, port = input.fPort;
  if (port === 3) {
    var lat = (b[3] << 24) | (b[2] << 16) | (b[1] << 8) | b[0], lon = (b[7] << 24) | (b[6] << 16) | (b[5] << 8) | b[4];
    return { data: { latitudeDeg: lat / 1e7, longitudeDeg: lon / 1e7, inTrip: (b[8] & 1) !== 0, fixFailed: (b[8] & 2) !== 0,
      headingDeg: (b[8] >> 2) * 5.625, speedKmph: b[9], batV: Number((b[10] * 0.025).toFixed(3)) }, warnings: [] };
  }
  return { errors: ['unknown FPort'] };
}`;

const DECENT = `
var PARTS = [{ length: 2, values: [{ name: 'air_temperature', title: 'Air temperature', convert: function (x) { return (175 * x[0]) / 65535 - 45; }, unit: '°C' }, { name: 'air_humidity', title: 'Air humidity', convert: function (x) { return (100 * x[1]) / 65535; }, unit: '%' }] }, { length: 1, values: [{ name: 'battery_voltage', title: 'Battery voltage', convert: function (x) { return x[0] / 1000; }, unit: 'V' }] }];
function decodeUplink(input) {
  var b = input.bytes, flags = (b[3] << 8) | b[4], at = 5, out = { protocol_version: b[0], device_id: (b[1] << 8) | b[2] };
  for (var i = 0; i < PARTS.length; i++, flags >>= 1) {
    if ((flags & 1) !== 1) continue;
    var x = []; for (var j = 0; j < PARTS[i].length; j++) { x.push((b[at] << 8) + b[at + 1]); at += 2; }
    PARTS[i].values.forEach(function (v) { out[v.name] = { displayName: v.title, value: v.convert(x), unit: v.unit }; });
  }
  return { data: out };
}`;

const tableCodec = (entries: number) => `
var ALARMS = [${Array.from({ length: entries }, (_, i) => `{ id: ${i}, name: 'alarm_${i}', text: 'Condition ${i} of the device was met' }`)}];
function decodeUplink(input) {
  var active = [];
  for (var i = 0; i < ALARMS.length && i < input.bytes.length * 8; i++) if ((input.bytes[i >> 3] >> (i & 7)) & 1) active.push(ALARMS[i].name);
  return { data: { count: active.length, first: active[0] || null, alarms: active.join(',') } };
}`;

const one = (body: string) => `${signed}\nfunction decodeUplink(input) { var b = input.bytes; ${body} }`;
const CLIMATE =
  'return { data: { temperature: s16(b[0], b[1]) / 10, humidity: b[2], co2: (b[3] << 8) | b[4], voc: (b[5] << 8) | b[6], battery: b[7] } };';

export const SCRIPTS: readonly BenchScript[] = [
  { name: 'climate', source: one(CLIMATE), fPort: 2, hex: '010833028a00c85f' },
  {
    name: 'climate-console',
    source: one(`console.log('port', input.fPort); ${CLIMATE}`),
    fPort: 2,
    hex: '010833028a00c85f',
  },
  { name: 'channels', source: CHANNELS, fPort: 1, hex: '0367011004685a05730400060065' },
  { name: 'channels-gps', source: CHANNELS, fPort: 1, hex: '018806765ff2960a0003e8' },
  { name: 'stream', source: STREAM, fPort: 85, hex: '01755c03673401046865' },
  {
    name: 'stream-history',
    source: STREAM,
    fPort: 85,
    hex: '20ce9e74466310015d20ce9e74466310015d20ce9e74466310015d',
  },
  { name: 'tagged', source: TAGGED, fPort: 5, hex: '0100e202290400270506060308' },
  { name: 'tagged-counter', source: `${TAGGED}\n// variant`, fPort: 5, hex: '0b000012340a00070ef107' },
  { name: 'bits', source: BITS, fPort: 10, hex: 'a1b2c3d4e5f60718' },
  { name: 'frames', source: FRAMES, fPort: 7, hex: '01c409020000e040030000c8420924' },
  { name: 'buffer', source: BUFFERED, fPort: 1, hex: 'deadbeef0e1041480000ff' },
  { name: 'tracker', source: TRACKER, fPort: 3, hex: 'd0a6f41ee0b5b9020532a0' },
  { name: 'parts', source: DECENT, fPort: 1, hex: '02133d0003628060480c26' },
  { name: 'alarms', source: tableCodec(64), fPort: 4, hex: '0100800000000001' },
  { name: 'alarms-large', source: tableCodec(600), fPort: 4, hex: '01008000000000010000000000000000000001' },
  {
    name: 'legacy-decoder',
    source:
      'function Decoder(b, port) { return { distance: (b[0] << 8) | b[1], battery: b[2] / 10, port: port }; }',
    fPort: 1,
    hex: '09c424',
  },
  {
    name: 'legacy-decode',
    source:
      'function Decode(fPort, b, variables) { var o = {}; o.level = b[0] / 2; o.tilt = (b[1] & 15) * 6; return o; }',
    fPort: 1,
    hex: '5a07',
  },
  {
    name: 'module',
    source: `module.exports = { decodeUplink: function (input) { var b = input.bytes; ${CLIMATE.replace('s16(b[0], b[1])', '((b[0] << 8) | b[1])')} } };`,
    fPort: 2,
    hex: '010833028a00c85f',
  },
  {
    name: 'text',
    source: `function decodeUplink(i) { var t = String.fromCharCode.apply(null, i.bytes), m = /^T=(-?[0-9.]+);H=([0-9]+)$/.exec(t); if (!m) return { errors: ['not understood'] }; return { data: { temperature: parseFloat(m[1]), humidity: Number(m[2]) } }; }`,
    fPort: 1,
    hex: '543d32312e353b483d3434',
  },
  {
    name: 'loop',
    source: `function decodeUplink(i) { var sum = 0, crc = 0xffff; for (var n = 0; n < i.bytes.length; n++) { sum += i.bytes[n]; crc ^= i.bytes[n]; for (var k = 0; k < 8; k++) crc = crc & 1 ? (crc >> 1) ^ 0xa001 : crc >> 1; } return { data: { sum: sum, crc: crc, samples: i.bytes.filter(function (_, x) { return x % 4 === 0; }) } }; }`,
    fPort: 1,
    hex: '00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff',
  },
];
