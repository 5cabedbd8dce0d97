import { describe, expect, test } from 'vitest';
import type { Observed, ObservedMessage } from './contract.ts';
import { LOSS_WINDOW, observe } from './observe.ts';

const START = Date.parse('2026-01-10T12:00:00.000Z');
const frame = (seconds: number, fCntUp: number | null, signal: number | null = -100): ObservedMessage => ({
  kind: 'uplink',
  receivedAt: new Date(START + seconds * 1000),
  fCntUp,
  signal,
});
const join = (seconds: number): ObservedMessage => ({ ...frame(seconds, null, null), kind: 'join' });
const all = (messages: ObservedMessage[]) =>
  messages.reduce<Observed | null>((observed, message) => observe(observed, message), null) as Observed;
const counters = (...list: number[]) => all(list.map((fCntUp, index) => frame(index * 60, fCntUp)));

test('the first message tells a time and nothing of rhythm or loss', () => {
  expect(all([frame(0, 7)])).toEqual({
    lastMessageAt: '2026-01-10T12:00:00.000Z',
    intervalSeconds: null,
    learnedIntervalSeconds: null,
    loss: null,
    frames: '1',
    lastFCntUp: 7,
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

  test('a night of silence of a device without counters hardly does', () => {
    const { learnedIntervalSeconds } = all([frame(0, null), frame(600, null), frame(36_600, null)]);
    expect(learnedIntervalSeconds).toBeCloseTo(780);
  });

  test('a new rhythm is learned in some dozens of messages', () => {
    const messages = [frame(0, 0), frame(600, 1)];
    for (let i = 1; i <= 40; i++) messages.push(frame(600 + i * 60, 1 + i));
    expect(all(messages).learnedIntervalSeconds).toBeLessThan(70);
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
  for (let i = 1; i <= 20; i++) messages.push(join(600 + i * 600), frame(605 + i * 600, 0));
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
    expect(counters(...list)).toMatchObject({ loss, frames });
  });

  test('the window is bounded', () => {
    const observed = counters(1, 2, 3, 400);
    expect(observed.frames).toBe(`${'0'.repeat(LOSS_WINDOW - 1)}1`);
    expect(observed.loss).toBe(0.99);
  });

  test('after a join the counter begins at 0', () => {
    const observed = all([frame(0, 800), join(10), frame(60, 2)]);
    expect(observed).toMatchObject({ joinCount: 1, frames: '1001', lastFCntUp: 2, loss: 0.5 });
    expect(all([frame(0, 800), join(10), frame(60, 0)]).loss).toBe(0);
  });
});

test('a message without a figure keeps the last signal', () => {
  expect(all([frame(0, 1, -87.5), frame(60, 2, null)]).lastSignal).toBe(-87.5);
});
