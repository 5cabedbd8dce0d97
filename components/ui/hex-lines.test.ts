import { expect, it } from 'vitest';
import { hexLines } from './hex-lines.ts';

it('dumps sixteen bytes a line with offset and readable characters', () => {
  expect(hexLines('48 65 6C6C6F00ff0102030405060708090A')).toEqual([
    {
      offset: '0000',
      bytes: '48 65 6c 6c 6f 00 ff 01 02 03 04 05 06 07 08 09'.split(' '),
      ascii: 'Hello···········',
    },
    { offset: '0010', bytes: ['0a'], ascii: '·' },
  ]);
});

it.each(['abc', '0g', 'xyz1'])('%s is no hex', (text) => {
  expect(hexLines(text)).toBeNull();
});

it('nothing is no lines', () => {
  expect(hexLines('')).toEqual([]);
});
