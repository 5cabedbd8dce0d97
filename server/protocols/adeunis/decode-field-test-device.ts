import { quantity } from '../fields.ts';
import { malformed, type ParseResult, parsed } from '../parse-result.ts';
import type { SenmlRecord } from '../senml/record.ts';

/** What the first byte says is there, in this order (Field Test Device user guide, “Decoding the payload”). */
const HAS = {
  temperature: 0x80,
  accelerometer: 0x40,
  button: 0x20,
  position: 0x10,
  uplinks: 0x08,
  downlinks: 0x04,
  battery: 0x02,
  signal: 0x01,
} as const;

const POSITION_BYTES = 8;

/**
 * Decodes a frame of the Adeunis Field Test Device, whole (Europe) or one of the two that it is split into
 * elsewhere. The quality of the position is there where a byte is left for it: early firmware sent none.
 */
export function decodeFieldTestDevice(bytes: Uint8Array): ParseResult<SenmlRecord[]> {
  const data = Buffer.from(bytes);
  if (data.length === 0) return malformed('adeunis.empty', 'The payload is empty.');
  const status = data.readUInt8(0);
  const has = (bit: number) => (status & bit) !== 0;
  const length =
    1 +
    (has(HAS.temperature) ? 1 : 0) +
    (has(HAS.position) ? POSITION_BYTES : 0) +
    (has(HAS.uplinks) ? 1 : 0) +
    (has(HAS.downlinks) ? 1 : 0) +
    (has(HAS.battery) ? 2 : 0) +
    (has(HAS.signal) ? 2 : 0);
  if (data.length < length)
    return malformed('adeunis.truncated', `What the first byte announces needs ${length} bytes.`, 'byte 0');
  const records: SenmlRecord[] = [
    { n: 'accelerometerTriggered', vb: has(HAS.accelerometer) },
    { n: 'buttonPressed', vb: has(HAS.button) },
  ];
  let at = 1;
  if (has(HAS.temperature)) records.push(quantity('temperature', data.readInt8(at++), 'Cel'));
  if (has(HAS.position)) {
    const position = positionOf(data.subarray(at, at + POSITION_BYTES));
    if (!position)
      return malformed('adeunis.bad-position', 'The position has digits that are none.', `byte ${at}`);
    records.push(...position);
    at += POSITION_BYTES;
    if (data.length > length) records.push(...qualityOf(data.readUInt8(at++)));
  }
  if (has(HAS.uplinks)) records.push(quantity('uplinkCounter', data.readUInt8(at++), 'count'));
  if (has(HAS.downlinks)) records.push(quantity('downlinkCounter', data.readUInt8(at++), 'count'));
  if (has(HAS.battery)) {
    records.push(quantity('batteryVoltage', data.readUInt16BE(at) / 1000, 'V'));
    at += 2;
  }
  if (has(HAS.signal)) {
    records.push(
      quantity('downlinkRSSI', -data.readUInt8(at), 'dBm'),
      quantity('downlinkSNR', data.readInt8(at + 1), 'dB'),
    );
  }
  return parsed(records);
}

/** Decimal digits, one a nibble: ddmm.mmm and dddmm.mm, each with its hemisphere in the last bit. */
function positionOf(data: Buffer): SenmlRecord[] | null {
  const digits = data.toString('hex');
  const [latitude, longitude] = [digits.slice(0, 7), digits.slice(8, 15)];
  if (!/^\d+$/.test(latitude + longitude)) return null;
  const north = Number(latitude.slice(0, 2)) + Number(latitude.slice(2)) / 60_000;
  const east = Number(longitude.slice(0, 3)) + Number(longitude.slice(3)) / 6_000;
  if (north > 90 || east > 180) return null;
  const sign = (at: number) => ((data.readUInt8(at) & 1) === 1 ? -1 : 1);
  return [
    quantity('latitude', Number((sign(3) * north).toFixed(6)), 'lat'),
    quantity('longitude', Number((sign(7) * east).toFixed(6)), 'lon'),
  ];
}

const qualityOf = (byte: number): SenmlRecord[] => [
  quantity('gpsQuality', byte >> 4),
  quantity('satellites', byte & 0x0f, 'count'),
];
