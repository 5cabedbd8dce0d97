import { decodeElsys } from '#server/protocols/elsys/decode-elsys.ts';
import type { SenmlRecord } from '#server/protocols/senml/record.ts';
import type { BuiltInDecoder, DecoderInput } from '../contract.ts';
import { currentForm, formerForm } from './base-fields.ts';
import { CO2_CONCENTRATION, CO2_FORMER, ELSYS_RECORDS, PULSE_2 } from './elsys-records.ts';
import { JOIN_INPUT, uplinkInput } from './example-frames.ts';
import { payloadRecords } from './payload-decoder.ts';

const URN = 'urn:dev:DEVEUI:0059AC00001B3461:';
/** The maker's own example: 22.6 °C, 41 %, 39 lx, 6 motions, 776 ppm, 3.426 V. */
const PUBLISHED = uplinkInput({ fPort: 5, frmPayload: '0100e202290400270506060308070d62' });

const measure = (input: DecoderInput) => payloadRecords(input, decodeElsys);

const SOURCE = {
  title: 'ELSYS, “Payload”',
  url: 'https://www.elsys.se/en/elsys-payload/',
};

/** Of the former decoders as they once were; here all versions read the bytes alike. */
const FIXES = [
  'The distance is in metres, not in decimetres.',
  'soundAverage and soundPeak are no longer far too large.',
  'The grideye temperatures are no longer too high.',
  'Time offsets are negative: a measurement was before its message.',
  'Acceleration has a sign.',
];

const without = (name: string) => (record: SenmlRecord) => record.n !== name;

/** Latitude was spelled so from the beginning; receivers look for it. */
function formerNames(records: SenmlRecord[]): SenmlRecord[] {
  return records.map((record) => (record.n === 'latitude' ? { ...record, n: 'lattitude' } : record));
}

const FORMER_RECORDS = ELSYS_RECORDS.map((record) =>
  record.name === 'latitude' ? { ...record, name: 'lattitude' } : record,
);

const FORMER_EXAMPLE: SenmlRecord[] = [
  { bn: URN, bt: 1765739955 },
  { n: 'temperature', u: 'Cel', v: 22.6 },
  { n: 'humidity', u: '%RH', v: 41 },
  { n: 'illuminance', u: 'lx', v: 39 },
  { n: 'motion', u: 'count', v: 6 },
];
const BATTERY: SenmlRecord = { n: 'batteryVoltage', u: 'V', v: 3.426 };

/** The names of the first two are kept for receivers that expect them; the values are right, as in v3. */
export const elsysErsV9: BuiltInDecoder = {
  key: 'elsys-ers-v9',
  name: '› Decoded Elsys ERS v9 payload',
  description: 'Decoder for v9 Elsys ERS payload. Kept for receivers that expect the record CO2.',
  source: SOURCE,
  records: [...FORMER_RECORDS, CO2_FORMER, PULSE_2],
  form: 'former',
  decode(input) {
    const records = measure(input);
    return records && formerForm(input, formerNames(records.filter(without('CO2Concentration'))));
  },
  examples: [
    {
      description: 'The maker’s published payload, in the former form',
      input: PUBLISHED,
      expected: [...FORMER_EXAMPLE, { n: 'CO2', u: 'ppm', v: 776 }, BATTERY],
    },
  ],
};

export const elsysErsV9V2: BuiltInDecoder = {
  key: 'elsys-ers-v9-v2',
  name: '› Decoded Elsys ERS v9 payload (v2)',
  description: 'Decoder for v9 Elsys ERS payload; CO2 is called CO2Concentration.',
  source: SOURCE,
  records: [...FORMER_RECORDS, CO2_CONCENTRATION, PULSE_2],
  form: 'former',
  decode(input) {
    const records = measure(input);
    return records && formerForm(input, formerNames(records.filter(without('CO2'))));
  },
  examples: [
    {
      description: 'The maker’s published payload, in the former form',
      input: PUBLISHED,
      expected: [...FORMER_EXAMPLE, { n: 'CO2Concentration', u: 'ppm', v: 776 }, BATTERY],
    },
  ],
};

export const elsysErsV9V3: BuiltInDecoder = {
  key: 'elsys-ers-v9-v3',
  name: '› Decoded Elsys ERS v9 payload (v3)',
  description: 'Decoder for Elsys ERS payloads.',
  source: SOURCE,
  fixes: FIXES,
  records: [...ELSYS_RECORDS, CO2_CONCENTRATION, CO2_FORMER, PULSE_2],
  decode(input) {
    const records = measure(input);
    return records && currentForm(input, records);
  },
  examples: [
    {
      description: 'The maker’s published payload',
      input: PUBLISHED,
      expected: [
        { bn: URN, bt: 1765739955.219, n: 'temperature', u: 'Cel', v: 22.6 },
        ...FORMER_EXAMPLE.slice(2),
        { n: 'CO2Concentration', u: 'ppm', v: 776 },
        { n: 'CO2', u: 'ppm', v: 776 },
        BATTERY,
      ],
    },
    {
      description: 'A measurement of ten seconds ago, told by a time offset',
      input: uplinkInput({ fPort: 5, frmPayload: '0100e2410a00e1' }),
      expected: [
        { bn: URN, bt: 1765739955.219, n: 'temperature', u: 'Cel', v: 22.6 },
        { n: 'temperature', u: 'Cel', v: 22.5, t: -10 },
      ],
    },
    { description: 'A join request', input: JOIN_INPUT, expected: null },
    {
      description: 'Settings after a start hold no measurement',
      input: uplinkInput({ fPort: 6, frmPayload: '3e06140000012c' }),
      expected: null,
    },
  ],
};

/** The same under the names by which the CO2 sensor of the catalogue offers them. */
export const environmentMonitoring: BuiltInDecoder = {
  ...elsysErsV9,
  key: 'environment-monitoring',
  name: '› Decoded payload for environment monitoring',
  description: 'Decoder for v9 Elsys ERS payload.',
};

export const environmentMonitoringV2: BuiltInDecoder = {
  ...elsysErsV9V3,
  key: 'environment-monitoring-v2',
  name: '› Decoded payload for environment monitoring (v2)',
};
