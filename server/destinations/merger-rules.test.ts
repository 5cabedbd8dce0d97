import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Merger } from './merger-contract.ts';
import { meetingOf, planMerges, type WaitingPack } from './merger-rules.ts';

const MERGER: Merger = {
  merge: true,
  decoderIds: ['payload', 'place', 'more'],
  ttl: 10,
  orphanStrategy: 'FORWARD',
};
const TWO = new Set(['payload', 'place']);
const at = (seconds: number) => new Date(1_700_000_000_000 + seconds * 1000);

/** `n` is the order of acceptance; received, measured and recorded at the second `s` unless told otherwise. */
function pack(n: number, decoderId: string, s: number, more: Partial<WaitingPack> = {}): WaitingPack {
  const base = {
    id: n,
    decoderId,
    flowId: 'flow',
    uplinkId: n,
    receivedAt: at(s),
    time: at(s),
    until: at(s + 10),
  };
  return { ...base, frames: [`frame ${n}`], isExpecting: false, ...more };
}

interface Case {
  name: string;
  waiting: WaitingPack[];
  now?: number;
  merger?: Partial<Merger> | null;
  partners?: Set<string>;
  messages?: number[][];
  discarded?: number[];
}

const CASES: Case[] = [
  { name: 'one alone waits', waiting: [pack(1, 'payload', 0)], now: 9 },
  {
    name: 'one alone goes when its time is over',
    waiting: [pack(1, 'payload', 0)],
    now: 10,
    messages: [[1]],
  },
  {
    name: 'one alone is discarded where nothing may go alone',
    waiting: [pack(1, 'payload', 0)],
    merger: { orphanStrategy: 'DISCARD' },
    now: 10,
    discarded: [1],
  },
  {
    name: 'nor is one discarded early that can have no partner',
    waiting: [pack(1, 'payload', 0)],
    merger: { orphanStrategy: 'DISCARD' },
    partners: new Set(['payload']),
    now: 9,
  },
  {
    name: 'one goes at once that can have no partner any more',
    waiting: [pack(1, 'payload', 0)],
    partners: new Set(['payload']),
    now: 1,
    messages: [[1]],
  },
  {
    name: 'one stays while a message of its device is not through yet',
    waiting: [pack(1, 'payload', 0, { isExpecting: true })],
    now: 60,
  },
  {
    name: 'two that belong together go at once',
    waiting: [pack(1, 'payload', 0), pack(2, 'place', 4)],
    now: 4,
    messages: [[1, 2]],
  },
  {
    name: 'the first accepted carries it, whatever the time that it tells',
    waiting: [pack(1, 'place', 4), pack(2, 'payload', 0)],
    now: 4,
    messages: [[1, 2]],
  },
  {
    name: 'three wait for the third',
    waiting: [pack(1, 'payload', 0), pack(2, 'place', 4)],
    partners: new Set(['payload', 'place', 'more']),
    now: 4,
  },
  {
    name: 'and go without it when the time of the first is over, also where nothing may go alone',
    waiting: [pack(1, 'payload', 0), pack(2, 'place', 4)],
    partners: new Set(['payload', 'place', 'more']),
    merger: { orphanStrategy: 'DISCARD' },
    now: 10,
    messages: [[1, 2]],
  },
  {
    name: 'of two payloads the place belongs to the nearer one, and the first waits on, so the second does',
    waiting: [pack(1, 'payload', 0), pack(2, 'payload', 5), pack(3, 'place', 6)],
    now: 6,
  },
  {
    name: 'when the first has waited both go, in the order in which they were accepted',
    waiting: [pack(1, 'payload', 0), pack(2, 'payload', 5), pack(3, 'place', 6)],
    now: 10,
    messages: [[1], [2, 3]],
  },
  {
    name: 'the frame that it tells of comes before the time',
    waiting: [
      pack(1, 'payload', 0, { frames: ['a'] }),
      pack(2, 'payload', 5),
      pack(3, 'place', 6, { frames: ['x', 'a'] }),
    ],
    now: 6,
    messages: [[1, 3]],
  },
  {
    name: 'equally near ones: the first',
    waiting: [pack(1, 'payload', 0), pack(2, 'payload', 4), pack(3, 'place', 2)],
    now: 4,
    messages: [[1, 3]],
  },
  {
    name: 'of the same uplink before what is nearer',
    waiting: [
      pack(1, 'payload', 0, { uplinkId: 7 }),
      pack(2, 'payload', 1),
      pack(3, 'place', 1, { uplinkId: 7 }),
    ],
    now: 1,
    messages: [[1, 3]],
  },
  {
    name: 'what two flows bring goes twice, each with its own',
    waiting: [
      pack(1, 'payload', 0, { flowId: 'a' }),
      pack(2, 'payload', 0, { flowId: 'b' }),
      pack(3, 'place', 1, { flowId: 'b' }),
      pack(4, 'place', 1, { flowId: 'a' }),
    ],
    now: 1,
    messages: [
      [1, 4],
      [2, 3],
    ],
  },
  {
    name: 'what one flow brings joins what another one does',
    waiting: [pack(1, 'payload', 0, { flowId: 'a' }), pack(2, 'place', 1, { flowId: 'b' })],
    now: 1,
    messages: [[1, 2]],
  },
  {
    name: 'further apart than the time they do not belong together, however late they are worked on',
    waiting: [pack(1, 'payload', 0, { until: at(70) }), pack(2, 'place', 11, { until: at(71) })],
    now: 61,
  },
  {
    name: 'where nothing is merged any more all go',
    waiting: [pack(1, 'payload', 0), pack(2, 'place', 1)],
    merger: null,
    now: 1,
    messages: [[1], [2]],
  },
  {
    name: 'what is not merged any more goes, the others wait on',
    waiting: [pack(1, 'former', 0), pack(2, 'payload', 1)],
    now: 1,
    messages: [[1]],
  },
];

describe('what becomes of packs that wait', () => {
  it.each(CASES)(
    '$name',
    ({ waiting, now = 0, merger = {}, partners = TWO, messages = [], discarded = [] }) => {
      const plan = planMerges(waiting.toReversed(), {
        merger: merger && { ...MERGER, ...merger },
        partners,
        now: at(now),
      });
      expect(plan.messages.map((message) => message.map(({ id }) => id))).toEqual(messages);
      expect(plan.discarded.map(({ id }) => id)).toEqual(discarded);
    },
  );

  it('each is in one message, discarded or waiting on, no message has two of a decoder, and in time all are out', () => {
    const packs = fc.array(
      fc.record({
        decoderId: fc.constantFrom('payload', 'place', 'more', 'other'),
        s: fc.integer({ min: 0, max: 40 }),
        flowId: fc.constantFrom('a', 'b'),
        isExpecting: fc.boolean(),
      }),
      { maxLength: 12 },
    );
    fc.assert(
      fc.property(
        packs,
        fc.integer({ min: 0, max: 60 }),
        fc.constantFrom('FORWARD', 'DISCARD'),
        (made, now, orphans) => {
          const waiting = made.map(({ decoderId, s, ...more }, n) => pack(n, decoderId, s, more));
          const merger = { ...MERGER, orphanStrategy: orphans as Merger['orphanStrategy'] };
          const options = { merger, partners: TWO, now: at(now) };
          const { messages, discarded } = planMerges(waiting, options);
          const out = [...messages.flat(), ...discarded].map(({ id }) => id);
          expect(new Set(out).size).toBe(out.length);
          for (const message of messages)
            expect(new Set(message.map(({ decoderId }) => decoderId)).size).toBe(message.length);
          const heads = messages.map(([first]) => first?.id ?? -1);
          expect(heads).toEqual(heads.toSorted((a, b) => a - b));
          const quiet = waiting.map((one) => ({ ...one, isExpecting: false }));
          const end = planMerges(quiet, { ...options, now: at(1_000) });
          expect([...end.messages.flat(), ...end.discarded]).toHaveLength(waiting.length);
        },
      ),
      { numRuns: 300 },
    );
  });
});

it.each([
  [['payload', 'place'], 'FORWARD', { kind: 'together', decoderIds: ['payload', 'place'] }],
  [['other'], 'FORWARD', { kind: 'apart' }],
  [['place', 'other'], 'FORWARD', { kind: 'alone', decoderId: 'place', isDiscarded: false }],
  [['place'], 'DISCARD', { kind: 'alone', decoderId: 'place', isDiscarded: true }],
] as const)('packs of %j, with %s: %j', (enabled, orphanStrategy, meeting) => {
  expect(meetingOf(enabled, { ...MERGER, orphanStrategy })).toEqual(meeting);
});
