import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { generateSecret } from '#server/platform/generate-secret.ts';
import {
  checkSharedSecret,
  hasLuhnCheck,
  normaliseDvnUuid,
  normaliseIccid,
  normaliseImei,
} from './device-identifiers.ts';
import { good, RUNS } from './garbage.fixture.ts';

const codeOf = (result: ReturnType<typeof normaliseImei>) => (result.ok ? 'ok' : result.error.code);

describe('IMEI', () => {
  test.each(['490154203237518', '49-015420-323751-8', ' 490154 203237518 ', '49.015420.323751/8'])(
    '%j',
    (text) => expect(good(normaliseImei(text))).toBe('490154203237518'),
  );

  test.each([
    ['490154203237519', 'devices.imei-check-digit'],
    ['49015420323751', 'devices.imei-length'],
    ['4901542032375180', 'devices.imei-length'],
    ['', 'devices.imei-length'],
    ['49015420323751A', 'devices.imei-not-digits'],
    ['٤90154203237518', 'devices.imei-not-digits'],
  ])('%j is refused: %s', (text, code) => expect(codeOf(normaliseImei(text))).toBe(code));
});

describe('ICCID', () => {
  test('19 and 20 digits', () => {
    expect(good(normaliseIccid('8931 0806 2000 0000 006'))).toBe('8931080620000000006');
    expect(good(normaliseIccid('89310806200000000009'))).toBe('89310806200000000009');
  });

  test.each([
    ['8931080620000000007', 'devices.iccid-check-digit'],
    ['893108062000000000', 'devices.iccid-length'],
    ['893108062000000000011', 'devices.iccid-length'],
    ['8931080620000000002F', 'devices.iccid-not-digits'],
  ])('%j is refused: %s', (text, code) => expect(codeOf(normaliseIccid(text))).toBe(code));
});

test('the check digit notices every single wrong digit and every swap of neighbours but 0 and 9', () => {
  fc.assert(
    fc.property(
      fc.stringMatching(/^[0-9]{14}$/),
      fc.nat(14),
      fc.integer({ min: 1, max: 9 }),
      (body, at, more) => {
        const whole = [...Array(10).keys()].map((digit) => `${body}${digit}`).filter(hasLuhnCheck);
        expect(whole).toHaveLength(1);
        const digits = [...(whole[0] ?? '')];
        const wrong = digits.with(at, String((Number(digits[at]) + more) % 10)).join('');
        expect(hasLuhnCheck(wrong)).toBe(false);
        const [a = '', b = ''] = [digits[at], digits[at + 1]];
        if (b === '' || a === b || [a, b].sort().join('') === '09') return;
        expect(
          hasLuhnCheck(
            digits
              .with(at, b)
              .with(at + 1, a)
              .join(''),
          ),
        ).toBe(false);
      },
    ),
    { numRuns: RUNS },
  );
});

describe('DvnUUID', () => {
  test('version 4, stored in lower case', () => {
    const uuid = randomUUID();
    expect(good(normaliseDvnUuid(` ${uuid.toUpperCase()} `))).toBe(uuid);
  });

  test.each([
    '9629ddf1-b1c0-110b-b6a1-5003afd6e26c',
    'a1685636-9e45-5b84-ad2a-4af7d18e15b2',
    '9629ddf1-b1c0-410b-c6a1-5003afd6e26c',
    '00000000-0000-0000-0000-000000000000',
    '9629ddf1b1c0410bb6a15003afd6e26c',
    '',
  ])('%j is none of version 4', (text) =>
    expect(codeOf(normaliseDvnUuid(text))).toBe('devices.dvn-uuid-form'),
  );
});

describe('shared secret', () => {
  test('every generated one keeps the rules', () => {
    for (let i = 0; i < 200; i++) {
      const secret = generateSecret();
      expect(good(checkSharedSecret(secret))).toBe(secret);
    }
  });

  const base = `aA1-${'x'.repeat(28)}`;
  test.each([
    [base, 'ok'],
    [base.slice(1), 'devices.secret-length'],
    [`${base}x`, 'devices.secret-length'],
    [base.replace('A', 'a'), 'devices.secret-classes'],
    [base.toUpperCase(), 'devices.secret-classes'],
    [base.replace('1', 'x'), 'devices.secret-classes'],
    [base.replace('-', 'x'), 'devices.secret-classes'],
    [base.replace('-', ' '), 'devices.secret-characters'],
    [base.replace('-', 'é'), 'devices.secret-characters'],
  ])('%j: %s', (text, code) => {
    const checked = checkSharedSecret(text);
    expect(codeOf(checked)).toBe(code);
    if (!checked.ok) expect(checked.error.message).not.toContain(text);
  });
});
