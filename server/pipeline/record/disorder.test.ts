import { beforeAll, expect, it } from 'vitest';
import { decodeBatch } from '../decode/decode-batch.ts';
import type { DecodeOutcome } from '../decode/uplink.ts';
import { disorderedFrames, randomOf, shuffled } from '../disorder.fixture.ts';
import { type DecodedUplink, type DeviceState, deviceChanges } from './changes.ts';

const DEVICE = { id: 'd', devEui: '0059AC00001B3461' };
const URN = 'urn:dev:DEVEUI:0059AC00001B3461:';
const FIRST = Date.parse('2026-03-28T12:00:00Z');
const ACCEPTED = FIRST + 40 * 3_600_000;
const ORDERS = 1_000;

const frames = disorderedFrames(DEVICE, FIRST);
const run = { kind: 'built-in', decoderId: 'decoder', versionId: null, key: 'raw-lora-v2' } as const;
let outcomes: DecodeOutcome[];

beforeAll(async () => {
  const receivedAt = new Date(ACCEPTED);
  const tasks = frames.map((event) => ({ run, message: { customerId: 'c', urn: URN, receivedAt, event } }));
  outcomes = await decodeBatch(tasks, { runBatch: () => Promise.resolve([]) });
});

/** Accepted in this order, a second apart, and recorded in batches of any size. */
function reportedAfter(order: readonly number[], random: () => number): string {
  let state: DeviceState | undefined;
  for (let at = 0; at < order.length; ) {
    const batch = order.slice(at, at + 1 + Math.floor(random() * 30)).map((n, nth): DecodedUplink => {
      const receivedAt = new Date(ACCEPTED + (at + nth) * 1000);
      const event = frames[n] as (typeof frames)[number];
      const uplink = {
        id: n,
        shard: 0,
        customerId: 'c',
        deviceId: 'd',
        receivedAt,
        kind: 'lora.uplink',
        event,
      };
      const outcome = outcomes[n] as DecodeOutcome;
      return { uplink, known: true, runs: [{ planned: { run, routes: [] }, outcome }] };
    });
    at += batch.length;
    const [change] = deviceChanges(batch, new Map(state ? [['d', state]] : []));
    state = {
      deviceId: 'd',
      reported: change?.reported ?? {},
      observed: change?.observed as never,
      version: 1,
    };
  }
  // Keys of an object keep the order in which they came, and say nothing.
  return JSON.stringify(Object.entries(state?.reported ?? {}).sort(([a], [b]) => (a < b ? -1 : 1)));
}

// R6. Fails when the last write wins, when ties are broken by arrival, and when a batch loses a frame's place.
it(`a twin is the same after ${ORDERS} orders of arrival`, () => {
  const inOrder = reportedAfter(
    frames.map((_, n) => n),
    () => 0,
  );
  expect(inOrder).toContain('payload');
  const ends = new Set([inOrder]);
  for (let seed = 1; seed <= ORDERS; seed++) {
    const random = randomOf(seed);
    const order = shuffled([...frames.keys()], random);
    ends.add(reportedAfter(order, random));
  }
  expect(ends.size).toBe(1);
});
