import { lengthOf, rawOf, readField } from '../fields.ts';
import { malformed, type ParseResult, parsed } from '../parse-result.ts';
import type { SenmlRecord } from '../senml/record.ts';
import { type Channels, OF_DEVICE } from './series.ts';

/** A distance that could not be measured. */
const OUT_OF_RANGE = 0xfffd;
const NO_POSITION = -1;

/**
 * Decodes a Milesight uplink (`channel type value …`, little endian) by the channels of its series. What a
 * device tells of itself after a join is passed over; records are empty where there is nothing else.
 */
export function decodeMilesight(bytes: Uint8Array, channels: Channels): ParseResult<SenmlRecord[]> {
  if (bytes.length === 0) return malformed('milesight.empty', 'The payload is empty.');
  const data = Buffer.from(bytes);
  const records: SenmlRecord[] = [];
  let at = 0;
  while (at < data.length) {
    const path = `byte ${at}`;
    const key = data.toString('hex', at, at + 2);
    const fields = channels.get(key);
    const length = fields ? lengthOf(fields) : OF_DEVICE.get(key);
    if (length === undefined)
      return malformed('milesight.unknown-channel', `Channel and type ${key} are not known.`, path);
    const value = data.subarray(at + 2, at + 2 + length);
    // The AM100 series wrote a serial number of 6 bytes.
    if (value.length < length && !(key === 'ff16' && value.length === 6))
      return malformed('milesight.truncated', `Channel and type ${key} need ${length} bytes.`, path);
    for (const field of fields ?? []) {
      const raw = rawOf(value, field, 'little');
      if (field.name === 'distance' && raw === OUT_OF_RANGE) continue;
      if ((field.unit === 'lat' || field.unit === 'lon') && raw === NO_POSITION) continue;
      records.push(readField(value, field, 'little'));
    }
    at += 2 + value.length;
  }
  return parsed(records);
}
