import { expect, it } from 'vitest';
import { spanOf } from './time-span.ts';

const minute = 60_000;
const day = 86_400_000;

it.each([
  [0, 0, 'second'],
  [59_999, 59, 'second'],
  [minute, 1, 'minute'],
  [-119_000, 1, 'minute'],
  [59 * minute + 59_999, 59, 'minute'],
  [23.9 * 60 * minute, 23, 'hour'],
  [day, 1, 'day'],
  [59 * day, 59, 'day'],
  [61 * day, 2, 'month'],
  [800 * day, 2, 'year'],
] as const)('%i ms is %i %s', (milliseconds, amount, unit) => {
  expect(spanOf(milliseconds)).toEqual({ amount, unit });
});
