import { expect, it } from 'vitest';
import { batteryLines, chemistryOf } from './battery-lines.ts';

const words = { low: 'low', empty: 'empty' };

it.each([
  ['one cell', { name: 'batteryVoltage', unit: 'V', most: 3.62 }, 'Li-SOCl2', [3.3, 3]],
  ['an old one', { name: 'batteryVoltage', unit: 'V', most: 2.9 }, 'Li-SOCl2', [3.3, 3]],
  ['two in a row', { name: 'battery', unit: 'V', most: 7.1 }, 'LiSOCl2 (2x)', [6.6, 6]],
  [
    'millivolts of two alkaline cells',
    { name: 'batteryVoltage', unit: 'mV', most: 3050 },
    'alkaline',
    [2400, 1800],
  ],
  ['a coin cell', { name: 'battery', unit: 'V', most: 3 }, 'CR2032', [2.7, 2.4]],
  ['percent, whatever the chemistry', { name: 'batteryLevel', unit: '%EL', most: 90 }, null, [20, 5]],
  ['a chemistry that nobody knows', { name: 'batteryVoltage', unit: 'V', most: 3.6 }, 'potato', []],
  ['no battery', { name: 'temperature', unit: 'Cel', most: 20 }, 'Li-SOCl2', []],
])('lines of %s', (_, measured, chemistry, values) => {
  expect(batteryLines(measured, chemistry, words).map(({ value }) => value)).toEqual(values);
});

it('the chemistry is the one that metadata names, else the type’s', () => {
  expect(chemistryOf('Li-SOCl2', {})).toBe('Li-SOCl2');
  expect(chemistryOf('Li-SOCl2', { battery: 'alkaline, 2 x AA' })).toBe('alkaline, 2 x AA');
  expect(chemistryOf('Li-SOCl2', { battery: 'changed in May' })).toBe('Li-SOCl2');
  expect(chemistryOf(null, { batteryChemistry: 'CR123A' })).toBe('CR123A');
});
