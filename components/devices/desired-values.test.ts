import { expect, it } from 'vitest';
import { knownNames, NEW_WISH, wishedValue, wishValues } from './desired-values.ts';

it.each<[string, number | null]>([
  ['21', 21],
  [' -0,5 ', -0.5],
  ['1e3', 1000],
  ['.5', 0.5],
  ['', null],
  ['1 2', null],
  ['0x10', null],
  ['1,000.5', null],
  ['1e999', null],
  ['Infinity', null],
])('the number “%s” is %s', (text, value) => {
  expect(wishedValue({ kind: 'number', text, yes: false })).toBe(value);
});

it('texts and truths are what they are', () => {
  expect(wishedValue({ kind: 'text', text: '21', yes: true })).toBe('21');
  expect(wishedValue({ kind: 'boolean', text: '21', yes: false })).toBe(false);
});

it('what a device tells itself counts more than what its type expects', () => {
  const reported = [
    { name: 'fan', kind: 'text' as const, unit: null },
    { name: 'blob', kind: 'data' as const, unit: null },
  ];
  const expected = [
    { name: 'fan', type: 'number', unit: '%' },
    { name: 'interval', type: 'number', unit: 's' },
    { name: 'when', type: 'timestamp' },
  ];
  expect(knownNames(reported, expected)).toEqual([
    { name: 'fan', kind: 'text', unit: null },
    { name: 'interval', kind: 'number', unit: 's' },
  ]);
});

it('a wish is edited as it was made', () => {
  const wish = { name: 'lamp', kind: 'boolean', value: true, resend: { most: 2, sent: 1, pauseMinutes: 5 } };
  expect(wishValues(wish as never)).toEqual({
    ...NEW_WISH,
    ...{ name: 'lamp', kind: 'boolean', yes: true, resends: true, most: 2, pauseMinutes: 5 },
  });
});
