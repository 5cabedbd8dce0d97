import { type Field, lengthOf, quantity, readField } from '../fields.ts';
import { malformed, type ParseResult, parsed } from '../parse-result.ts';
import type { SenmlRecord } from '../senml/record.ts';

/** A step of a beam level is 0.703 degrees: the three levels of the published record list are whole steps of it. */
const LEVEL = { unit: 'rad', bytes: 1, signed: true, times: 0.703 * Math.PI, over: 180 } as const;
const TEMPERATURE = { unit: 'Cel', bytes: 2, signed: true, over: 100 } as const;
/** Pascals above or below 100,000. */
const PRESSURE = { unit: 'P', bytes: 2, signed: true, plus: 100_000 } as const;

const bit = (name: string, mask: number): Field => ({ name, at: 1, bytes: 1, mask, flag: true });
const byte = (name: string, at: number): Field => ({ name, at, bytes: 1 });
const signedByte = (name: string, at: number): Field => ({ name, at, bytes: 1, signed: true });
const millivolt = (name: string, at: number): Field => ({
  name,
  unit: 'V',
  at,
  bytes: 2,
  signed: true,
  over: 1000,
});

/**
 * Messages of the 1M2M ED16xx series by their first byte, big endian: the structures that its maker gives to
 * users of the default firmware, as they stand in public at github.com/CampusIoT/payload-codec (`1m2m`). Those of
 * the messages 0A to 0D and of the rest are not public.
 */
export const MESSAGES: ReadonlyMap<number, readonly Field[]> = new Map([
  [
    0x00,
    [
      byte('profile', 2),
      byte('CmdAck', 3),
      { name: 'batteryLevel', unit: '%EL', at: 12, bytes: 1, times: 100, over: 255 },
    ],
  ],
  [
    0x01,
    [
      bit('Start', 1),
      bit('Move', 2),
      bit('Stop', 4),
      bit('Vibr', 8),
      { name: 'temperature', at: 2, ...TEMPERATURE },
    ],
  ],
  [
    0x02,
    [
      byte('Status', 1),
      { name: 'Barom', at: 2, ...PRESSURE },
      { name: 'temperature', at: 4, ...TEMPERATURE },
      { name: 'humidity', unit: '%RH', at: 6, bytes: 1 },
      { name: 'BeamX', at: 7, ...LEVEL },
      { name: 'BeamY', at: 8, ...LEVEL },
      { name: 'BeamZ', at: 9, ...LEVEL },
      byte('VibAmp', 10),
      { name: 'VibFrq', unit: 'Hz', at: 11, bytes: 1 },
    ],
  ],
  [
    0x03,
    [
      bit('GrvRot', 1),
      bit('MagRot', 2),
      ...['GravX', 'GravY', 'GravZ', 'MagX', 'MagY', 'MagZ'].map((name, nth) => signedByte(name, 2 + nth)),
    ],
  ],
  [
    0x04,
    [
      bit('GrvRot', 1),
      bit('MagRot', 2),
      bit('MotAl', 4),
      bit('GeoAl', 8),
      bit('VibAl', 16),
      { name: 'temperature', at: 2, ...TEMPERATURE },
      { name: 'humidity', unit: '%RH', at: 4, bytes: 1 },
      { name: 'Barom', at: 5, ...PRESSURE },
    ],
  ],
  [
    0x08,
    [
      'MaxDx',
      'MaxDy',
      'MaxDz',
      'Max1Freq',
      'Max1Amp',
      'Max2Freq',
      'Max2Amp',
      'Max3Freq',
      'Max3Amp',
      'VibGai',
    ].map((name, nth) => byte(name, 1 + nth)),
  ],
  [
    0x09,
    [
      millivolt('batteryLevel', 1),
      millivolt('AnIn1', 3),
      millivolt('AnIn2', 5),
      millivolt('AnIn3', 7),
      millivolt('AnIn4', 9),
    ],
  ],
]);

/** Offset of the position in the messages that have one: age, satellites and high bits, latitude, longitude. */
const POSITIONS: ReadonlyMap<number, number> = new Map([
  [0x00, 4],
  [0x01, 4],
]);
const POSITION_BYTES = 8;
const ONE_WIRE = 0x06;
/** Above it the age is not told in minutes, but in steps that are not public. */
const MINUTES_MOST = 60;

export function decodeEd16xx(bytes: Uint8Array): ParseResult<SenmlRecord[]> {
  const data = Buffer.from(bytes);
  if (data.length === 0) return malformed('ed16xx.empty', 'The payload is empty.');
  const message = data.readUInt8(0);
  if (message === ONE_WIRE) return oneWire(data);
  const fields = MESSAGES.get(message);
  if (!fields) {
    const name = message.toString(16).padStart(2, '0').toUpperCase();
    return malformed('ed16xx.unknown-message', `How a message ${name} is laid out is not public.`, 'byte 0');
  }
  const position = POSITIONS.get(message);
  const length = Math.max(lengthOf(fields), position === undefined ? 0 : position + POSITION_BYTES);
  if (data.length < length) return malformed('ed16xx.truncated', `The message needs ${length} bytes.`);
  return parsed([
    ...fields.map((field) => readField(data, field, 'big')),
    ...(position === undefined ? [] : positionOf(data.subarray(position, position + POSITION_BYTES))),
  ]);
}

/** Latitude has a sign as its 25th bit, longitude 26 bits with its sign; both in hundred-thousandths of a degree. */
function positionOf(data: Buffer): SenmlRecord[] {
  const [age, high] = [data.readUInt8(0), data.readUInt8(1)];
  const latitude = ((high >> 5) & 1) * -(2 ** 24) + data.readUIntBE(2, 3);
  const longitude = (high >> 7) * -(2 ** 25) + ((high >> 6) & 1) * 2 ** 24 + data.readUIntBE(5, 3);
  const satellites = quantity('NumSat', high & 0x1f);
  if (latitude === 0 && longitude === 0) return [satellites];
  return [
    ...(age <= MINUTES_MOST ? [quantity('FixAge', age)] : []),
    satellites,
    quantity('latitude', latitude / 100_000, 'lat'),
    quantity('longitude', longitude / 100_000, 'lon'),
  ];
}

/** Up to five probes: tenths of a degree above −55 in the lower twelve bits. */
function oneWire(data: Buffer): ParseResult<SenmlRecord[]> {
  const count = data.length > 1 ? data.readUInt8(1) : 0;
  if (count > 5) return malformed('ed16xx.too-many-probes', 'A message has five probes at most.', 'byte 1');
  if (data.length < 2 + 2 * count)
    return malformed('ed16xx.truncated', `${count} probes need ${2 * count} bytes.`);
  return parsed(
    Array.from({ length: count }, (_, nth) =>
      quantity(`Ow${nth}`, ((data.readUInt16BE(2 + 2 * nth) & 0x0fff) - 550) / 10, 'Cel'),
    ),
  );
}
