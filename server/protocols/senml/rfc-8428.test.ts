import { describe, expect, test } from 'vitest';
import { fromHex, good } from '../garbage.fixture.ts';
import { parseSenmlCbor } from './parse-senml-cbor.ts';
import { parseSenmlJson } from './parse-senml-json.ts';
import type { ResolvedRecord } from './record.ts';
import { resolveSenml } from './resolve-senml.ts';

const now = 1_700_000_000;
const resolved = (text: string) => good(resolveSenml(good(parseSenmlJson(text)), { now }));

const bare = 'urn:dev:ow:10e2073a01080063';
const current = 'urn:dev:ow:10e2073a0108006:current';
const [start, later] = [1_320_067_464, 1_276_020_076.001];

/** §5.1.2, the second: six readings of a second each, one time and one unit for all. */
const SECONDS = `[{"bn":"urn:dev:ow:10e2073a0108006:","bt":1.276020076001e+09,"bu":"A","bver":5,"n":"voltage","u":"V","v":120.1},
  {"n":"current","t":-5,"v":1.2},{"n":"current","t":-4,"v":1.3},{"n":"current","t":-3,"v":1.4},
  {"n":"current","t":-2,"v":1.5},{"n":"current","t":-1,"v":1.6},{"n":"current","v":1.7}]`;

const at = (t: number, rest: [u: string, v: number][]): ResolvedRecord[] =>
  rest.map(([u, v]) => ({ n: bare, t: start + t, u, v }));

describe('the examples of RFC 8428, resolved', () => {
  test.each<[string, string, ResolvedRecord[]]>([
    [
      '§5.1.1 one data point',
      `[{"n":"${bare}","u":"Cel","v":23.1}]`,
      [{ n: bare, t: now, u: 'Cel', v: 23.1 }],
    ],
    [
      '§5.1.2 voltage and current now',
      `[{"bn":"${bare}:","n":"voltage","u":"V","v":120.1},{"n":"current","u":"A","v":1.2}]`,
      [
        { n: `${bare}:voltage`, t: now, u: 'V', v: 120.1 },
        { n: `${bare}:current`, t: now, u: 'A', v: 1.2 },
      ],
    ],
    [
      '§5.1.2 the last five seconds',
      SECONDS,
      [
        ...[1.2, 1.3, 1.4, 1.5, 1.6].map((v, n) => ({ n: current, t: later + n - 5, u: 'A', v })),
        { n: 'urn:dev:ow:10e2073a0108006:voltage', t: later, u: 'V', v: 120.1 },
        { n: current, t: later, u: 'A', v: 1.7 },
      ].map((record) => ({ ...record, bver: 5 })),
    ],
    [
      '§5.1.3 humidity on the move, as §5.1.4 resolves it',
      `[{"bn":"${bare}","bt":1.320067464e+09,"bu":"%RH","v":20},{"u":"lon","v":24.30621},{"u":"lat","v":60.07965},
        {"t":60,"v":20.3},{"u":"lon","t":60,"v":24.30622},{"u":"lat","t":60,"v":60.07965},
        {"t":120,"v":20.7},{"u":"lon","t":120,"v":24.30623},{"u":"lat","t":120,"v":60.07966},
        {"u":"%EL","t":150,"v":98},
        {"t":180,"v":21.2},{"u":"lon","t":180,"v":24.30628},{"u":"lat","t":180,"v":60.07967}]`,
      [
        ...at(0, [
          ['%RH', 20],
          ['lon', 24.30621],
          ['lat', 60.07965],
        ]),
        ...at(60, [
          ['%RH', 20.3],
          ['lon', 24.30622],
          ['lat', 60.07965],
        ]),
        ...at(120, [
          ['%RH', 20.7],
          ['lon', 24.30623],
          ['lat', 60.07966],
        ]),
        ...at(150, [['%EL', 98]]),
        ...at(180, [
          ['%RH', 21.2],
          ['lon', 24.30628],
          ['lat', 60.07967],
        ]),
      ],
    ],
    [
      '§5.1.5 every type of value',
      `[{"bn":"${bare}:","n":"temp","u":"Cel","v":23.1},{"n":"label","vs":"Machine Room"},{"n":"open","vb":false},{"n":"nfc-reader","vd":"aGkgCg"}]`,
      [
        { n: `${bare}:temp`, t: now, u: 'Cel', v: 23.1 },
        { n: `${bare}:label`, t: now, vs: 'Machine Room' },
        { n: `${bare}:open`, t: now, vb: false },
        { n: `${bare}:nfc-reader`, t: now, vd: 'aGkgCg' },
      ],
    ],
    [
      '§5.1.6 two devices, one time',
      `[{"bn":"2001:db8::2/","bt":1.320078429e+09,"n":"temperature","u":"Cel","v":25.2},{"n":"humidity","u":"%RH","v":30},
        {"bn":"2001:db8::1/","n":"temperature","u":"Cel","v":12.3},{"n":"humidity","u":"%RH","v":67}]`,
      [
        { n: '2001:db8::2/temperature', t: 1_320_078_429, u: 'Cel', v: 25.2 },
        { n: '2001:db8::2/humidity', t: 1_320_078_429, u: '%RH', v: 30 },
        { n: '2001:db8::1/temperature', t: 1_320_078_429, u: 'Cel', v: 12.3 },
        { n: '2001:db8::1/humidity', t: 1_320_078_429, u: '%RH', v: 67 },
      ],
    ],
    [
      '§5.1.7 a thermostat is set',
      `[{"bn":"${bare}:"},{"n":"temp","u":"Cel","v":23.1},{"n":"heat","u":"/","v":1},{"n":"fan","u":"/","v":0}]`,
      [
        { n: `${bare}:temp`, t: now, u: 'Cel', v: 23.1 },
        { n: `${bare}:heat`, t: now, u: '/', v: 1 },
        { n: `${bare}:fan`, t: now, u: '/', v: 0 },
      ],
    ],
    [
      '§5.1.7 two lights go dim, and off a tenth of a second later',
      `[{"bt":1.320078429e+09,"bu":"/","n":"2001:db8::3","v":0.5},{"n":"2001:db8::4","v":0.5},
        {"n":"2001:db8::3","t":0.1,"v":0},{"n":"2001:db8::4","t":0.1,"v":0}]`,
      [
        { n: '2001:db8::3', t: 1_320_078_429, u: '/', v: 0.5 },
        { n: '2001:db8::4', t: 1_320_078_429, u: '/', v: 0.5 },
        { n: '2001:db8::3', t: 1_320_078_429.1, u: '/', v: 0 },
        { n: '2001:db8::4', t: 1_320_078_429.1, u: '/', v: 0 },
      ],
    ],
  ])('%s', (_name, text, expected) => {
    expect(resolved(text)).toEqual(expected);
  });
});

test('the bytes of §6 are the pack of §5.1.2', () => {
  const reading = (t: string, v: string) => `a3006763757272656e7406${t}02${v}`;
  const bytes = [
    '87a721781b75726e3a6465763a6f773a3130653230373361303130383030363a22fb41d303a15b00106223614120050067766f6c7461676501615602fb405e066666666666',
    reading('24', 'fb3ff3333333333333'),
    reading('23', 'fb3ff4cccccccccccd'),
    reading('22', 'fb3ff6666666666666'),
    reading('21', 'f93e00'),
    reading('20', 'fb3ff999999999999a'),
    reading('00', 'fb3ffb333333333333'),
  ].join('');
  const pack = good(parseSenmlCbor(fromHex(bytes)));
  // Of the last reading JSON leaves the time out where CBOR writes it.
  expect(pack.map(({ t, ...record }) => (t ? { t, ...record } : record))).toEqual(JSON.parse(SECONDS));
});
