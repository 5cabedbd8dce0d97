import { expect, test } from 'vitest';
import { unitShown } from './unit-shown.ts';
import { UNITS } from './units.ts';

test.each([
  ['Cel', '°C'],
  ['%RH', '%'],
  ['%EL', '%'],
  ['ug/m3', 'µg/m³'],
  ['lat', '°'],
  ['V', 'V'],
  ['dBm', 'dBm'],
  ['furlong', 'furlong'],
  ['/', undefined],
  ['count', undefined],
  ['', undefined],
  [null, undefined],
])('%s is written %s', (unit, shown) => {
  expect(unitShown(unit)).toBe(shown);
});

test('no unit of the registry is shown with a spelling of machines only', () => {
  const shown = [...UNITS.keys()].flatMap((symbol) => unitShown(symbol) ?? []);
  expect(shown.filter((word) => /^Cel$|Ohm|[a-z][23]\b|%.|^\/\d/.test(word))).toEqual([]);
});
