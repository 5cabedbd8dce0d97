import { expect, test } from 'vitest';
import { linesOf, valuesOfLines } from './command-lines.ts';

test.each([
  ['5m = 3E06', [{ value: '5m', hex: ['3E06'] }]],
  [
    '  a = b = 01, 02 \n\n c=03',
    [
      { value: 'a = b', hex: ['01', '02'] },
      { value: 'c', hex: ['03'] },
    ],
  ],
  ['nothing', [{ value: 'nothing', hex: [] }]],
  ['', []],
])('%j', (text, values) => expect(valuesOfLines(text)).toEqual(values));

test('what is written is read again', () => {
  const values = [
    { value: 'Active', hex: ['0100', '02D1'] },
    { value: 'x=1', hex: ['00'] },
  ];
  expect(valuesOfLines(linesOf(values))).toEqual(values);
});
