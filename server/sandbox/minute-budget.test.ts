import { expect, it } from 'vitest';
import { MinuteBudget } from './minute-budget.ts';

it('is spent by one tenant, and whole again in the next minute', () => {
  let now = 90_000;
  const budget = new MinuteBudget(100, () => now);
  budget.used('a', 99);
  expect([budget.mayRun('a'), budget.mayRun('b')]).toEqual([true, true]);
  budget.used('a', 1);
  expect([budget.mayRun('a'), budget.mayRun('b')]).toEqual([false, true]);
  now = 119_999;
  expect(budget.mayRun('a')).toBe(false);
  now = 120_000;
  expect(budget.mayRun('a')).toBe(true);
});
