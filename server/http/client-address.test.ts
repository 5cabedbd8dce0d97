import { expect, it } from 'vitest';
import { clientAddress } from './client-address.ts';

it.each([
  ['no proxy: what the caller says of itself counts for nothing', '10.9.9.9', 0, '192.0.2.1'],
  ['one proxy: the address it appended', '203.0.113.7', 1, '203.0.113.7'],
  ['one proxy, a forged start', '10.9.9.9, 203.0.113.7', 1, '203.0.113.7'],
  ['two proxies', '10.9.9.9, 203.0.113.7, 198.51.100.2', 2, '203.0.113.7'],
  ['fewer entries than proxies: somebody came past them', '203.0.113.7', 2, '192.0.2.1'],
  ['a proxy that appended nothing', undefined, 1, '192.0.2.1'],
  ['an empty list', ' , ', 1, '192.0.2.1'],
])('%s', (_, forwardedFor, hops, expected) => {
  expect(clientAddress('192.0.2.1', forwardedFor, hops)).toBe(expected);
});
