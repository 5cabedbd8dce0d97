import { malformed, type ParseResult, parsed } from '../parse-result.ts';
import type { SenmlRecord } from '../senml/record.ts';
import { DECENTLAB_MODELS, type DecentlabModel, type DecentlabSensor } from './models.ts';

const VERSION = 2;
/** Version, device id and flags. */
const HEADER_BYTES = 5;

/**
 * Decodes Decentlab's protocol version 2: version, device id, 16 flags, and for each flag that is set, lowest
 * first, the big-endian words of that sensor. Neither a flag without a sensor nor a byte too many is passed over.
 */
export function decodeDecentlab(bytes: Uint8Array, model: DecentlabModel): ParseResult<SenmlRecord[]> {
  const data = Buffer.from(bytes);
  if (data.length < HEADER_BYTES)
    return malformed('decentlab.truncated', `The payload needs ${HEADER_BYTES} bytes at least.`);
  if (data.readUInt8(0) !== VERSION)
    return malformed(
      'decentlab.version',
      `Version ${data.readUInt8(0)} of the protocol is not known.`,
      'byte 0',
    );
  const sensors: readonly DecentlabSensor[] = DECENTLAB_MODELS[model];
  const flags = data.readUInt16BE(3);
  if (flags >> sensors.length !== 0)
    return malformed(
      'decentlab.unknown-sensor',
      'The flags name a sensor that this model does not have.',
      'byte 3',
    );
  const records: SenmlRecord[] = [];
  let at = HEADER_BYTES;
  for (const [nth, sensor] of sensors.entries()) {
    if ((flags & (1 << nth)) === 0) continue;
    const end = at + 2 * sensor.words;
    if (end > data.length)
      return malformed(
        'decentlab.truncated',
        `Sensor ${nth + 1} needs ${2 * sensor.words} bytes.`,
        `byte ${at}`,
      );
    const start = at;
    records.push(
      ...sensor.records(Array.from({ length: sensor.words }, (_, k) => data.readUInt16BE(start + 2 * k))),
    );
    at = end;
  }
  if (at < data.length)
    return malformed('decentlab.trailing', 'Bytes are left over at the end.', `byte ${at}`);
  return parsed(records);
}
