import { describe, expect, it } from 'vitest';
import { dayStart, dayStartAfter, slotStarts } from './calendar.ts';

const at = (text: string) => Date.parse(text);
const iso = (moment: number) => new Date(moment).toISOString().replace(':00.000Z', 'Z');
const AMSTERDAM = 'Europe/Amsterdam';
const hours = (from: number, to: number) => (to - from) / 3_600_000;

describe('a day begins at midnight of its zone', () => {
  it.each([
    ['in winter', '2026-01-10T12:00Z', AMSTERDAM, '2026-01-09T23:00Z'],
    ['in summer', '2026-07-10T22:30Z', AMSTERDAM, '2026-07-10T22:00Z'],
    ['as clocks go forward, before', '2026-03-29T00:30Z', AMSTERDAM, '2026-03-28T23:00Z'],
    ['as clocks go forward, after', '2026-03-29T12:00Z', AMSTERDAM, '2026-03-28T23:00Z'],
    ['as clocks go back, in the first of both hours', '2026-10-25T00:30Z', AMSTERDAM, '2026-10-24T22:00Z'],
    ['as clocks go back, in the second', '2026-10-25T01:30Z', AMSTERDAM, '2026-10-24T22:00Z'],
    ['of half an hour', '2026-01-10T12:00Z', 'Asia/Kolkata', '2026-01-09T18:30Z'],
    ['where clocks skip midnight itself', '2026-04-24T12:00Z', 'Africa/Cairo', '2026-04-23T22:00Z'],
    ['of no zone that is known', '2026-01-10T12:00Z', undefined, '2026-01-10T00:00Z'],
  ])('%s', (_, moment, zone, start) => {
    expect(iso(dayStart(at(moment), zone))).toBe(start);
  });
});

describe('days of Amsterdam', () => {
  it.each([
    ['2026-03-29T12:00Z', 23],
    ['2026-10-25T12:00Z', 25],
    ['2026-10-26T12:00Z', 24],
  ])('the one of %s has %i hours', (moment, length) => {
    const start = dayStart(at(moment), AMSTERDAM);
    expect(hours(start, dayStartAfter(start, 1, AMSTERDAM))).toBe(length);
  });

  it('seven of them over a change of clocks end where they should', () => {
    expect(iso(dayStartAfter(at('2026-10-27T10:00Z'), -6, AMSTERDAM))).toBe('2026-10-20T22:00Z');
  });
});

describe('slots', () => {
  const from = at('2026-10-24T22:00Z');
  const to = at('2026-10-25T23:00Z');

  it('of an hour: 25 on the day that has 25', () => {
    expect(slotStarts(from, to, 1, AMSTERDAM)).toHaveLength(25);
    expect(slotStarts(at('2026-03-28T23:00Z'), at('2026-03-29T22:00Z'), 1, AMSTERDAM)).toHaveLength(23);
  });

  it('of six hours keep to the clock', () => {
    expect(slotStarts(from, to, 6, AMSTERDAM).map(iso)).toEqual([
      '2026-10-24T22:00Z',
      '2026-10-25T05:00Z',
      '2026-10-25T11:00Z',
      '2026-10-25T17:00Z',
    ]);
  });

  it('of a day begin at midnight, the first one before the period', () => {
    expect(slotStarts(at('2026-10-24T10:00Z'), at('2026-10-26T10:00Z'), 24, AMSTERDAM).map(iso)).toEqual([
      '2026-10-23T22:00Z',
      '2026-10-24T22:00Z',
      '2026-10-25T23:00Z',
    ]);
  });
});
