import { describe, expect, it } from 'vitest';
import { readHex } from './hex-payload.ts';

describe('readHex', () => {
  it.each([
    ['00e12a', '00e12a', 3],
    ['00 E1 2A', '00e12a', 3],
    ['00-e1:2a', '00e12a', 3],
    ['0x00, 0xE1', '00e1', 2],
    ['00\n e1\t', '00e1', 2],
  ])('%j is %s', (text, digits, bytes) => {
    expect(readHex(text)).toEqual({ digits, bytes, wrong: null });
  });

  it.each([
    ['', 'empty'],
    ['  ', 'empty'],
    ['0x', 'empty'],
    ['abc', 'not-hex'],
    ['zz', 'not-hex'],
    ['00 e1 2', 'not-hex'],
  ])('%j is refused: %s', (text, wrong) => {
    expect(readHex(text).wrong).toBe(wrong);
  });

  it('counts a half byte that is being typed', () => {
    expect(readHex('00 e').bytes).toBe(2);
  });
});
