import type { SenmlPack, SenmlRecord } from '#server/protocols/senml/record.ts';
import { tellsTime } from '#server/protocols/senml/tells-time.ts';
import type { BuiltInDecoder, DecoderInput } from '../contract.ts';
import { TIME_ORIGIN } from './base-fields.ts';
import { JOIN_INPUT } from './example-frames.ts';
import { baseApart } from './thingsml-pack.ts';

const DESCRIPTION = 'Forwards raw SenML data and decoded ThingsML data sent by the device.';
const URN = 'urn:dev:IMEI:357292748642776:';

/** As sent, and where the device told no moment at all the one at which it was accepted. */
function packOf({ event, receivedAt }: DecoderInput): SenmlPack | null {
  if (event.kind !== 'senml') return null;
  const [first, ...rest] = event.pack;
  if (first === undefined) return null;
  return tellsTime(event.pack) || first.bt !== undefined
    ? event.pack
    : [{ ...first, bt: receivedAt.getTime() / 1000 }, ...rest];
}

function timeOrigin({ event }: DecoderInput): SenmlRecord {
  return event.kind === 'senml' && tellsTime(event.pack) ? { n: 'timeOrigin', vs: 'DEVICE' } : TIME_ORIGIN;
}

function senmlInput(pack: SenmlPack): DecoderInput {
  return {
    urn: URN,
    receivedAt: new Date('2025-12-14T19:19:16.500Z'),
    event: {
      kind: 'senml',
      urn: URN,
      occurredAt: '2025-12-14T19:19:16.500Z',
      identity: 'example',
      form: 'json',
      pack,
    },
  };
}

export const thingsmlJson: BuiltInDecoder = {
  key: 'thingsml-json',
  name: '= Raw SenML data and decoded ThingsML (v1)',
  description: DESCRIPTION,
  records: [],
  form: 'former',
  decode(input) {
    const pack = packOf(input);
    return pack && baseApart(pack);
  },
  examples: [
    {
      description: 'Two values without a time, in the former form',
      input: senmlInput([
        { bn: URN, n: 'temperature', u: 'Cel', v: 21.5 },
        { n: 'door', vb: true },
      ]),
      expected: [
        { bn: URN, bt: 1765739957 },
        { n: 'temperature', u: 'Cel', v: 21.5 },
        { n: 'door', vb: true },
      ],
    },
    { description: 'A message of a LoRa network', input: JOIN_INPUT, expected: null },
  ],
};

export const thingsmlJsonV2: BuiltInDecoder = {
  key: 'thingsml-json-v2',
  name: '› Decoded ThingsML and raw SenML data (v2)',
  description: DESCRIPTION,
  records: [],
  decode(input) {
    const pack = packOf(input);
    return pack && [...pack, timeOrigin(input)];
  },
  examples: [
    {
      description: 'Two values without a time: that of the platform',
      input: senmlInput([
        { bn: URN, n: 'temperature', u: 'Cel', v: 21.5 },
        { n: 'door', vb: true },
      ]),
      expected: [
        { bn: URN, bt: 1765739956.5, n: 'temperature', u: 'Cel', v: 21.5 },
        { n: 'door', vb: true },
        { n: 'timeOrigin', vs: 'NETWORK' },
      ],
    },
    {
      description: 'A device with a clock, that tells an older value too',
      input: senmlInput([
        { bn: URN, bt: 1765739900, n: 'level', u: 'm', v: 0.4 },
        { n: 'level', u: 'm', v: 0.3, t: -600 },
      ]),
      expected: [
        { bn: URN, bt: 1765739900, n: 'level', u: 'm', v: 0.4 },
        { n: 'level', u: 'm', v: 0.3, t: -600 },
        { n: 'timeOrigin', vs: 'DEVICE' },
      ],
    },
    { description: 'A message of a LoRa network', input: JOIN_INPUT, expected: null },
  ],
};
