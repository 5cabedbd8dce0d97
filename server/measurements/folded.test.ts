import { describe, expect, it } from 'vitest';
import { type FoldedDay, foldedPoints, gapsOf, hourBuckets } from './folded.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const at = (days: number, hours = 0) => days * DAY + hours * HOUR;
const day = (number: number) => ({ begins: at(number) });

describe('what folded days leave to be read', () => {
  it.each([
    ['nothing folded', [], [{ from: at(0), to: at(5) }]],
    [
      'a day in the middle',
      [day(2)],
      [
        { from: at(0), to: at(2) - 1 },
        { from: at(3), to: at(5) },
      ],
    ],
    ['days side by side', [day(0), day(1), day(2)], [{ from: at(3), to: at(5) }]],
    ['all but the last moment', [day(0), day(1), day(2), day(3), day(4)], [{ from: at(5), to: at(5) }]],
  ])('%s', (_, days, gaps) => {
    expect(gapsOf({ from: at(0), to: at(5) }, days)).toEqual(gaps);
  });
});

it('buckets are whole hours from a round one on, and no more of them than asked for', () => {
  const period = { from: at(0, 0.5), to: at(90, 0.5) };
  const { origin, seconds } = hourBuckets(period, 500);
  expect([origin, seconds]).toEqual([0, 5 * 3600]);
  expect(Math.floor((period.to - origin) / 1000 / seconds) + 1).toBeLessThanOrEqual(500);
});

it('hours and values read beside them add up, the extremes of both kept', () => {
  const hours = (of: Record<number, number>) => Array.from({ length: 24 }, (_, hour) => of[hour] ?? 0);
  const folded: FoldedDay = {
    begins: at(0),
    n: hours({ 0: 2, 3: 1 }),
    lo: hours({ 0: 1, 3: 7 }),
    hi: hours({ 0: 3, 3: 7 }),
    total: hours({ 0: 4, 3: 7 }),
  };
  const read = [{ bucket: 0, n: 1, at: 1800, total: -10, lo: -10, hi: -10 }];
  expect(foldedPoints([folded], read, { origin: 0, seconds: 7200 })).toEqual([
    { at: new Date(1_800_000), avg: -2, min: -10, max: 3, n: 3 },
    { at: new Date(3.5 * HOUR), avg: 7, min: 7, max: 7, n: 1 },
  ]);
});
