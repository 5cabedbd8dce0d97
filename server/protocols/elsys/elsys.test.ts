import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { codeOf, fromHex, good, RUNS, survives } from '../garbage.fixture.ts';
import type { SenmlRecord } from '../senml/record.ts';
import { decodeElsys, grideyeName } from './decode-elsys.ts';
import { decodeElsysSettings, type ElsysSetting, encodeElsysSettings } from './elsys-settings.ts';
import { encodeElsys } from './encode-elsys.ts';
import { SENSOR_TYPES } from './sensor-types.ts';

const number = (n: string, u: string, v: number): SenmlRecord => ({ n, u, v });
const co2 = (v: number): SenmlRecord[] => [number('CO2Concentration', 'ppm', v), number('CO2', 'ppm', v)];

/** Payloads that the maker and others publish with their values. */
const PUBLISHED: [hex: string, records: SenmlRecord[]][] = [
  [
    '0100e202290400270506060308070d62',
    [
      number('temperature', 'Cel', 22.6),
      number('humidity', '%RH', 41),
      number('illuminance', 'lx', 39),
      number('motion', 'count', 6),
      ...co2(776),
      number('batteryVoltage', 'V', 3.426),
    ],
  ],
  [
    '0100f5021c0301023d070e1e0c00ee0f0014000f4229',
    [
      number('temperature', 'Cel', 24.5),
      number('humidity', '%RH', 28),
      number('accelerationX', 'm/s2', 9.80665 / 63),
      number('accelerationY', 'm/s2', (2 * 9.80665) / 63),
      number('accelerationZ', 'm/s2', (61 * 9.80665) / 63),
      number('batteryVoltage', 'V', 3.614),
      number('temperatureExternal1', 'Cel', 23.8),
      number('accelerationMotion', 'count', 0),
      number('pressure', 'Pa', 99_997.7),
    ],
  ],
  [
    '0100E202290400270506060308070D621900E21900A3',
    [
      number('temperature', 'Cel', 22.6),
      number('humidity', '%RH', 41),
      number('illuminance', 'lx', 39),
      number('motion', 'count', 6),
      ...co2(776),
      number('batteryVoltage', 'V', 3.426),
      number('temperatureExternal2', 'Cel', 22.6),
      number('temperatureExternal3', 'Cel', 16.3),
    ],
  ],
];

describe('published payloads', () => {
  test.each(PUBLISHED)('%s', (hex, records) => {
    expect(good(decodeElsys(fromHex(hex)))).toEqual(records);
    expect(encodeElsys(records)).toBe(hex.toLowerCase());
  });
});

describe('each type', () => {
  test.each<[string, SenmlRecord[]]>([
    ['01ff9c', [number('temperature', 'Cel', -10)]],
    ['018000', [number('temperature', 'Cel', -3276.8)]],
    ['0264', [number('humidity', '%RH', 100)]],
    // The example of the portal's record list.
    [
      '0300c155',
      [
        number('accelerationX', 'm/s2', 0),
        number('accelerationY', 'm/s2', -9.80665),
        number('accelerationZ', 'm/s2', 13.231194444444444),
      ],
    ],
    ['04dbd1', [number('illuminance', 'lx', 56273)]],
    ['05ff', [number('motion', 'count', 255)]],
    ['06027e', co2(638)],
    ['070e0c', [number('batteryVoltage', 'V', 3.596)]],
    ['088934', [number('analog1', 'V', 35.124)]],
    ['09 8bec07 09bf00', [number('latitude', 'lat', 51.9307), number('longitude', 'lon', 4.8905)]],
    ['09 ffffff 60ceff', [number('latitude', 'lat', -0.0001), number('longitude', 'lon', -1.2704)]],
    ['0a0102', [number('pulse', 'count', 258)]],
    ['0bffffffff', [number('pulseAbsolute', 'count', 4_294_967_295)]],
    ['0cfff6', [number('temperatureExternal1', 'Cel', -1)]],
    ['0d00', [{ n: 'digitalExternal', vb: false }]],
    ['0d01', [{ n: 'digitalExternal', vb: true }]],
    ['0e07d1', [number('distance', 'm', 2.001)]],
    ['0f03', [number('accelerationMotion', 'count', 3)]],
    [
      '1000e900f9',
      [number('temperatureIRInternal', 'Cel', 23.3), number('temperatureIRExternal', 'Cel', 24.9)],
    ],
    ['1102', [number('occupancy', 'count', 2)]],
    ['1201', [number('waterLeak', 'count', 1)]],
    ['14000fb388', [number('pressure', 'Pa', 102_900)]],
    ['15502a', [number('soundPeak', 'dB', 80), number('soundAverage', 'dB', 42)]],
    ['160005', [number('Pulse2', 'count', 5)]],
    ['1700000006', [number('pulseAbsolute2', 'count', 6)]],
    ['18c087', [number('analog2', 'V', 49.287)]],
    ['19000a', [number('temperatureExternal2', 'Cel', 1)]],
    ['1a01', [{ n: 'digitalIn2', vb: true }]],
    ['1bffffff9c', [number('analogLoadCell', 'V', -0.0001)]],
    ['1c01f4', [number('VOC', 'ppm', 0.5)]],
    ['3d0000002a', [{ n: 'debug', v: 42 }]],
  ])('%s', (hex, records) => {
    expect(good(decodeElsys(fromHex(hex)))).toEqual(records);
    expect(encodeElsys(records)).toBe(hex.replace(/ /g, ''));
  });

  test('all types of the table were tried above', () => {
    expect(SENSOR_TYPES).toHaveLength(28);
  });

  test('a grideye image: eight rows of eight, tenths above the reference', () => {
    const pixels = Array.from({ length: 64 }, (_, pixel) => (pixel * 4) % 256);
    const hex = `13 15 ${Buffer.from(pixels).toString('hex')}`;
    const records = good(decodeElsys(fromHex(hex)));
    expect(records).toHaveLength(64);
    expect(records[0]).toEqual(number('grideye0-0', 'Cel', 21));
    expect(records[1]).toEqual(number('grideye0-1', 'Cel', 21.4));
    expect(records[8]).toEqual(number('grideye1-0', 'Cel', 24.2));
    expect(records[63]).toEqual(number('grideye7-7', 'Cel', 46.2));
    expect(encodeElsys(records)).toBe(hex.replace(/ /g, ''));
  });
});

describe('age of a measurement', () => {
  test('one and two bytes: the time is negative', () => {
    const records = good(decodeElsys(fromHex('413c00e2 820e1029 0100e3')));
    expect(records).toEqual([
      { ...number('temperature', 'Cel', 22.6), t: -60 },
      { ...number('humidity', '%RH', 41), t: -3600 },
      number('temperature', 'Cel', 22.7),
    ]);
    expect(encodeElsys(records)).toBe('413c00e2820e10290100e3');
  });

  test('buffered values of a probe keep its name', () => {
    const records = good(decodeElsys(fromHex('591e0001 593c0002 190003 190004')));
    expect(records.map(({ n, t }) => [n, t])).toEqual([
      ['temperatureExternal2', -30],
      ['temperatureExternal2', -60],
      ['temperatureExternal2', undefined],
      ['temperatureExternal3', undefined],
    ]);
  });
});

test('settings that a device sends after its start end the measurements', () => {
  expect(good(decodeElsys(fromHex('0100e2 3e06140000012cfe')))).toEqual([number('temperature', 'Cel', 22.6)]);
});

describe('what cannot be decoded', () => {
  test.each([
    ['', 'elsys.empty', undefined],
    ['00', 'elsys.unknown-type', 'byte 0'],
    ['0100e21d00', 'elsys.unknown-type', 'byte 3'],
    ['c100e2', 'elsys.unknown-type', 'byte 0'],
    ['7e00', 'elsys.unknown-type', 'byte 0'],
    ['01', 'elsys.truncated', 'byte 0'],
    ['0229 01e2', 'elsys.truncated', 'byte 2'],
    ['41', 'elsys.truncated', 'byte 0'],
    ['813c', 'elsys.truncated', 'byte 0'],
    [`1315${'00'.repeat(63)}`, 'elsys.truncated', 'byte 0'],
  ])('%s → %s', (hex, code, path) => {
    const result = decodeElsys(fromHex(hex));
    expect(codeOf(result)).toBe(code);
    expect(result.ok ? '' : result.error.path).toBe(path);
  });

  test('garbage never throws', () => {
    survives(decodeElsys, [
      ...PUBLISHED.map(([hex]) => fromHex(hex)),
      fromHex('413c00e2820e1029'),
      fromHex('15502a1bffffff9c'),
    ]);
  });
});

describe('what cannot be encoded', () => {
  test.each<[string, SenmlRecord[]]>([
    ['a name that ELSYS devices do not have', [number('taste', '/', 1)]],
    ['no name', [{ v: 1 }]],
    ['too large', [number('temperature', 'Cel', 3276.8)]],
    ['too small', [number('humidity', '%RH', -1)]],
    ['not a number', [number('humidity', '%RH', Number.NaN)]],
    ['text for a number', [{ n: 'humidity', vs: '40' }]],
    ['number for a boolean', [{ n: 'digitalIn2', v: 1 }]],
    ['one axis of three', [number('accelerationX', 'm/s2', 1)]],
    ['one pixel of 64', [number('grideye0-0', 'Cel', 21)]],
    [
      'pixels too far apart',
      Array.from({ length: 64 }, (_, pixel) => number(grideyeName(pixel), 'Cel', pixel)),
    ],
    ['from the future', [{ ...number('humidity', '%RH', 40), t: 5 }]],
    ['fraction of a second', [{ ...number('humidity', '%RH', 40), t: -0.5 }]],
    [
      'axes of different ages',
      ['X', 'Y', 'Z'].map((axis, t) => ({ ...number(`acceleration${axis}`, 'm/s2', 1), t: -t })),
    ],
  ])('%s', (_name, records) => {
    expect(() => encodeElsys(records)).toThrow(RangeError);
  });
});

test('the older name of CO2 alone is enough', () => {
  expect(encodeElsys([number('CO2', 'ppm', 638)])).toBe('06027e');
});

test('any payload of known types comes back byte for byte', () => {
  const frame = fc.constantFrom(...SENSOR_TYPES).chain((sensor) =>
    fc.uint8Array({ minLength: sensor.length, maxLength: sensor.length }).map((data) => {
      const bytes = sensor.parts[0]?.wire === 'flag' ? data.map((byte) => byte & 1) : data;
      return Buffer.of(sensor.type, ...bytes).toString('hex');
    }),
  );
  fc.assert(
    fc.property(fc.uniqueArray(frame, { minLength: 1, selector: (hex) => hex.slice(0, 2) }), (frames) => {
      const hex = frames.join('');
      expect(encodeElsys(good(decodeElsys(fromHex(hex))))).toBe(hex);
    }),
    { numRuns: RUNS },
  );
});

describe('settings downlinks', () => {
  test.each<[string, ElsysSetting[]]>([
    ['3E06140000012CFE', [{ kind: 'send-interval', seconds: 300 }, { kind: 'reboot' }]],
    ['3E061400000258FE', [{ kind: 'send-interval', seconds: 600 }, { kind: 'reboot' }]],
    ['3E031201FE', [{ kind: 'co2-calibration', mode: 'now-with-abc' }, { kind: 'reboot' }]],
    ['3E031203FE', [{ kind: 'co2-calibration', mode: 'now-without-abc' }, { kind: 'reboot' }]],
    ['3E031200FE', [{ kind: 'co2-calibration', mode: 'auto-on' }, { kind: 'reboot' }]],
    ['3E031202FE', [{ kind: 'co2-calibration', mode: 'auto-off' }, { kind: 'reboot' }]],
    ['3E062000000000FE', [{ kind: 'nfc-lock', pin: '00000000' }, { kind: 'reboot' }]],
    ['3E051400000E10', [{ kind: 'send-interval', seconds: 3600 }]],
    ['3E01FE', [{ kind: 'reboot' }]],
  ])('%s, as the commands of the portal have it', (hex, settings) => {
    expect(encodeElsysSettings(settings)).toBe(hex.toLowerCase());
    expect(good(decodeElsysSettings(fromHex(hex)))).toEqual(settings);
  });

  test('several commands in one downlink', () => {
    expect(good(decodeElsysSettings(fromHex('3E06140000012CFE 3E031201FE'))).map(({ kind }) => kind)).toEqual(
      ['send-interval', 'reboot', 'co2-calibration', 'reboot'],
    );
  });

  test.each([
    ['', 'elsys.empty'],
    ['3e00', 'elsys.empty'],
    ['3e', 'elsys.truncated'],
    ['3e02fe', 'elsys.truncated'],
    ['3e0214 00', 'elsys.truncated'],
    ['3e0112', 'elsys.truncated'],
    ['3e03200000', 'elsys.truncated'],
    ['3e021204', 'elsys.unknown-value'],
    ['3e0199', 'elsys.unknown-setting'],
    ['0100e2', 'elsys.not-settings'],
  ])('%s → %s', (hex, code) => {
    expect(codeOf(decodeElsysSettings(fromHex(hex)))).toBe(code);
  });

  test.each<[ElsysSetting]>([
    [{ kind: 'send-interval', seconds: -1 }],
    [{ kind: 'send-interval', seconds: 2 ** 32 }],
    [{ kind: 'nfc-lock', pin: '1234' }],
  ])('%j is refused', (setting) => {
    expect(() => encodeElsysSettings([setting])).toThrow(RangeError);
  });

  test('garbage never throws', () => {
    survives(decodeElsysSettings, [fromHex('3E06140000012CFE'), fromHex('3E031201FE3E062000000000FE')], 40);
  });
});
