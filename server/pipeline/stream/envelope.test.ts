import { randomBytes } from 'node:crypto';
import { expect, it } from 'vitest';
import type { AcceptedMessage } from '../accept/message.ts';
import { uplinkOf } from '../scene.fixture.ts';
import { openEnvelope, sealEnvelope } from './envelope.ts';

function message(body: Uint8Array): AcceptedMessage {
  return {
    device: { id: '3ac7e3c4-4401-4b8d-9386-a5c902f9202d', customerId: 'c', shard: 63, active: true },
    connectionId: null,
    kind: 'lora.uplink',
    event: uplinkOf({ devEui: '0102030405060708' }, 7),
    body,
    receivedAt: new Date('2026-01-02T03:04:05.678Z'),
  };
}

it.each([0, 1, 1_500, 131_072, 262_144])('a body of %i bytes comes out as it went in', (length) => {
  const one = message(randomBytes(length));
  expect(openEnvelope(sealEnvelope(one))).toEqual(one);
});

it('the largest message that the doors let through fits what a server takes', () => {
  const text = 'ab'.repeat(131_072);
  const event = { ...message(Buffer.alloc(0)).event, decoded: { text } };
  expect(sealEnvelope({ ...message(randomBytes(262_144)), event }).length).toBeLessThan(1_000_000);
});

it.each([
  ['nothing', []],
  ['an unknown form', [9, 0, 0, 0, 0]],
  ['a head longer than the message', [1, 0, 0, 1, 0, 123, 125]],
  ['bytes that do not inflate', [2, 1, 2, 3]],
])('%s is refused', (_, bytes) => {
  expect(() => openEnvelope(Uint8Array.from(bytes))).toThrow();
});
