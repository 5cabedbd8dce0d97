import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Measurement } from '#server/measurements/contract.ts';
import type { MessageOrder, Reported } from './contract.ts';
import { diffReported, effectsOf, frameOrder, mergeReported, onlineState, splitSection } from './rules.ts';

const NOW = new Date('2026-01-10T12:00:00.000Z');
const T = NOW.getTime() / 1000;
const order = (fCntUp: number | null, contentHash = 'aa'): MessageOrder => ({
  fCntUp,
  contentHash,
  receivedAt: NOW,
});
const merge = (steps: [Measurement[], MessageOrder][], start: Reported = {}) =>
  steps.reduce((reported, [records, by]) => mergeReported(reported, records, by).reported, start);

describe('newest by the record’s own time', () => {
  const newer: [Measurement[], MessageOrder] = [[{ n: 'a', v: 2, t: T }], order(5)];
  const older: [Measurement[], MessageOrder] = [[{ n: 'a', v: 1, t: T - 1 }], order(9)];

  test('an older record that arrives late changes nothing', () => {
    const reported = merge([newer]);
    const result = mergeReported(reported, older[0], older[1]);
    expect(result).toEqual({ reported, changed: [], future: [] });
    expect(result.reported).toBe(reported);
    expect(merge([older, newer])).toEqual(reported);
  });

  test('equal times: the higher frame counter, then the content hash', () => {
    const at = (v: number, by: MessageOrder): [Measurement[], MessageOrder] => [[{ n: 'a', v, t: T }], by];
    expect(merge([at(1, order(9)), at(2, order(10))]).a?.v).toBe(2);
    expect(merge([at(2, order(10)), at(1, order(9))]).a?.v).toBe(2);
    expect(merge([at(1, order(9, 'bb')), at(2, order(9, 'aa'))]).a?.v).toBe(1);
    expect(merge([at(1, order(null, 'ff')), at(2, order(0, '00'))]).a?.v).toBe(2);
  });

  test('the same name twice in one message: the newer time', () => {
    const records = [
      { n: 'a', v: 1, t: T },
      { n: 'a', v: 2, t: T - 60 },
    ];
    expect(mergeReported({}, records, order(1))).toMatchObject({
      reported: { a: { v: 1 } },
      changed: ['a'],
    });
  });

  test('other names stay', () => {
    const start = merge([[[{ n: 'b', vs: 'x', t: T }], order(1)]]);
    expect(Object.keys(merge([newer], start))).toEqual(['b', 'a']);
  });
});

test('a record dated more than a day ahead is flagged and stays out', () => {
  const day = 86_400;
  const records = [
    { n: 'ahead', v: 1, t: T + day + 1 },
    { n: 'soon', v: 1, t: T + day },
  ];
  const result = mergeReported({}, records, order(1));
  expect(result.future).toEqual(['ahead']);
  expect(Object.keys(result.reported)).toEqual(['soon']);
});

test('names of objects’ own machinery are names, and jsonb can hold every text', () => {
  const records: Measurement[] = [
    { n: 'constructor', v: 1, t: T },
    { n: 'toString', vs: 'a\0b\uD800', t: T },
  ];
  const { reported } = mergeReported({}, records, order(1));
  expect(reported.constructor).toMatchObject({ v: 1 });
  expect(reported.toString).toMatchObject({ vs: 'a\uFFFDb\uFFFD' });
  expect(Object.getPrototypeOf(reported)).toBe(Object.prototype);
});

test('a twin that went through jsonb merges on', () => {
  const first = mergeReported({}, [{ n: 'a', v: 0.1, t: T + 0.219 }], order(1)).reported;
  const back = JSON.parse(JSON.stringify(first)) as Reported;
  expect(mergeReported(back, [{ n: 'a', v: 0.1, t: T + 0.219 }], order(1)).changed).toEqual([]);
});

/** 200 frames with repeated counters (16-bit rollover, rejoin), equal times, replays and records of yesterday. */
function frames(random: () => number): [Measurement[], MessageOrder][] {
  return Array.from({ length: 200 }, (_, index) => {
    const replay = random() < 0.1;
    const t = T + Math.floor(random() * 20) - (replay ? 86_400 : 0);
    const records: Measurement[] = ['a', 'b', 'c'].map((n) =>
      random() < 0.5 ? { n, v: Math.floor(random() * 5), t } : { n, vs: `x${index}`, u: 'enum', t: t - 1 },
    );
    const fCntUp = (65_500 + index) % 65_536;
    return [records, order(random() < 0.1 ? 7 : fCntUp, (index % 50).toString(16).padStart(2, '0'))];
  });
}

test('200 frames in 200 orders end in one twin', () => {
  fc.assert(
    fc.property(fc.integer(), (seed) => {
      let state = seed >>> 0 || 1;
      const random = () => {
        state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
        return state / 2 ** 32;
      };
      const all = frames(random);
      const expected = merge(all);
      for (let round = 0; round < 50; round++) {
        const shuffled = all.map((one) => ({ one, key: random() })).sort((x, y) => x.key - y.key);
        expect(merge(shuffled.map(({ one }) => one))).toEqual(expected);
      }
    }),
    { numRuns: 4 },
  );
});

test('frame orders sort as numbers', () => {
  const counters = [null, 0, 9, 10, 65_535, 65_536, 4_294_967_295];
  const orders = counters.map((fCntUp) => frameOrder({ fCntUp, contentHash: 'f' }));
  expect([...orders].sort()).toEqual(orders);
});

describe('effectsOf', () => {
  const effects = (before: Reported, records: Measurement[]) =>
    effectsOf(before, records, order(5)).map(({ effect }) => effect);
  const held: Reported = { a: { v: 1, t: T - 60, o: frameOrder(order(4)) } };

  test('new, changed, the same again, older than the twin, a clock that is ahead', () => {
    expect(effects({}, [{ n: 'a', v: 1, t: T }])).toEqual(['new']);
    expect(effects(held, [{ n: 'a', v: 2, t: T }])).toEqual(['changed']);
    expect(effects(held, [{ n: 'a', v: 1, t: T }])).toEqual(['same']);
    expect(effects(held, [{ n: 'a', v: 2, t: T - 61 }])).toEqual(['older']);
    expect(effects(held, [{ n: 'a', v: 2, t: T + 86_401 }])).toEqual(['ahead']);
  });

  test('of one name several times the newest counts; texts that JSON cannot hold are no other ones', () => {
    const twice = [
      { n: 'a', v: 2, t: T },
      { n: 'a', v: 3, t: T + 1 },
    ];
    expect(effects(held, twice)).toEqual(['older', 'changed']);
    expect(effects({}, [{ n: 'x', vs: 'a\0b', t: T }])).toEqual(['new']);
  });

  test('what it was before comes along', () => {
    expect(effectsOf(held, [{ n: 'a', v: 2, t: T }], order(5))[0]?.before).toEqual(held.a);
  });
});

describe('diffReported', () => {
  const a = { v: 1, t: T, o: '1' };

  test.each([
    ['nothing', { a }, { a }, []],
    ['only the order that breaks ties', { a }, { a: { ...a, o: '2' } }, []],
    ['a new name', {}, { a }, [{ name: 'a', before: null, after: a }]],
    [
      'a newer time of the same value',
      { a },
      { a: { ...a, t: T + 1 } },
      [{ name: 'a', before: a, after: { ...a, t: T + 1 } }],
    ],
    ['a value', { a }, { a: { ...a, v: 2 } }, [{ name: 'a', before: a, after: { ...a, v: 2 } }]],
    ['a cleared name', { a }, {}, [{ name: 'a', before: a, after: null }]],
  ])('%s', (_, before, after, expected) => {
    expect(diffReported(before, after)).toEqual(expected);
  });
});

test.each([
  ['batteryVoltage', 'device'],
  ['battery', 'device'],
  ['batteryLevelLow', 'device'],
  ['analogueData:internalBatteryVoltage', 'device'],
  ['firmwareVersion', 'device'],
  ['firmwareCRC', 'device'],
  ['settingsCRC', 'device'],
  ['mode', 'device'],
  ['interval', 'device'],
  ['measurementInterval', 'device'],
  ['buttonPressed', 'device'],
  ['sabotaged', 'device'],
  ['nfcState', 'device'],
  ['timeOrigin', 'device'],
  ['powerupTime', 'device'],
  ['transmissionTime', 'device'],
  ['temperature', 'other'],
  ['CO2Concentration', 'other'],
  ['motion', 'other'],
  ['gpsTime', 'other'],
  ['modeOfTransport', 'other'],
  ['latitude', 'other'],
] as const)('%s is in section %s', (name, section) => {
  expect(splitSection(name)).toBe(section);
});

describe('online, late, silent', () => {
  test.each([
    ['never', null, 600, null],
    ['online', 0, 600, null],
    ['online', 1440, 600, null],
    ['late', 1441, 600, null],
    ['late', 3600, 600, null],
    ['silent', 3601, 600, null],
    ['online', 3000, 600, 3600],
    ['late', 3000, 3600, 600],
    ['online', 120, 10, null],
    ['late', 121, 10, null],
    ['silent', 601, 10, null],
    ['online', 86_400, null, null],
    ['late', 86_401, null, null],
    ['silent', 216_001, null, null],
    ['online', -30, 600, null],
  ] as const)('%s after %s s, learned %s, expected %s', (state, age, interval, expected) => {
    const lastMessageAt = age === null ? null : new Date(NOW.getTime() - age * 1000);
    expect(
      onlineState({ lastMessageAt, intervalSeconds: interval, expectedIntervalSeconds: expected, now: NOW }),
    ).toBe(state);
  });
});
