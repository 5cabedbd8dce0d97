import { beforeAll, expect, it } from 'vitest';
import type { DeviceEvent } from '#server/protocols/device-event.ts';
import type { Observed } from '#server/twins/contract.ts';
import { decodeBatch } from '../decode/decode-batch.ts';
import type { DecodeOutcome } from '../decode/uplink.ts';
import { disorderedFrames, joinAmongFrames, randomOf, shuffled } from '../disorder.fixture.ts';
import { type DecodedUplink, type DeviceState, deviceChanges } from './changes.ts';

const DEVICE = { id: 'd', devEui: '0059AC00001B3461' };
const URN = 'urn:dev:DEVEUI:0059AC00001B3461:';
const FIRST = Date.parse('2026-03-28T12:00:00Z');
const ACCEPTED = FIRST + 40 * 3_600_000;
const ORDERS = 1_000;
const SECOND_CONNECTION_MS = 400;

const frames = disorderedFrames(DEVICE, FIRST);
/** A second connection tells every third again, by its own clock and with what its own gateways heard. */
const again = frames
  .filter((_, n) => n % 3 === 0)
  .map((frame) => ({
    ...frame,
    identity: `again:${frame.identity}`,
    occurredAt: new Date(Date.parse(frame.occurredAt) + SECOND_CONNECTION_MS).toISOString(),
    receptions: frame.receptions.map((one) => ({ ...one, esp: -95 - (frame.fCntUp % 7) })),
  }));
const events: DeviceEvent[] = [...frames, ...again, joinAmongFrames(DEVICE, FIRST)];
const run = { kind: 'built-in', decoderId: 'decoder', versionId: null, key: 'raw-lora-v2' } as const;

const decode = (accepted: readonly { event: DeviceEvent; receivedAt: Date }[]) =>
  decodeBatch(
    accepted.map(({ receivedAt, event }) => ({
      run,
      message: { customerId: 'c', urn: URN, receivedAt, event },
    })),
    { runBatch: () => Promise.resolve([]) },
  );

let outcomes: DecodeOutcome[];

beforeAll(async () => {
  outcomes = await decode(events.map((event) => ({ event, receivedAt: new Date(ACCEPTED) })));
});

const acceptedAt = (at: number) => new Date(ACCEPTED + at * 60_000);

function messageOf(n: number, at: number): DecodedUplink {
  const event = events[n] as DeviceEvent;
  const kind = `lora.${event.kind}`;
  const uplink = { id: n, shard: 0, customerId: 'c', deviceId: 'd', receivedAt: acceptedAt(at), kind, event };
  const outcome = outcomes[n] as DecodeOutcome;
  const runs = event.kind === 'uplink' ? [{ planned: { run, routes: [] }, outcome }] : [];
  return { uplink, known: true, runs };
}

/** Accepted in this order, a minute apart, and recorded in batches of any size. */
function twinAfter(order: readonly number[], random: () => number): { reported: string; observed: string } {
  let state: DeviceState | undefined;
  for (let at = 0; at < order.length; ) {
    const first = at;
    const batch = order
      .slice(at, at + 1 + Math.floor(random() * 30))
      .map((n, nth) => messageOf(n, first + nth));
    at += batch.length;
    const [change] = deviceChanges(batch, new Map(state ? [['d', state]] : []));
    const { reported = {}, observed } = change ?? {};
    state = { deviceId: 'd', reported, observed: observed as Observed, version: 1 };
  }
  if (!state?.observed) throw new Error('nothing was recorded');
  const { loss, sessions, lastSignal, joinCount, learnedIntervalSeconds } = state.observed;
  return {
    // Keys of an object keep the order in which they came, and say nothing.
    reported: JSON.stringify(Object.entries(state.reported ?? {}).sort(([a], [b]) => (a < b ? -1 : 1))),
    // When the two latest messages came, and which of them was the join, differs as the orders do.
    observed: JSON.stringify({ loss, sessions, lastSignal, joinCount, learnedIntervalSeconds }),
  };
}

// R6. Fails when the last write wins, when ties are broken by arrival, when a batch loses a frame's place, and when a frame
// that comes late or twice is taken for a counter that began anew.
it(`a twin tells the same, loss, signal and rhythm too, after ${ORDERS} orders of arrival`, () => {
  const inOrder = twinAfter([...events.keys()], () => 0);
  expect(inOrder.reported).toContain('payload');
  // 90 frames of the last session, none lost; of the ten before them the one before the join was the last.
  expect(JSON.parse(inOrder.observed)).toMatchObject({ loss: 0, joinCount: 1, sessions: [{ last: 89 }, {}] });
  const reported = new Set([inOrder.reported]);
  const observed = new Set([inOrder.observed]);
  for (let seed = 1; seed <= ORDERS; seed++) {
    const random = randomOf(seed);
    const end = twinAfter(shuffled([...events.keys()], random), random);
    reported.add(end.reported);
    observed.add(end.observed);
  }
  expect([reported.size, observed.size]).toEqual([1, 1]);
}, 60_000);

it('history holds the same of every message, whenever it is accepted', async () => {
  const whole = ({ pack, fault }: DecodeOutcome) => [pack?.time, pack?.names, pack?.v, pack?.rest, fault];
  for (let seed = 1; seed <= 20; seed++) {
    const order = shuffled([...events.keys()], randomOf(seed));
    const made = await decode(
      order.map((n, at) => ({ event: events[n] as DeviceEvent, receivedAt: acceptedAt(at) })),
    );
    const expected = order.map((n) => whole(outcomes[n] as DecodeOutcome));
    expect(made.map(whole)).toEqual(expected);
  }
});
