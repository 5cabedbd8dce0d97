import { expect, test } from 'vitest';
import { generateSecret, generateSigningSecret, hasAllClasses, SECRET_SPECIALS } from './generate-secret.ts';

const secrets = Array.from({ length: 2000 }, generateSecret);

test('32 characters of four classes, never the same', () => {
  for (const secret of secrets) {
    expect(secret).toHaveLength(32);
    expect(secret).toMatch(/^[!-~]+$/);
    expect(hasAllClasses(secret)).toBe(true);
  }
  expect(new Set(secrets).size).toBe(secrets.length);
});

test('every character is about equally frequent, at every place', () => {
  const counts = new Map<string, number>();
  for (const character of secrets.join('')) counts.set(character, (counts.get(character) ?? 0) + 1);
  expect(counts.size).toBe(26 + 26 + 10 + SECRET_SPECIALS.length);
  const mean = (secrets.length * 32) / counts.size;
  // Six standard deviations; the demand for all classes shifts digits and specials by some per cent.
  for (const count of counts.values()) expect(Math.abs(count - mean) / mean).toBeLessThan(0.25);
  const firsts = new Set(secrets.map((secret) => secret[0]));
  expect(firsts.size).toBe(counts.size);
});

test('a signing secret is 32 bytes behind its prefix', () => {
  const secret = generateSigningSecret();
  expect(secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
  expect(Buffer.from(secret.slice(6), 'base64')).toHaveLength(32);
  expect(generateSigningSecret()).not.toBe(secret);
});
