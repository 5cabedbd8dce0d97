import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { good, RUNS } from '../garbage.fixture.ts';
import { normaliseAppKey, normaliseDevAddr, normaliseDevEui, normaliseJoinEui } from './identifiers.ts';

describe('one form, however it was written', () => {
  test.each([
    ['0059AC00001B3461'],
    ['0059ac00001b3461'],
    ['00-59-AC-00-00-1B-34-61'],
    ['00:59:ac:00:00:1b:34:61'],
    [' 0059 AC00 001B 3461\n'],
    ['0059:AC00-001B 3461'],
  ])('%j', (text) => {
    expect(good(normaliseDevEui(text))).toBe('0059AC00001B3461');
    expect(good(normaliseJoinEui(text))).toBe('0059AC00001B3461');
  });

  test('key and address', () => {
    expect(good(normaliseAppKey('2b7e1516-28aed2a6-abf71588-09cf4f3c'))).toBe(
      '2B7E151628AED2A6ABF7158809CF4F3C',
    );
    expect(good(normaliseDevAddr('14:20:4b:ae'))).toBe('14204BAE');
  });
});

describe('the error says which and why', () => {
  test.each([
    [
      normaliseDevEui,
      '0059AC00001B346',
      'lorawan.dev-eui-length',
      'DevEUI must be 16 hexadecimal digits; these are 15.',
    ],
    [normaliseDevEui, '', 'lorawan.dev-eui-length', 'DevEUI must be 16 hexadecimal digits; these are 0.'],
    [
      normaliseDevEui,
      '0059AC00001B346O',
      'lorawan.dev-eui-not-hex',
      'DevEUI must be 16 hexadecimal digits; "O" is none.',
    ],
    [
      normaliseDevEui,
      '0x59AC00001B3461',
      'lorawan.dev-eui-not-hex',
      'DevEUI must be 16 hexadecimal digits; "X" is none.',
    ],
    [
      normaliseJoinEui,
      '1',
      'lorawan.join-eui-length',
      'AppEUI (JoinEUI) must be 16 hexadecimal digits; these are 1.',
    ],
    [
      normaliseDevAddr,
      '123456789',
      'lorawan.dev-addr-length',
      'DevAddr must be 8 hexadecimal digits; these are 9.',
    ],
    [normaliseAppKey, 'geheim', 'lorawan.app-key-not-hex', 'AppKey must be 32 hexadecimal digits.'],
  ])('%# %s', (normalise, text, code, message) => {
    expect(normalise(text)).toEqual({ ok: false, error: { code, message } });
  });
});

test('any text gives a result, and a good one is its own normal form', () => {
  const text = fc.oneof(
    fc.string(),
    fc.string({ unit: fc.constantFrom(...'0123456789abcdefABCDEF-: '), maxLength: 40 }),
  );
  fc.assert(
    fc.property(text, (written) => {
      const result = normaliseDevEui(written);
      if (result.ok) {
        expect(result.value).toMatch(/^[0-9A-F]{16}$/);
        expect(normaliseDevEui(result.value)).toEqual(result);
      }
    }),
    { numRuns: RUNS },
  );
});
