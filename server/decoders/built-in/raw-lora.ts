import type { LoraUplink } from '#server/protocols/lorawan/event.ts';
import type { SenmlRecord } from '#server/protocols/senml/record.ts';
import type { BuiltInDecoder, DecoderInput, ExpectedRecord } from '../contract.ts';
import { currentForm, formerForm, TIME_ORIGIN } from './base-fields.ts';
import { JOIN_INPUT, uplinkInput } from './example-frames.ts';

const DESCRIPTION = 'Forward the raw LoRa payload and port number without decoding.';
const URN = 'urn:dev:DEVEUI:0059AC00001B3461:';

export const RAW_RECORDS: ExpectedRecord[] = [
  {
    name: 'payload',
    type: 'string',
    unit: null,
    example: '4d985c495ac4d8c9682cfd',
    description: 'The LoRa payload, hexadecimal',
  },
  {
    name: 'port',
    type: 'number',
    unit: null,
    example: 200,
    description: 'The LoRa port used to send this uplink',
  },
];

export const TIME_ORIGIN_RECORD: ExpectedRecord = {
  name: 'timeOrigin',
  type: 'string',
  unit: null,
  example: 'NETWORK',
  description: 'Where the time of the message comes from',
};

/** A data frame: port 0 carries MAC commands and no port means no payload at all. */
export function dataFrame(input: DecoderInput): (LoraUplink & { fPort: number }) | null {
  const { event } = input;
  return event.kind === 'uplink' && event.fPort !== null && event.fPort !== 0
    ? { ...event, fPort: event.fPort }
    : null;
}

export function rawRecords(frame: { frmPayload: string; fPort: number }): SenmlRecord[] {
  return [
    { n: 'payload', vs: frame.frmPayload },
    { n: 'port', v: frame.fPort },
  ];
}

export const rawLora: BuiltInDecoder = {
  key: 'raw-lora',
  name: '= Raw LoRa payload',
  description: DESCRIPTION,
  records: RAW_RECORDS,
  form: 'former',
  decode(input) {
    const frame = dataFrame(input);
    return frame && formerForm(input, rawRecords(frame));
  },
  examples: [
    {
      description: 'A data frame, in the former form: base fields alone, whole seconds',
      input: uplinkInput({}),
      expected: [
        { bn: URN, bt: 1765739955 },
        { n: 'payload', vs: '763d0028' },
        { n: 'port', v: 61 },
      ],
    },
    { description: 'A join request has no payload', input: JOIN_INPUT, expected: null },
  ],
};

export const rawLoraV2: BuiltInDecoder = {
  key: 'raw-lora-v2',
  name: '= Raw LoRa payload (v2)',
  description: DESCRIPTION,
  records: [...RAW_RECORDS, TIME_ORIGIN_RECORD],
  decode(input) {
    const frame = dataFrame(input);
    return frame && currentForm(input, [...rawRecords(frame), TIME_ORIGIN]);
  },
  examples: [
    {
      description: 'A data frame',
      input: uplinkInput({}),
      expected: [
        { bn: URN, bt: 1765739955.219, n: 'payload', vs: '763d0028' },
        { n: 'port', v: 61 },
        { n: 'timeOrigin', vs: 'NETWORK' },
      ],
    },
    {
      description: 'A frame with a port and no bytes',
      input: uplinkInput({ frmPayload: '', fPort: 2 }),
      expected: [
        { bn: URN, bt: 1765739955.219, n: 'payload', vs: '' },
        { n: 'port', v: 2 },
        { n: 'timeOrigin', vs: 'NETWORK' },
      ],
    },
    {
      description: 'A frame of MAC commands alone',
      input: uplinkInput({ frmPayload: '', fPort: 0 }),
      expected: null,
    },
    {
      description: 'A frame without a port',
      input: uplinkInput({ frmPayload: '', fPort: null }),
      expected: null,
    },
  ],
};
