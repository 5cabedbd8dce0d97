import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { codeOf, good, RUNS } from '../garbage.fixture.ts';
import type { ResolvedRecord, SenmlPack } from './record.ts';
import { ABSOLUTE_TIME_FLOOR, resolveSenml } from './resolve-senml.ts';
import { packOfDevice, packOfResolved, serializePack } from './serialize-senml.ts';

const now = 1_700_000_000;
const urn = 'urn:dev:DEVEUI:0059AC00001B3461:';

describe('resolution', () => {
  test.each<[string, SenmlPack, ResolvedRecord[]]>([
    [
      'RFC 8428 §5.1.2',
      [
        {
          bn: 'urn:dev:ow:10e2073a01080063:',
          bt: 1.276020076e9,
          bu: 'A',
          bver: 10,
          n: 'voltage',
          u: 'V',
          v: 120.1,
        },
        { n: 'current', t: -5, v: 1.2 },
        { n: 'current', t: -4, v: 1.3 },
        { n: 'current', v: 1.7 },
      ],
      [
        { n: 'urn:dev:ow:10e2073a01080063:current', u: 'A', t: 1276020071, v: 1.2 },
        { n: 'urn:dev:ow:10e2073a01080063:current', u: 'A', t: 1276020072, v: 1.3 },
        { n: 'urn:dev:ow:10e2073a01080063:voltage', u: 'V', t: 1276020076, v: 120.1 },
        { n: 'urn:dev:ow:10e2073a01080063:current', u: 'A', t: 1276020076, v: 1.7 },
      ],
    ],
    [
      'a version below 10 stays with each record (RFC 8428 §4.6)',
      [
        { bver: 5, bn: urn, bt: 1_585_650_750, n: 'a', v: 1 },
        { n: 'b', v: 2 },
      ],
      [
        { n: `${urn}a`, t: 1_585_650_750, bver: 5, v: 1 },
        { n: `${urn}b`, t: 1_585_650_750, bver: 5, v: 2 },
      ],
    ],
    [
      'old form: base fields in a record of their own',
      [
        { bn: urn, bt: 1585650750 },
        { n: 'temperature', u: 'Cel', v: 21.5 },
      ],
      [{ n: `${urn}temperature`, u: 'Cel', t: 1585650750, v: 21.5 }],
    ],
    [
      'new form gives the same',
      [{ bn: urn, bt: 1.58565075e9, n: 'temperature', u: 'Cel', v: 21.5 }],
      [{ n: `${urn}temperature`, u: 'Cel', t: 1585650750, v: 21.5 }],
    ],
    [
      'base value and base sum',
      [
        { bn: 'a:', bv: 20, bs: 100, bt: now },
        { n: 'x', v: 1.5 },
        { n: 'y', s: 3 },
        { n: 'z' },
        { n: 'w', vs: 'text' },
      ],
      [
        { n: 'a:x', t: now, v: 21.5 },
        { n: 'a:y', t: now, s: 103 },
        { n: 'a:z', t: now, v: 20 },
        { n: 'a:w', t: now, vs: 'text' },
      ],
    ],
    [
      'a later base field replaces an earlier one, from its own record onward',
      [
        { bn: 'a:', n: 'x', v: 1 },
        { bn: 'b:', bu: 'V', n: 'x', v: 2 },
        { n: 'y', vb: false },
      ],
      [
        { n: 'a:x', t: now, v: 1 },
        { n: 'b:x', u: 'V', t: now, v: 2 },
        { n: 'b:y', u: 'V', t: now, vb: false },
      ],
    ],
    ['no time is now', [{ n: 'x', vd: 'AA' }], [{ n: 'x', t: now, vd: 'AA' }]],
    ['relative past', [{ n: 'x', t: -600, v: 1 }], [{ n: 'x', t: now - 600, v: 1 }]],
    ['relative future', [{ bt: 5, n: 'x', t: 5, v: 1 }], [{ n: 'x', t: now + 10, v: 1 }]],
    [
      'largest relative',
      [{ n: 'x', t: ABSOLUTE_TIME_FLOOR - 1, v: 1 }],
      [{ n: 'x', t: now + 268_435_455, v: 1 }],
    ],
    ['smallest absolute', [{ n: 'x', t: ABSOLUTE_TIME_FLOOR, v: 1 }], [{ n: 'x', t: 268_435_456, v: 1 }]],
    [
      'base name alone names',
      [{ bn: 'a', v: 1, t: -1 }, { v: 2 }],
      [
        { n: 'a', t: now - 1, v: 1 },
        { n: 'a', t: now, v: 2 },
      ],
    ],
    ['only base fields', [{ bn: 'a' }, { bt: 3, bv: 4 }], []],
    [
      'an empty name is a name field, not a measurement of nothing',
      [{ bn: 'a', n: '', v: 1 }],
      [{ n: 'a', t: now, v: 1 }],
    ],
  ])('%s', (_name, pack, expected) => {
    expect(good(resolveSenml(pack, { now }))).toEqual(expected);
  });

  test.each<[string, SenmlPack, string]>([
    ['no name', [{ v: 1 }], 'senml.no-name'],
    ['name begins with a colon', [{ bn: ':', n: 'a', v: 1 }], 'senml.bad-name'],
    ['name begins with an underscore', [{ n: '_a', v: 1 }], 'senml.bad-name'],
    ['sum overflows', [{ bv: 1.7e308, n: 'a', v: 1.7e308 }], 'senml.not-finite'],
    ['milliseconds', [{ bt: 1_585_650_750_000, n: 'a', v: 1 }], 'senml.bad-time'],
    ['before 1970', [{ t: -2e9, n: 'a', v: 1 }], 'senml.bad-time'],
    ['times overflow', [{ bt: 1.7e308, t: 1.7e308, n: 'a', v: 1 }], 'senml.bad-time'],
    ['no value', [{ n: 'a', bu: 'V' }], 'senml.no-value'],
  ])('%s is refused', (_name, pack, code) => {
    expect(codeOf(resolveSenml(pack, { now }))).toBe(code);
  });
});

describe('serialising', () => {
  test('base fields sit in the first record, in a fixed order', () => {
    const pack = packOfDevice(
      [
        { v: 21.5, u: 'Cel', n: 'temperature' },
        { n: 'humidity', t: -60, u: '%RH', v: 40 },
      ],
      { bn: urn, bt: 1585650750 },
    );
    expect(serializePack(pack)).toBe(
      `[{"bn":"${urn}","bt":1585650750,"n":"temperature","u":"Cel","v":21.5},{"n":"humidity","u":"%RH","v":40,"t":-60}]`,
    );
    expect(packOfDevice([], { bn: urn })).toEqual([]);
  });

  test('resolved records of two devices', () => {
    const other = 'urn:dev:IMEI:357292748642776:';
    expect(
      packOfResolved([
        { n: `${urn}temperature`, t: 1585650750, u: 'Cel', v: 21.5 },
        { n: `${urn}gps:time`, t: 1585650750.1, v: 3 },
        { n: `${other}open`, t: 1585650760, vb: true },
      ]),
    ).toEqual([
      { bn: urn, bt: 1585650750, n: 'temperature', u: 'Cel', v: 21.5 },
      { n: 'gps:time', t: 0.1, v: 3 },
      { bn: other, n: 'open', t: 10, vb: true },
    ]);
  });

  test('what was resolved resolves to the same again', () => {
    const record = fc.record(
      {
        n: fc.constantFrom(
          `${urn}a`,
          `${urn}b:c`,
          'urn:dev:deveui:0059ac00001b3461:a',
          'plain',
          'urn:dev:ow:12:x',
          urn,
        ),
        t: fc.oneof(
          fc.integer({ min: ABSOLUTE_TIME_FLOOR, max: 253_402_300_799 }),
          fc.integer({ min: 1_600_000_000_000, max: 1_800_000_000_000 }).map((ms) => ms / 1000),
        ),
        v: fc.double({ noNaN: true, noDefaultInfinity: true }).map((v) => v + 0),
        u: fc.constantFrom('Cel', 'V'),
      },
      { requiredKeys: ['n', 't', 'v'] },
    );
    fc.assert(
      fc.property(fc.array(record, { minLength: 1, maxLength: 8 }), (records) => {
        const sorted = [...records].sort((a, b) => a.t - b.t);
        const again = good(resolveSenml(JSON.parse(serializePack(packOfResolved(sorted))), { now }));
        expect(again).toEqual(sorted);
      }),
      { numRuns: RUNS },
    );
  });
});
