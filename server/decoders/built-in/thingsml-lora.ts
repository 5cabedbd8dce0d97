import type { SenmlPack, SenmlRecord } from '#server/protocols/senml/record.ts';
import { ABSOLUTE_TIME_FLOOR } from '#server/protocols/senml/resolve-senml.ts';
import { parseThingsmlLora } from '#server/protocols/thingsml/parse-thingsml.ts';
import { type BuiltInDecoder, DecodeError, type DecoderInput } from '../contract.ts';
import { networkTime, TIME_ORIGIN } from './base-fields.ts';
import { JOIN_INPUT, uplinkInput } from './example-frames.ts';
import { dataFrame } from './raw-lora.ts';
import { baseApart } from './thingsml-pack.ts';

const DESCRIPTION =
  'Decoder for ThingsML for LoRa, a compact payload protocol: SenML with a measurement index.';
const URN = 'urn:dev:DEVEUI:0059AC00001B3461:';

function parse(input: DecoderInput): SenmlPack | null {
  const frame = dataFrame(input);
  if (!frame) return null;
  const bytes = Buffer.from(frame.frmPayload, 'hex');
  const pack = parseThingsmlLora(bytes, { devEui: frame.devEui, receivedAt: networkTime(input) });
  if (pack.ok) return pack.value;
  const { message, path } = pack.error;
  throw new DecodeError(path ? `${message} (${path})` : message);
}

/** A device that told an absolute time has a clock of its own; relative times count from the network's. */
function timeOrigin(pack: SenmlPack, input: DecoderInput): SenmlRecord {
  const own = pack.some(
    ({ bt = 0, t = 0 }) =>
      (bt >= ABSOLUTE_TIME_FLOOR && bt !== networkTime(input)) || t >= ABSOLUTE_TIME_FLOOR,
  );
  return own ? { n: 'timeOrigin', vs: 'DEVICE' } : TIME_ORIGIN;
}

export const thingsmlLora: BuiltInDecoder = {
  key: 'thingsml-lora',
  name: '› Decoded ThingsML for LoRa payload',
  description: DESCRIPTION,
  records: [],
  form: 'former',
  decode(input) {
    const pack = parse(input);
    return pack && baseApart(pack);
  },
  examples: [
    {
      description: 'Temperature 1.5 °C in eight bytes, in the former form',
      input: uplinkInput({ frmPayload: '81a2173702f93e00' }),
      expected: [
        { bn: URN, bt: 1765739955 },
        { n: 'temperature', u: 'Cel', v: 1.5 },
      ],
    },
  ],
};

export const thingsmlLoraV2: BuiltInDecoder = {
  key: 'thingsml-lora-v2',
  name: '› Decoded ThingsML for LoRa payload (v2)',
  description: DESCRIPTION,
  records: [],
  decode(input) {
    const pack = parse(input);
    return pack && [...pack, timeOrigin(pack, input)];
  },
  examples: [
    {
      description: 'Temperature 1.5 °C in eight bytes; time of the network',
      input: uplinkInput({ frmPayload: '81a2173702f93e00' }),
      expected: [
        { bn: URN, bt: 1765739955.219, n: 'temperature', u: 'Cel', v: 1.5 },
        { n: 'timeOrigin', vs: 'NETWORK' },
      ],
    },
    {
      description: 'A device that tells its own time',
      input: uplinkInput({ frmPayload: '81a3221a5e5e1e00173702f93e00' }),
      expected: [
        { bn: URN, bt: 1583226368, n: 'temperature', u: 'Cel', v: 1.5 },
        { n: 'timeOrigin', vs: 'DEVICE' },
      ],
    },
    { description: 'A join request', input: JOIN_INPUT, expected: null },
  ],
};
