import { describe, expect, it } from 'vitest';
import { gridDigits, gridStep, gridValues } from './grid-lines.ts';

describe('gridStep', () => {
  it('is the finest that stays within the number of lines', () => {
    expect(gridStep(0.31, 5)).toBe(0.1);
    expect(gridStep(0.25, 5)).toBe(0.05);
    expect(gridStep(360, 6)).toBe(30);
  });
  it('falls back to the coarsest when nothing fits', () => expect(gridStep(360, 1)).toBe(30));
});

describe('gridValues', () => {
  it('counts without the dust of floating point', () => {
    expect(gridValues(4.05, 4.32, 0.1)).toEqual([4.1, 4.2, 4.3]);
    expect(gridValues(-0.1, 0.1, 0.05)).toEqual([-0.1, -0.05, 0, 0.05, 0.1]);
  });
  it('is empty between two lines', () => expect(gridValues(4.11, 4.19, 0.1)).toEqual([]));
});

it('writes only the digits that a step needs', () => {
  expect([30, 1, 0.5, 0.1, 0.05, 0.002].map(gridDigits)).toEqual([0, 0, 1, 1, 2, 3]);
});
