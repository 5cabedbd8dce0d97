import { describe, expect, test } from 'vitest';
import type { Observed, ObservedMessage } from './contract.ts';
import { observe } from './observe.ts';
import { heardOf, LOSS_WINDOW } from './sessions.ts';

const START = Date.parse('2026-01-10T12:00:00.000Z');
const frame = (
  seconds: number,
  fCntUp: number | null,
  { devAddr = 'A', heard = seconds, signal = -100 as number | null } = {},
): ObservedMessage => ({
  kind: 'uplink',
  receivedAt: new Date(START + seconds * 1000),
  occurredAt: START + heard * 1000,
  devAddr,
  fCntUp,
  signal,
});
const join = (seconds: number, devAddr = 'A'): ObservedMessage => ({
  ...frame(seconds, null, { devAddr, signal: null }),
  kind: 'join',
});
const all = (messages: ObservedMessage[]) =>
  messages.reduce<Observed | null>((observed, message) => observe(observed, message), null) as Observed;
const counters = (...list: number[]) => all(list.map((fCntUp, index) => frame(index * 60, fCntUp)));

test('the first message tells a time and nothing of rhythm or loss', () => {
  expect(all([frame(0, 7)])).toEqual({
    lastMessageAt: '2026-01-10T12:00:00.000Z',
    intervalSeconds: null,
    learnedIntervalSeconds: null,
    bursts: { from: START, to: START, gaps: [] },
    loss: null,
    sessions: [{ devAddr: 'A', at: START, last: 7, frames: '1' }],
    lastSignal: -100,
    joinCount: 0,
  });
});

describe('rhythm', () => {
  test('the interval is that of the two latest messages', () => {
    expect(all([frame(0, 1), frame(600, 2), frame(700, 3)]).intervalSeconds).toBe(100);
  });

  test('lost frames do not stretch the learned interval', () => {
    expect(all([frame(0, 1), frame(600, 2), frame(2400, 5), frame(3000, 6)]).learnedIntervalSeconds).toBe(
      600,
    );
  });

  test('a night of silence does not, either', () => {
    const { learnedIntervalSeconds } = all([frame(0, null), frame(600, null), frame(36_600, null)]);
    expect(learnedIntervalSeconds).toBe(600);
  });

  test('a new rhythm is learned in half a dozen messages', () => {
    const messages = Array.from({ length: 20 }, (_, n) => frame(n * 600, n));
    for (let n = 1; n <= 5; n++) messages.push(frame(19 * 600 + n * 60, 19 + n));
    expect(all(messages).learnedIntervalSeconds).toBe(60);
  });

  test.each([2, 10, 100])('of a device that tells %i messages at once every hour it is an hour', (count) => {
    const messages = Array.from({ length: 5 * count }, (_, n) =>
      frame(Math.floor(n / count) * 3600 + (n % count), null),
    );
    expect(all(messages).learnedIntervalSeconds).toBe(3600);
  });

  test('a day that a network server held and tells at once is no rhythm', () => {
    const messages = Array.from({ length: 24 }, (_, n) => frame(n * 3600, n));
    const late = Array.from({ length: 24 }, (_, n) => frame(47 * 3600 + n / 10, 24 + n));
    expect(all([...messages, ...late]).learnedIntervalSeconds).toBe(3600);
  });

  test('what never pauses is no burst', () => {
    const messages = Array.from({ length: 1_000 }, (_, n) => frame(n * 5, n));
    expect(all(messages).learnedIntervalSeconds).toBe(30);
  });

  test('what was learned before bursts were counted holds until three say otherwise', () => {
    const { bursts: _, ...before } = all([frame(0, 1), frame(600, 2)]);
    const learned = (...seconds: number[]) =>
      seconds.reduce<Observed>((observed, at) => observe(observed, frame(at, null)), before)
        .learnedIntervalSeconds;
    expect([learned(1200), learned(1200, 1260, 1320), learned(1200, 1260, 1320, 1380)]).toEqual([
      600, 600, 60,
    ]);
  });

  test('a message accepted before the last one does not turn the clock back', () => {
    const observed = all([frame(0, 1), frame(600, 3), frame(300, 2)]);
    expect(observed).toMatchObject({
      lastMessageAt: '2026-01-10T12:10:00.000Z',
      intervalSeconds: 600,
      loss: 0,
    });
  });

  test('a join is a message of the device too', () => {
    expect(all([frame(0, 1), join(30)])).toMatchObject({ intervalSeconds: 30, learnedIntervalSeconds: null });
  });
});

test('a device that joins before every message is not taken for one that sends every few seconds', () => {
  const messages = [frame(0, 1), frame(600, 2)];
  for (let i = 1; i <= 20; i++)
    messages.push(join(600 + i * 600, `${i}`), frame(605 + i * 600, 0, { devAddr: `${i}` }));
  expect(all(messages)).toMatchObject({ learnedIntervalSeconds: 600, joinCount: 20 });
});

describe('loss from frame counters', () => {
  test.each([
    ['none', [1, 2, 3, 4], 0, '1111'],
    ['one of four', [1, 2, 4], 0.25, '1101'],
    ['a late frame fills its hole', [1, 2, 4, 3], 0, '1111'],
    ['a repeated frame counts once', [1, 2, 2, 3], 0, '111'],
    ['a reset without a join heard begins a new session', [500, 501, 0, 1], 0, '1111'],
    ['a reset to a counter of the window', [0, 1, 2, 0, 1], 0, '11111'],
    ['16-bit rollover', [65_534, 65_535, 0, 1], 0, '1111'],
    ['16-bit rollover with a lost frame', [65_534, 65_535, 1], 0.25, '1101'],
    ['32-bit counters go on', [65_534, 65_535, 65_536], 0, '111'],
    ['a jump too far to be loss', [1, 2, 5000], 0, '111'],
  ])('%s', (_, list, loss, frames) => {
    const observed = counters(...list);
    expect([observed.loss, heardOf(observed.sessions)]).toEqual([loss, frames]);
  });

  const late = (fCntUp: number, heard: number) => frame(100_000, fCntUp, { heard });
  const hundred = Array.from({ length: 150 }, (_, n) => frame(n * 60, n));
  test.each([
    [
      'heard twice, by a second connection',
      [frame(0, 1), frame(60, 2), frame(120, 3), late(2, 61), late(4, 180)],
      0,
      4,
    ],
    ['older than the window', [...hundred, late(3, 180)], 0, 149],
    [
      'of the session before',
      [frame(0, 800), frame(600, 0, { devAddr: 'B' }), late(801, 60), late(803, 180)],
      0.2,
      0,
    ],
    [
      'from before the counter began anew',
      [frame(0, 800), frame(60, 0), frame(120, 1), late(799, -60)],
      0,
      1,
    ],
    ['from before the rollover', [frame(0, 2), late(65_535, -180), late(1, -60)], 0.25, 2],
  ])('a frame %s is no loss and no reset', (_, messages, loss, last) => {
    const observed = all(messages);
    expect([observed.loss, observed.sessions[0]?.last]).toEqual([loss, last]);
  });

  test('the window is bounded', () => {
    const observed = counters(1, 2, 3, 400);
    expect(heardOf(observed.sessions)).toBe(`${'0'.repeat(LOSS_WINDOW - 1)}1`);
    expect(observed.loss).toBe(0.99);
  });

  test('after a join the counter begins at 0, whenever we are told of it', () => {
    const first = frame(60, 2, { devAddr: 'B' });
    for (const order of [
      [frame(0, 800), join(10, 'B'), first],
      [first, join(10, 'B'), frame(0, 800)],
      [first, frame(0, 800), join(10, 'B')],
    ]) {
      const observed = all(order);
      expect(observed).toMatchObject({ joinCount: 1, loss: 0.5 });
      expect(heardOf(observed.sessions)).toBe('1001');
    }
    expect(all([frame(0, 800), join(10), frame(60, 0)]).loss).toBe(0);
  });
});

test('the last signal is that of the uplink that was heard last, and a message without one keeps it', () => {
  const none = frame(60, 2, { signal: null });
  expect(all([frame(0, 1, { signal: -87.5 }), none]).lastSignal).toBe(-87.5);
  expect(all([frame(60, 2, { signal: -90 }), frame(61, 1, { heard: 0, signal: -80 })]).lastSignal).toBe(-90);
});
