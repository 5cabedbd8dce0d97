import { expect, it } from 'vitest';
import { tileOrigin } from './map-tiles.ts';

it('gives the origin that pictures may come from', () => {
  expect(tileOrigin('https://tiles.example:8443/{z}/{x}/{y}.png?key=a')).toBe('https://tiles.example:8443');
  expect(tileOrigin('https://{s}.tiles.example/{z}/{x}/{y}.png')).toBe('https://*.tiles.example');
});
