import { decode } from 'cborg';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { codeOf, fromHex, good, RUNS, survives, toHex, utf8 } from '../garbage.fixture.ts';
import type { SenmlPack } from '../senml/record.ts';
import { resolveSenml } from '../senml/resolve-senml.ts';
import { encodeThingsmlCbor } from './encode-thingsml-cbor.ts';
import { MEASUREMENTS, measurementOfIndex, measurementOfName } from './measurement-index.ts';
import { parseThingsmlCbor, parseThingsmlJson, parseThingsmlLora } from './parse-thingsml.ts';

const temperature = { n: 'temperature', u: 'Cel' };
const bn = 'urn:dev:DEVEUI:0059AC00001B0095:';
const allTypes: SenmlPack = [
  { n: 'humidity', u: '%RH', vd: 'aG9paG9pAA' },
  { n: 'power', u: 'W', vb: true },
  { n: 'pressure', u: 'Pa', v: 1.5 },
  { ...temperature, v: 10 },
  { n: 'breadth', u: 'm', vs: 'haihai' },
];
const withFirst = (base: object, [first, ...rest]: SenmlPack): SenmlPack => [{ ...base, ...first }, ...rest];

/** Hex and meaning as published with two independent implementations. */
const PUBLISHED: [name: string, hex: string, pack: SenmlPack][] = [
  ['one temperature', '81A2173702F93E00', [{ ...temperature, v: 1.5 }]],
  ['another one', '81A2173702F94940', [{ ...temperature, v: 10.5 }]],
  [
    'base name',
    '81A321782075726E3A6465763A4445564555493A303035394143303030303142303039353A173702F93E00',
    [{ bn, ...temperature, v: 1.5 }],
  ],
  ['base time as half float', '81A322F93C001737020A', [{ bt: 1, ...temperature, v: 10 }]],
  [
    'all value types',
    '85A217360847686F69686F6900A2173204F5A2173102F93E00A21737020AA2172E0366686169686169',
    allTypes,
  ],
  [
    'all value types with base name',
    '85A3216B6465766963652D6E616D6517360847686F69686F6900A2173204F5A2173102F93E00A21737020AA2172E0366686169686169',
    withFirst({ bn: 'device-name' }, allTypes),
  ],
  [
    'base unit, relative times, floats of every width',
    '86A5236362697422F94900173606F93C000847686F69686F6900A3173206F9400004F5A3173106F9420002FB3FF4CCCCCCCCCCCDA3172206F9440002FA34000000A3173706F94580020AA3172E06FB40193333333333340366686169686169',
    [
      { bu: 'bit', bt: 10, n: 'humidity', u: '%RH', t: 1, vd: 'aG9paG9pAA' },
      { n: 'power', u: 'W', t: 2, vb: true },
      { n: 'pressure', u: 'Pa', t: 3, v: 1.3 },
      { n: 'accelerationX', u: 'm/s2', t: 4, v: 1.1920928955078125e-7 },
      { ...temperature, t: 5.5, v: 10 },
      { n: 'breadth', u: 'm', t: 6.300000000000001, vs: 'haihai' },
    ],
  ],
  [
    'names instead of indices',
    '85A2006868756D69646974790847686F69686F6900A20065706F77657204F5A20068707265737375726502F93E00A2006B74656D7065726174757265020AA20067627265616474680366686169686169',
    allTypes.map(({ u: _unit, ...record }) => record),
  ],
];

test.each(PUBLISHED)('published: %s', (_name, hex, pack) => {
  expect(parseThingsmlCbor(fromHex(hex))).toEqual({ ok: true, value: pack });
});

test('what devices write without times is written byte for byte', () => {
  for (const [name, hex, pack] of PUBLISHED.filter(([, , pack]) => pack[0]?.bt === undefined)) {
    const useIndex = name !== 'names instead of indices';
    expect(toHex(encodeThingsmlCbor(pack, { useIndex })), name).toBe(hex.toLowerCase());
  }
});

test('whole seconds become integers, which is shorter than the half float of some devices', () => {
  expect(toHex(encodeThingsmlCbor([{ bt: 1, ...temperature, v: 10 }]))).toBe('81a322011737020a');
});

describe('the index list', () => {
  test('39 entries from -24 to 14 without a gap', () => {
    expect(MEASUREMENTS.map(({ index }) => index)).toEqual(Array.from({ length: 39 }, (_, at) => at - 24));
    for (const measurement of MEASUREMENTS) {
      expect(measurementOfIndex(measurement.index)).toBe(measurement);
      expect(measurementOfName(measurement.name)).toBe(measurement);
    }
  });

  test.each([
    [-24, 'temperature', 'Cel'],
    [-23, 'humidity', '%RH'],
    [-18, 'pressure', 'Pa'],
    [-1, 'accelerationZ', 'm/s2'],
    [0, 'heading', 'rad'],
    [2, 'CO2Concentration', 'ppm'],
    [5, 'batteryLevel', '%EL'],
    [8, 'batteryLevelLow', '/'],
    [12, 'readSwitch', '/'],
  ])('%d is %s in %s', (index, n, u) => {
    expect(parseThingsmlJson(`[{"i_":${index},"v":1}]`)).toEqual({ ok: true, value: [{ n, u, v: 1 }] });
  });

  test.each([13, 14])('%d has no unit of its own', (index) => {
    const name = index === 13 ? 'presence' : 'counter';
    expect(good(parseThingsmlJson(`[{"i_":${index},"v":1}]`))).toEqual([{ n: name, v: 1 }]);
    expect(good(parseThingsmlJson(`[{"i_":${index},"u":"count","v":1}]`))).toEqual([
      { n: name, u: 'count', v: 1 },
    ]);
  });
});

describe('JSON', () => {
  test.each<[string, SenmlPack]>([
    [
      '[{"bn":"urn:dev:IMEI:357292748642776:","i_":-24,"v":10}]',
      [{ bn: 'urn:dev:IMEI:357292748642776:', ...temperature, v: 10 }],
    ],
    ['[{"i_":-24,"u":"K","v":283}]', [{ n: 'temperature', u: 'K', v: 283 }]],
    ['[{"i_":-24,"n":"kitchen","v":20}]', [{ n: 'kitchen', u: 'Cel', v: 20 }]],
    ['[{"bn":"a:","n":"plain","v":1}]', [{ bn: 'a:', n: 'plain', v: 1 }]],
    [
      '[{"i_":-24,"t":-60,"v":1},{"i_":-24,"v":2}]',
      [
        { ...temperature, t: -60, v: 1 },
        { ...temperature, v: 2 },
      ],
    ],
  ])('%s', (text, pack) => {
    expect(parseThingsmlJson(text)).toEqual({ ok: true, value: pack });
    expect(parseThingsmlJson(utf8(text))).toEqual({ ok: true, value: pack });
  });

  test.each([
    ['[{"i_":15,"v":1}]', 'thingsml.unknown-index'],
    ['[{"i_":-25,"v":1}]', 'thingsml.unknown-index'],
    ['[{"i_":1.5,"v":1}]', 'thingsml.bad-index'],
    ['[{"i_":"-24","v":1}]', 'thingsml.bad-index'],
    ['[{"i_":null,"v":1}]', 'thingsml.bad-index'],
    ['[{"i_":-24}]', 'senml.no-value'],
    ['[{"i_":-24,"j_":1,"v":1}]', 'senml.not-understood'],
  ])('%s → %s', (text, code) => {
    expect(codeOf(parseThingsmlJson(text))).toBe(code);
  });
});

describe('ThingsML for LoRa', () => {
  const context = { devEui: '0059ac00001b3461', receivedAt: 1_700_000_000 };
  const own = 'urn:dev:DEVEUI:0059AC00001B3461:';
  const cbor = (pack: SenmlPack): Uint8Array => encodeThingsmlCbor(pack);

  test.each<[string, SenmlPack, SenmlPack]>([
    [
      'name and time left out',
      [
        { ...temperature, v: 1.5 },
        { n: 'humidity', u: '%RH', v: 40 },
      ],
      [
        { bn: own, bt: 1_700_000_000, ...temperature, v: 1.5 },
        { n: 'humidity', u: '%RH', v: 40 },
      ],
    ],
    [
      'buffered measurements',
      [
        { ...temperature, t: -600, v: 1 },
        { ...temperature, v: 2 },
      ],
      [
        { bn: own, bt: 1_700_000_000, ...temperature, t: -600, v: 1 },
        { ...temperature, v: 2 },
      ],
    ],
    ['own base name', [{ bn, ...temperature, v: 1 }], [{ bn, bt: 1_700_000_000, ...temperature, v: 1 }]],
    [
      'own base time',
      [{ bt: 1_690_000_000, ...temperature, v: 1 }],
      [{ bn: own, bt: 1_690_000_000, ...temperature, v: 1 }],
    ],
    [
      'absolute time of a record',
      [{ ...temperature, t: 1_690_000_000, v: 1 }],
      [{ bn: own, ...temperature, t: 1_690_000_000, v: 1 }],
    ],
    [
      'empty base name',
      [{ bn: '', ...temperature, v: 1 }],
      [{ bn: own, bt: 1_700_000_000, ...temperature, v: 1 }],
    ],
    [
      'a gateway that nests another device',
      [
        { ...temperature, v: 1 },
        { bn, ...temperature, v: 2 },
      ],
      [
        { bn: own, bt: 1_700_000_000, ...temperature, v: 1 },
        { bn, ...temperature, v: 2 },
      ],
    ],
  ])('%s', (_name, sent, expected) => {
    const pack = good(parseThingsmlLora(cbor(sent), context));
    expect(pack).toEqual(expected);
    expect(resolveSenml(pack, { now: context.receivedAt }).ok).toBe(true);
  });

  test('bad bytes are refused as ever', () => {
    expect(codeOf(parseThingsmlLora(fromHex('81A2173702'), context))).toBe('senml.not-cbor');
  });
});

describe('encoding', () => {
  test('base-only records melt into the next one', () => {
    const bytes = encodeThingsmlCbor([{ bn: 'a:' }, { bt: 5, bu: 'V' }, { n: 'x', v: 1 }, { n: 'y', v: 2 }]);
    expect(good(parseThingsmlCbor(bytes))).toEqual([
      { bn: 'a:', bu: 'V', bt: 5, n: 'x', v: 1 },
      { n: 'y', v: 2 },
    ]);
    expect(decode(encodeThingsmlCbor([{ bn: 'a:' }]), { useMaps: true })).toEqual([new Map([[-2, 'a:']])]);
  });

  test('a unit other than that of the list keeps its name', () => {
    const pack: SenmlPack = [
      { n: 'temperature', u: 'K', v: 1 },
      { n: 'temperature', v: 1 },
      { n: 'presence', v: 1 },
    ];
    const keys = (decode(encodeThingsmlCbor(pack), { useMaps: true }) as Map<number, unknown>[]).map(
      (map) => [...map.keys()],
    );
    expect(keys).toEqual([
      [0, 1, 2],
      [0, 2],
      [23, 2],
    ]);
  });

  test.each([
    [1.5, 'f93e00'],
    [-0.0009765625, 'f99400'],
    [65504.5, 'fa477fe080'],
    [1.1, 'fb3ff199999999999a'],
    [2 ** -24, 'f90001'],
    [1e300, 'fb7e37e43c8800759c'],
    [100, '1864'],
    [-1, '20'],
    [4_294_967_296, '1b0000000100000000'],
  ])('%d takes %s', (v, hex) => {
    expect(toHex(encodeThingsmlCbor([{ n: 'x', v }]))).toBe(`81a20061780 2${hex}`.replace(' ', ''));
  });

  const value = fc.oneof(
    fc.record({ v: fc.double({ noNaN: true, noDefaultInfinity: true }).map((v) => v + 0) }),
    fc.record({ v: fc.float({ noNaN: true, noDefaultInfinity: true }).map((v) => v + 0) }),
    fc.record({ v: fc.maxSafeInteger() }),
    fc.record({ vs: fc.string({ unit: 'grapheme' }) }),
    fc.record({ vb: fc.boolean() }),
    fc.record({ vd: fc.uint8Array().map((bytes) => Buffer.from(bytes).toString('base64url')) }),
  );
  const record = fc
    .tuple(
      fc.record(
        {
          n: fc.oneof(fc.constantFrom(...MEASUREMENTS.map(({ name }) => name)), fc.constant('gps:time')),
          u: fc.constantFrom('Cel', 'V', '%RH'),
        },
        { requiredKeys: ['n'] },
      ),
      fc.record(
        {
          t: fc.integer({ min: -1e6, max: 1e6 }).map((ms) => ms / 1000 + 0),
          bn: fc.constant(bn),
          bv: fc.integer(),
        },
        { requiredKeys: [] },
      ),
      value,
    )
    .map((parts): SenmlPack[number] => Object.assign({}, ...parts));

  test('what is encoded is read again', () => {
    fc.assert(
      fc.property(fc.array(record, { minLength: 1, maxLength: 6 }), fc.boolean(), (pack, useIndex) => {
        expect(good(parseThingsmlCbor(encodeThingsmlCbor(pack, { useIndex })))).toEqual(pack);
      }),
      { numRuns: RUNS },
    );
  });
});

test('garbage never throws', () => {
  const seeds = PUBLISHED.map(([, hex]) => fromHex(hex));
  survives(parseThingsmlCbor, seeds);
  survives((bytes) => parseThingsmlLora(bytes, { devEui: '0059AC00001B3461', receivedAt: 1.7e9 }), seeds);
  survives(parseThingsmlJson, [
    utf8('[{"bn":"urn:dev:IMEI:357292748642776:","i_":-24,"v":10},{"i_":3,"t":-5,"vb":true}]'),
  ]);
});
