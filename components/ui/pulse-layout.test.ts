import { describe, expect, it } from 'vitest';
import {
  axisMoments,
  layoutPulse,
  missingMoments,
  nearestTick,
  type PulseData,
  type PulseTick,
  summarizePulse,
} from './pulse-layout.ts';

const hour = 3_600_000;
const up = (t: number, level: number | null = 1): PulseTick => ({ t, kind: 'uplink', level });
const day = (ticks: PulseTick[], expectedEverySeconds?: number): PulseData => ({
  from: 0,
  to: 24 * hour,
  ticks,
  expectedEverySeconds,
});

describe('layoutPulse', () => {
  it('spans the whole width and stands on the base line', () => {
    const { ticks, tickWidth } = layoutPulse(day([up(0), up(24 * hour)]), 200, 20);
    expect(ticks.map((tick) => tick.x)).toEqual([tickWidth / 2, 200 - tickWidth / 2]);
    expect(ticks.every((tick) => tick.y + tick.height === 20)).toBe(true);
  });

  it.each([
    [1, 20],
    [0, 3.2],
    [5, 20],
    [-1, 3.2],
    [null, 11.6],
  ])('level %s stands %d of 20 high', (level, expected) => {
    expect(layoutPulse(day([up(hour, level)]), 200, 20).ticks[0]?.height).toBeCloseTo(expected);
  });

  it('draws failures last, over what they would hide behind', () => {
    const ticks: PulseTick[] = [
      { t: 2, kind: 'failed', level: 1 },
      { t: 1, kind: 'downlink', level: 1 },
      up(3),
      up(1),
    ];
    expect(layoutPulse(day(ticks), 200, 20).ticks.map((tick) => tick.kind)).toEqual([
      'uplink',
      'uplink',
      'downlink',
      'failed',
    ]);
  });

  it('leaves out what lies outside, and draws nothing on no time or no room', () => {
    expect(layoutPulse(day([up(-1), up(25 * hour)]), 200, 20).ticks).toEqual([]);
    expect(layoutPulse({ from: 5, to: 5, ticks: [up(5)] }, 200, 20).ticks).toEqual([]);
    expect(layoutPulse(day([up(1)]), 0, 20).ticks).toEqual([]);
  });

  it('is never thinner than a line nor fatter than a stroke', () => {
    const many = Array.from({ length: 5_000 }, (_, index) => up(index * 10_000));
    expect(layoutPulse(day(many), 220, 20).tickWidth).toBe(0.9);
    expect(layoutPulse(day([up(hour)]), 220, 20).tickWidth).toBe(2.5);
  });
});

describe('missingMoments', () => {
  const missing = (ticks: PulseTick[], every: number | undefined) =>
    missingMoments(day(ticks, every), ticks).map((t) => t / hour);

  it('knows a hole by the rhythm before it', () => {
    const regular = Array.from({ length: 25 }, (_, index) => up(index * hour)).filter(
      (_, index) => index !== 10 && index !== 11,
    );
    expect(missing(regular, 3600)).toEqual([10, 11]);
  });

  it.each([
    ['late by less than half an interval is not missing', [up(0), up(1.4 * hour), up(24 * hour)], 86_400, []],
    ['a silent day is all dots', [], 6 * 3600, [0, 6, 12, 18]],
    ['silent at the end', [up(18 * hour)], 2 * 3600, [0, 2, 4, 6, 8, 10, 12, 14, 16, 20, 22]],
    ['no expectation, nothing missing', [up(0)], undefined, []],
  ] as const)('%s', (_name, ticks, every, expected) => {
    expect(missing([...ticks], every)).toEqual(expected);
  });

  it('a downlink does not answer for an uplink', () => {
    const ticks: PulseTick[] = [
      up(0),
      { t: 6 * hour, kind: 'downlink', level: null },
      up(12 * hour),
      up(24 * hour),
    ];
    expect(missing(ticks, 6 * 3600)).toEqual([6, 18]);
  });

  it('stays drawable for a device that should report every second', () => {
    expect(missingMoments(day([], 60), []).length).toBe(400);
    expect(missingMoments(day([], 1), []).length).toBe(0);
  });
});

it('summarizes what the strip shows', () => {
  const ticks: PulseTick[] = [
    up(hour),
    up(2 * hour),
    { t: 3 * hour, kind: 'failed', level: 0.2 },
    { t: 4 * hour, kind: 'downlink', level: null },
    up(99 * hour),
  ];
  expect(summarizePulse({ ...day(ticks, 12 * 3600) })).toEqual({
    uplinks: 2,
    downlinks: 1,
    failed: 1,
    missing: 1,
    lastAt: 4 * hour,
  });
});

it('finds the tick under a finger, the upper one of two', () => {
  const layout = layoutPulse(day([up(12 * hour), { t: 12 * hour, kind: 'failed', level: 1 }]), 200, 20);
  expect(nearestTick(layout, 103, 6)?.kind).toBe('failed');
  expect(nearestTick(layout, 120, 6)).toBeNull();
});

it.each([
  [4, 0, [0, 6, 12, 18, 24]],
  [4, 120, [4, 10, 16, 22]],
  [24, 0, Array.from({ length: 25 }, (_, index) => index)],
])('axis of at most %i steps at offset %i min', (most, offset, expected) => {
  expect(axisMoments(0, 24 * hour, most, offset).map((t) => t / hour)).toEqual(expected);
});
