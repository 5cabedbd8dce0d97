import { channelName } from '#server/protocols/lorawan/data-rate.ts';
import type { LoraUplink } from '#server/protocols/lorawan/event.ts';
import type { SenmlRecord } from '#server/protocols/senml/record.ts';
import { subBand } from '#server/protocols/thingpark/thingpark-form.ts';
import type { BuiltInDecoder, ExpectedRecord } from '../contract.ts';
import { currentForm, formerForm, TIME_ORIGIN } from './base-fields.ts';
import { uplinkInput } from './example-frames.ts';
import { dataFrame, RAW_RECORDS, rawRecords, TIME_ORIGIN_RECORD } from './raw-lora.ts';

const DESCRIPTION = 'Forward the raw LoRa payload and lora network metadata without decoding.';
const URN = 'urn:dev:DEVEUI:0059AC00001B3461:';

const number = (name: string, example: number, description: string): ExpectedRecord => ({
  name,
  type: 'number',
  unit: null,
  example,
  description,
});

const RADIO_RECORDS: ExpectedRecord[] = [
  number('FCntUp', 0, 'Uplink frame counter'),
  number('FCntDn', 1, 'Downlink frame counter'),
  number('LrrRSSI', -107, 'Received signal strength at the best gateway, dBm'),
  number('LrrSNR', 3, 'Signal to noise ratio at the best gateway, dB'),
  number('LrrESP', -108.764351, 'Effective signal power at the best gateway, dBm'),
  number('DevLrrCnt', 2, 'Number of gateways that received it'),
  number('SpFact', 8, 'Spreading factor'),
  { name: 'SubBand', type: 'string', unit: null, example: 'G1' },
  {
    name: 'Channel',
    type: 'string',
    unit: null,
    example: 'LC255',
    description: 'LoRa channel of the transmission',
  },
  number('ADRbit', 0, 'Adaptive data rate indicator'),
];

type Value = Pick<SenmlRecord, 'v' | 'vs'>;

const numeric = (v: number | null | undefined): Value | null =>
  v === null || v === undefined ? null : { v };
const textual = (vs: string | null): Value | null => (vs === null ? null : { vs });
/** Six decimals, as the network's own messages wrote these two figures. */
const numberAsText = (v: number | null | undefined): Value | null =>
  v === null || v === undefined ? null : { vs: v.toFixed(6) };

/** Servers of other kinds tell the frequency only; LC255 stands for a channel without a name. */
function derivedChannel({ radio: { frequencyHz } }: LoraUplink): string | null {
  return frequencyHz === null ? null : (channelName(frequencyHz) ?? 'LC255');
}

function derivedSubBand({ radio: { frequencyHz } }: LoraUplink): string | null {
  return frequencyHz === null ? null : subBand(frequencyHz);
}

/** In the published order; what the network server did not tell is left out. */
function radioRecords(
  frame: LoraUplink,
  signal: (v: number | null | undefined) => Value | null,
): SenmlRecord[] {
  const best = frame.receptions[0];
  const values: [name: string, value: Value | null][] = [
    ['FCntUp', numeric(frame.fCntUp)],
    ['FCntDn', numeric(frame.fCntDown)],
    ['LrrRSSI', signal(best?.rssi)],
    ['LrrSNR', signal(best?.snr)],
    ['LrrESP', numeric(best?.esp)],
    ['DevLrrCnt', numeric(frame.gatewayCount)],
    ['SpFact', numeric(frame.radio.spreadingFactor)],
    ['SubBand', textual(frame.radio.subBand ?? derivedSubBand(frame))],
    ['Channel', textual(frame.radio.channel ?? derivedChannel(frame))],
    ['ADRbit', numeric(frame.adr === null ? null : Number(frame.adr))],
  ];
  return values.flatMap(([n, value]) => (value ? [{ n, ...value }] : []));
}

export const rawLoraExtended: BuiltInDecoder = {
  key: 'raw-lora-extended',
  name: '= Raw LoRa payload Extended',
  description: DESCRIPTION,
  records: [
    ...RAW_RECORDS,
    ...RADIO_RECORDS.map(
      (record): ExpectedRecord =>
        record.name === 'LrrRSSI' || record.name === 'LrrSNR'
          ? { ...record, type: 'string', example: Number(record.example).toFixed(6) }
          : record,
    ),
    TIME_ORIGIN_RECORD,
  ],
  form: 'former',
  decode(input) {
    const frame = dataFrame(input);
    return (
      frame && formerForm(input, [...rawRecords(frame), ...radioRecords(frame, numberAsText), TIME_ORIGIN])
    );
  },
  examples: [
    {
      description: 'A data frame; signal figures are text',
      input: uplinkInput({}),
      expected: [
        { bn: URN, bt: 1765739955 },
        { n: 'payload', vs: '763d0028' },
        { n: 'port', v: 61 },
        { n: 'FCntUp', v: 0 },
        { n: 'FCntDn', v: 1 },
        { n: 'LrrRSSI', vs: '-107.000000' },
        { n: 'LrrSNR', vs: '3.000000' },
        { n: 'LrrESP', v: -108.764351 },
        { n: 'DevLrrCnt', v: 2 },
        { n: 'SpFact', v: 8 },
        { n: 'SubBand', vs: 'G1' },
        { n: 'Channel', vs: 'LC3' },
        { n: 'ADRbit', v: 1 },
        { n: 'timeOrigin', vs: 'NETWORK' },
      ],
    },
  ],
};

export const rawLoraExtendedV2: BuiltInDecoder = {
  key: 'raw-lora-extended-v2',
  name: '= Raw LoRa payload Extended (v2)',
  description: DESCRIPTION,
  fixes: ['LrrRSSI is a number.', 'LrrSNR is a number.'],
  records: [...RAW_RECORDS, ...RADIO_RECORDS, TIME_ORIGIN_RECORD],
  decode(input) {
    const frame = dataFrame(input);
    return frame && currentForm(input, [...rawRecords(frame), ...radioRecords(frame, numeric), TIME_ORIGIN]);
  },
  examples: [
    {
      description: 'The message published for this decoder',
      input: uplinkInput({ fPort: 1 }),
      expected: [
        { bn: URN, bt: 1765739955.219, n: 'payload', vs: '763d0028' },
        { n: 'port', v: 1 },
        { n: 'FCntUp', v: 0 },
        { n: 'FCntDn', v: 1 },
        { n: 'LrrRSSI', v: -107 },
        { n: 'LrrSNR', v: 3 },
        { n: 'LrrESP', v: -108.764351 },
        { n: 'DevLrrCnt', v: 2 },
        { n: 'SpFact', v: 8 },
        { n: 'SubBand', vs: 'G1' },
        { n: 'Channel', vs: 'LC3' },
        { n: 'ADRbit', v: 1 },
        { n: 'timeOrigin', vs: 'NETWORK' },
      ],
    },
    {
      description: 'A network server that tells the frequency, not the name of the channel',
      input: uplinkInput({
        radio: { frequencyHz: 867_100_000, spreadingFactor: 7, bandwidthHz: 125_000, dr: 5 },
      }),
      expected: [
        { bn: URN, bt: 1765739955.219, n: 'payload', vs: '763d0028' },
        { n: 'port', v: 61 },
        { n: 'FCntUp', v: 0 },
        { n: 'FCntDn', v: 1 },
        { n: 'LrrRSSI', v: -107 },
        { n: 'LrrSNR', v: 3 },
        { n: 'LrrESP', v: -108.764351 },
        { n: 'DevLrrCnt', v: 2 },
        { n: 'SpFact', v: 7 },
        { n: 'SubBand', vs: 'G0' },
        { n: 'Channel', vs: 'LC255' },
        { n: 'ADRbit', v: 1 },
        { n: 'timeOrigin', vs: 'NETWORK' },
      ],
    },
    {
      description: 'A network server that tells neither channel nor ADR nor counters of the other way',
      input: exampleWithoutDetails(),
      expected: [
        { bn: URN, bt: 1765739955.219, n: 'payload', vs: '763d0028' },
        { n: 'port', v: 61 },
        { n: 'FCntUp', v: 0 },
        { n: 'DevLrrCnt', v: 0 },
        { n: 'timeOrigin', vs: 'NETWORK' },
      ],
    },
  ],
};

function exampleWithoutDetails() {
  const input = uplinkInput({
    receptions: [],
    gatewayCount: 0,
    adr: null,
    radio: { frequencyHz: null, spreadingFactor: null, bandwidthHz: null, dr: null },
  });
  const { fCntDown: _, ...event } = input.event as LoraUplink;
  return { ...input, event };
}
