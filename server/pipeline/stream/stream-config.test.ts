import { expect, it } from 'vitest';
import { serversOf } from './connect.ts';
import { replicasFor, StreamUnfitError } from './stream-config.ts';

it.each([
  ['nats://a:4222', { addresses: ['a:4222'], login: {}, isTls: false }],
  ['a, b:4333', { addresses: ['a:4222', 'b:4333'], login: {}, isTls: false }],
  [
    'tls://u:p%40ss@a,tls://b',
    { addresses: ['a:4222', 'b:4222'], login: { user: 'u', pass: 'p@ss' }, isTls: true },
  ],
  ['nats://token@a', { addresses: ['a:4222'], login: { token: 'token' }, isTls: false }],
])('%s', (list, servers) => {
  expect(serversOf(list)).toEqual(servers);
});

it.each(['http://a:4222', 'nats://', 'nats://u:geheim@a b', ''])('"%s" is no address of NATS', (list) => {
  const told = () => serversOf(list);
  expect(told).toThrow(StreamUnfitError);
  expect(told).not.toThrow(/geheim/);
});

it('three servers of a cluster keep a message, and one where there is no cluster', () => {
  expect([
    replicasFor({}, undefined),
    replicasFor({ cluster: 'c' }, undefined),
    replicasFor({ cluster: 'c' }, 1),
  ]).toEqual([1, 3, 1]);
});
