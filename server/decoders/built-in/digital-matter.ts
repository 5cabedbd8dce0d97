import type { DigitalMatterRecord } from '#server/protocols/digital-matter/report.ts';
import type { SenmlRecord } from '#server/protocols/senml/record.ts';
import type { BuiltInDecoder, DecoderInput } from '../contract.ts';
import { currentForm } from './base-fields.ts';
import { JOIN_INPUT } from './example-frames.ts';

const URN = 'urn:dev:IMEI:490154203237518:';

/** Readings that mean the same on every tracker, and what one step of them is. */
const ANALOGUE: Record<string, { n: string; u?: string; step: number }> = {
  1: { n: 'analogueData:internalBatteryVoltage', u: 'V', step: 1_000 },
  2: { n: 'analogueData:externalVoltage', u: 'V', step: 100 },
  3: { n: 'temperature', u: 'Cel', step: 100 },
  4: { n: 'analogueData:gsmSignal', step: 1 },
  // Loaded battery or solar panel, by model: public receivers agree on its step only.
  5: { n: 'analogueData:5', u: 'V', step: 1_000 },
};

const seconds = (moment: string) => Date.parse(moment) / 1000;
const bits = (value: number) => value.toString(2).padStart(32, '0').split('').reverse().join('');
const known = (name: string, value: number | null, unit?: string): SenmlRecord[] =>
  value === null ? [] : [{ n: name, ...(unit ? { u: unit } : {}), v: value }];

function gpsRecords({ gps, reason }: DigitalMatterRecord): SenmlRecord[] {
  if (!gps) return [];
  return [
    { n: 'latitude', u: 'lat', v: gps.latitude },
    { n: 'longitude', u: 'lon', v: gps.longitude },
    ...known('altitude', gps.altitude, 'm'),
    ...known('velocity', gps.speed === null ? null : gps.speed / 100, 'm/s'),
    ...known(
      'heading',
      gps.heading === null ? null : Number(((gps.heading * Math.PI) / 180).toFixed(4)),
      'rad',
    ),
    ...known('radius', gps.accuracy, 'm'),
    ...known('gps:speedAccuracy', gps.speedAccuracy ?? null),
    ...known('gps:pdop', gps.pdop === null ? null : gps.pdop / 10),
    ...known('gps:status', gps.status),
    ...known('gps:time', gps.fixedAt === null ? null : seconds(gps.fixedAt), 's'),
    ...known('gps:logReason', reason),
    { n: 'locOrigin', vs: 'GPS' },
  ];
}

function digitalRecords({ digital }: DigitalMatterRecord): SenmlRecord[] {
  if (!digital) return [];
  const { inputs, outputs, status } = digital;
  return [
    ...(inputs === null ? [] : [{ n: 'digitalData:inputs', vs: bits(inputs) }]),
    ...(outputs === null ? [] : [{ n: 'digitalData:outputs', vs: bits(outputs) }]),
    ...known('digitalData:deviceStatus', status),
  ];
}

function analogueRecords({ analogue }: DigitalMatterRecord): SenmlRecord[] {
  return Object.entries(analogue).map(([number, value]) => {
    const { n, u, step } = ANALOGUE[number] ?? { n: `analogueData:${number}`, step: 1 };
    return { n, ...(u ? { u } : {}), v: value / step };
  });
}

/** Always a list: a kind of field may come several times in a record. */
function otherRecords({ others = [], reason }: DigitalMatterRecord): SenmlRecord[] {
  const kinds = Map.groupBy(others, ({ type }) => type);
  return [...kinds].flatMap(([type, fields]) => [
    ...known(`fieldId:${type}:logReason`, reason),
    { n: `fieldId:${type}:decoded`, vb: false },
    { n: `fieldId:${type}:data`, vs: `[${fields.map(({ json }) => json).join()}]` },
  ]);
}

function exampleInput(event: Partial<DigitalMatterRecord>): DecoderInput {
  return {
    urn: URN,
    receivedAt: new Date('2026-05-01T10:00:05.000Z'),
    event: {
      kind: 'digital-matter',
      imei: '490154203237518',
      serial: 200_000,
      sequence: 7494,
      occurredAt: '2026-05-01T10:00:00.000Z',
      identity: 'example',
      reason: 11,
      product: 33,
      firmware: '33.4.1.10',
      gps: null,
      digital: null,
      analogue: {},
      ...event,
    },
  };
}

export const digitalMatter: BuiltInDecoder = {
  key: 'digital-matter',
  name: '› Decoded Data for Digital Matter',
  description:
    'Position, inputs, outputs and voltages of a Digital Matter tracker, at the times that it recorded them.',
  records: [
    { name: 'latitude', type: 'number', unit: 'lat', example: 51.9225 },
    { name: 'longitude', type: 'number', unit: 'lon', example: 4.4792 },
    { name: 'altitude', type: 'number', unit: 'm', example: 21 },
    { name: 'velocity', type: 'number', unit: 'm/s', example: 2.5 },
    { name: 'heading', type: 'number', unit: 'rad', example: 1.5708 },
    { name: 'radius', type: 'number', unit: 'm', example: 10 },
    {
      name: 'gps:speedAccuracy',
      type: 'number',
      unit: null,
      example: 4,
      description: 'In a unit of the maker’s own',
    },
    { name: 'gps:pdop', type: 'number', unit: null, example: 1.7 },
    { name: 'gps:status', type: 'number', unit: null, example: 3 },
    {
      name: 'gps:time',
      type: 'timestamp',
      unit: 's',
      example: 1_777_629_600,
      description: 'When the position was fixed',
    },
    { name: 'gps:logReason', type: 'number', unit: null, example: 11, description: 'Why it was recorded' },
    { name: 'locOrigin', type: 'string', unit: null, example: 'GPS' },
    {
      name: 'digitalData:inputs',
      type: 'string',
      unit: null,
      example: '01000000000000000000000000000000',
      description: '32 bits, the first is input 0',
    },
    {
      name: 'digitalData:outputs',
      type: 'string',
      unit: null,
      example: '00000000000000000000000000000000',
    },
    { name: 'digitalData:deviceStatus', type: 'number', unit: null, example: 1 },
    { name: 'analogueData:internalBatteryVoltage', type: 'number', unit: 'V', example: 3.6 },
    { name: 'analogueData:externalVoltage', type: 'number', unit: 'V', example: 12.4 },
    {
      name: 'analogueData:5',
      type: 'number',
      unit: 'V',
      example: 3.5,
      description: 'Loaded battery or solar panel, by model',
    },
    { name: 'analogueData:gsmSignal', type: 'number', unit: null, example: 18 },
    { name: 'temperature', type: 'number', unit: 'Cel', example: 25 },
    {
      name: 'analogueData:11',
      type: 'number',
      unit: null,
      example: 34,
      description: 'Any other reading by its number: the maker’s figure, without a unit',
    },
    { name: 'fieldId:15:logReason', type: 'number', unit: null, example: 2 },
    { name: 'fieldId:15:decoded', type: 'boolean', unit: null, example: false },
    {
      name: 'fieldId:15:data',
      type: 'string',
      unit: null,
      example: '[{"TT":2,"Trim":300}]',
      description:
        'A field whose layout its maker keeps to customers (Wi-Fi and cell scans, tags, trips, run hours), as it came',
    },
    { name: 'sequenceNumber', type: 'number', unit: null, example: 7494 },
    { name: 'timeOrigin', type: 'string', unit: null, example: 'DEVICE' },
  ],
  decode(input) {
    const { event } = input;
    if (event.kind !== 'digital-matter') return null;
    return currentForm(input, [
      ...gpsRecords(event),
      ...digitalRecords(event),
      ...analogueRecords(event),
      ...otherRecords(event),
      { n: 'sequenceNumber', v: event.sequence },
      { n: 'timeOrigin', vs: 'DEVICE' },
    ]);
  },
  examples: [
    {
      description: 'A trip, with inputs and voltages',
      input: exampleInput({
        gps: {
          fixedAt: '2026-05-01T09:59:58.000Z',
          latitude: 51.9225,
          longitude: 4.4792,
          altitude: 21,
          speed: 250,
          heading: 90,
          pdop: 17,
          accuracy: 10,
          status: 3,
          speedAccuracy: 4,
        },
        digital: { inputs: 2, outputs: 0, status: 1 },
        analogue: { 1: 3_600, 3: 2_500, 4: 18, 5: 3_500, 11: 34 },
      }),
      expected: [
        { bn: URN, bt: 1_777_629_600, n: 'latitude', u: 'lat', v: 51.9225 },
        { n: 'longitude', u: 'lon', v: 4.4792 },
        { n: 'altitude', u: 'm', v: 21 },
        { n: 'velocity', u: 'm/s', v: 2.5 },
        { n: 'heading', u: 'rad', v: 1.5708 },
        { n: 'radius', u: 'm', v: 10 },
        { n: 'gps:speedAccuracy', v: 4 },
        { n: 'gps:pdop', v: 1.7 },
        { n: 'gps:status', v: 3 },
        { n: 'gps:time', u: 's', v: 1_777_629_598 },
        { n: 'gps:logReason', v: 11 },
        { n: 'locOrigin', vs: 'GPS' },
        { n: 'digitalData:inputs', vs: '01000000000000000000000000000000' },
        { n: 'digitalData:outputs', vs: '00000000000000000000000000000000' },
        { n: 'digitalData:deviceStatus', v: 1 },
        { n: 'analogueData:internalBatteryVoltage', u: 'V', v: 3.6 },
        { n: 'temperature', u: 'Cel', v: 25 },
        { n: 'analogueData:gsmSignal', v: 18 },
        { n: 'analogueData:5', u: 'V', v: 3.5 },
        { n: 'analogueData:11', v: 34 },
        { n: 'sequenceNumber', v: 7494 },
        { n: 'timeOrigin', vs: 'DEVICE' },
      ],
    },
    {
      description: 'A field whose layout is not public, twice',
      input: exampleInput({
        reason: 2,
        others: [
          { type: 15, json: '{"TT":2,"Trim":300}' },
          { type: 15, json: '{"TT":3}' },
        ],
      }),
      expected: [
        { bn: URN, bt: 1_777_629_600, n: 'fieldId:15:logReason', v: 2 },
        { n: 'fieldId:15:decoded', vb: false },
        { n: 'fieldId:15:data', vs: '[{"TT":2,"Trim":300},{"TT":3}]' },
        { n: 'sequenceNumber', v: 7494 },
        { n: 'timeOrigin', vs: 'DEVICE' },
      ],
    },
    {
      description: 'A record that tells nothing but that it is',
      input: exampleInput({}),
      expected: [
        { bn: URN, bt: 1_777_629_600, n: 'sequenceNumber', v: 7494 },
        { n: 'timeOrigin', vs: 'DEVICE' },
      ],
    },
    { description: 'A message of a LoRa network', input: JOIN_INPUT, expected: null },
  ],
};
