import { describe, expect, it } from 'vitest';
import { chooseLocale, chooseTimeZone } from './locale.ts';

describe('chooseLocale', () => {
  it.each([
    ['nl', 'en', 'nl'],
    [undefined, 'nl-NL,nl;q=0.9,en;q=0.8', 'nl'],
    [undefined, 'de-DE,de;q=0.9,en;q=0.5,nl;q=0.7', 'nl'],
    [undefined, 'nl;q=0, en', 'en'],
    ['xx', 'fr', 'en'],
    [undefined, null, 'en'],
  ] as const)('cookie %s, header %s → %s', (cookie, header, expected) => {
    expect(chooseLocale(cookie, header)).toBe(expected);
  });
});

describe('chooseTimeZone', () => {
  it.each([
    ['Europe/Amsterdam', 'Europe/Amsterdam'],
    ['Europe%2FAmsterdam', 'Europe/Amsterdam'],
    ['Mars/Olympus', 'UTC'],
    ['%', 'UTC'],
    [undefined, 'UTC'],
  ] as const)('%s → %s', (cookie, expected) => {
    expect(chooseTimeZone(cookie)).toBe(expected);
  });
});
