import { describe, expect, it } from 'vitest';
import { ago, destination, facts, flow, frames, NOW } from './facts.fixture.ts';
import type { DeviceFacts, Frame } from './facts-contract.ts';
import { isSlip } from './identifier-rules.ts';
import { countersOf } from './radio-rules.ts';
import { diagnoseDevice } from './rules.ts';

// What the faults of the catalogue do not come by: edges of counters and rhythms, and causes that need a world of their own.

const causes = (more: Partial<DeviceFacts>) => diagnoseDevice(facts(more)).findings.map(({ cause }) => cause);

const connection = (more: object) =>
  [{ ...(facts().connections[0] as object), ...more }] as DeviceFacts['connections'];
const delivery = (more: object) => ({
  ...{ id: 1, messageId: 10_000, destinationId: 'destination', flowId: 'flow', state: 'waiting' as const },
  ...{ receivedAt: ago(30), at: null, attempts: 0, status: null, error: null, text: null },
  ...more,
});
const streamedSince = (minutes: number) => ({
  waiting: 0,
  oldestAt: null,
  streamedSince: ago(minutes),
  streamed: 7,
});
const full = {
  id: 'p',
  name: 'P',
  limits: { devices: null, flows: 1, destinations: 1 },
  used: { devices: 0, flows: 1, destinations: 1 },
};
const silent = (minutes: number) =>
  frames(60, (n) => ({ at: ago(minutes + n * 20), occurredAt: ago(minutes + n * 20) }));

/** LinkADRReq in so many downlinks, each with what the device's next frame says to it. */
const asked = (times: number, answer: (n: number) => string): Frame[] =>
  frames(60).flatMap((frame, n) => {
    if (n >= times) return [frame];
    const at = new Date(frame.at.getTime() - 60_000);
    const mac = '0351ff0001';
    return [
      { ...frame, mac: answer(n) },
      {
        ...frame,
        id: frame.id - 5000,
        kind: 'lora.downlink-sent' as const,
        at,
        occurredAt: at,
        fCntUp: null,
        mac,
      },
    ];
  });

const silentTracker: Partial<DeviceFacts> = {
  device: { ...facts().device, adapters: [{ network: 'cellular', identifier: '490154203237518' }] } as never,
  frames: silent(700).map((frame) => ({ ...frame, kind: 'digitalmatter.record' })),
  registration: null,
};

const CASES: [what: string, told: string[], more: Partial<DeviceFacts>][] = [
  ['nothing is wrong', [], {}],
  ['two messages are missing', [], { frames: silent(50) }],
  ['silent for longer than ever', ['silent'], { frames: silent(700) }],
  [
    'as quiet as it was before',
    [],
    { frames: frames(60, (n) => ({ at: ago(150 + n * 20 + (n > 0 ? 400 : 0) + (n > 30 ? 400 : 0)) })) },
  ],
  [
    'a connection through which nobody comes',
    ['connection-silent', 'silent'],
    { frames: silent(700), connections: connection({ lastMessageAt: ago(690) }) },
  ],
  [
    'the only device of its connection',
    ['silent'],
    { frames: silent(700), connections: connection({ lastMessageAt: ago(690), others: 0 }) },
  ],
  ['a tracker that its maker’s server speaks for is silent', ['silent'], silentTracker],
  ['no connection at all', ['no-connection'], { frames: [], connections: [], registration: null }],
  [
    'waits to be decoded',
    ['platform-behind'],
    { backlog: { waiting: 4, oldestAt: ago(3), streamedSince: null, streamed: 0 } },
  ],
  [
    'was accepted a moment ago',
    [],
    { backlog: { waiting: 1, oldestAt: ago(0.2), streamedSince: null, streamed: 0 } },
  ],
  ['may wait in the stream', ['platform-behind'], { frames: silent(700), backlog: streamedSince(695) }],
  [
    'may wait in the stream for the first time',
    ['platform-behind'],
    { frames: [], backlog: streamedSince(3) },
  ],
  [
    'was silent before anything waited',
    ['silent', 'platform-behind'],
    { frames: silent(700), backlog: streamedSince(3) },
  ],
  ['its decoder has no version', ['decoder-unpublished'], { flows: [flow({}, false)] }],
  ['one of two flows reads it', ['decoder-unpublished'], { flows: [flow(), flow({ id: 'other' }, false)] }],
  [
    'a project that is full',
    ['no-destination', 'project-full'],
    { flows: [flow({ destinations: [] })], project: full },
  ],
  ['deliveries wait without a try', ['destination-behind'], { deliveries: [delivery({})] }],
  [
    'a receiver that fails now and then',
    [],
    {
      deliveries: Array.from({ length: 20 }, (_, n) =>
        delivery({ id: n, attempts: 1, state: n === 3 ? 'failed' : 'delivered', at: ago(n) }),
      ),
    },
  ],
  [
    'a receiver that fails every third time',
    ['receiver-fails'],
    {
      deliveries: Array.from({ length: 21 }, (_, n) =>
        delivery({
          id: n,
          attempts: 1,
          status: n % 3 === 1 ? 503 : 200,
          state: n % 3 === 1 ? 'failed' : 'delivered',
          at: ago(n),
        }),
      ),
    },
  ],
  [
    'one of two destinations is paused',
    ['destination-paused'],
    { flows: [flow({ destinations: [destination(), destination({ id: 'b', status: 'paused' })] })] },
  ],
  ['ADR is off', ['adr-off'], { frames: frames(60, () => ({ spreadingFactor: 11, adr: false })) }],
  ['nobody tells whether ADR is off', [], { frames: frames(60, () => ({ spreadingFactor: 11, adr: null })) }],
  [
    'always at SF12 beside its gateway',
    ['slow-data-rate'],
    { frames: frames(60, () => ({ spreadingFactor: 12 })) },
  ],
  [
    'a decoder that was switched on a moment ago',
    [],
    {
      decodingSince: ago(1),
      fates: frames(20).map(({ id, at }) => ({ id, at, queued: false, packs: 0, failures: 0 })),
    },
  ],
  [
    'every second message asks how it is heard',
    [],
    { frames: frames(60, (n) => ({ mac: n % 2 ? '02' : '' })) },
  ],
  ['each message asks how it is heard', ['mac-unanswered'], { frames: frames(60, () => ({ mac: '02' })) }],
  ['leaves what the network asks unanswered', ['mac-ignored'], { frames: asked(4, () => '') }],
  ['answers each time', [], { frames: asked(4, () => '0307') }],
  ['answers the newest', [], { frames: asked(4, (n) => (n === 0 ? '0307' : '')) }],
  ['two answers were lost', [], { frames: asked(2, () => '') }],
  ['volts of a cell that is full', [], { reported: { battery: { v: 3.6, u: 'V', t: 0, o: '' } } }],
  [
    'volts at which lithium thionyl ends',
    ['battery-low'],
    {
      device: { ...facts().device, batteryChemistry: 'Li-SOCl2' },
      reported: { battery: { v: 3.1, u: 'V', t: 0, o: '' } },
    },
  ],
];

const fresh = (minutes: number, more: Partial<DeviceFacts> = {}): Partial<DeviceFacts> => ({
  frames: [],
  ...more,
  device: { ...facts().device, createdAt: ago(minutes), intervalSeconds: null, ...more.device } as never,
});
const inventory = { registration: { status: 'INVENTORY', failure: null, work: null } as never };
const unknownRhythm = { device: { expectedIntervalSeconds: null } as never };
const join = (minutes: number, accepted: boolean) =>
  frames(1, () => ({
    kind: 'lora.join',
    accepted,
    fCntUp: null,
    at: ago(minutes),
    occurredAt: ago(minutes),
  }));

// [what, minutes since it was added, causes, verdict]
const WAITING: [what: string, told: string[], verdict: string, more: Partial<DeviceFacts>][] = [
  ['registered elsewhere and not heard within its rhythm', [], 'waiting', fresh(40, inventory)],
  ['at its network server and not heard within its rhythm', [], 'waiting', fresh(40)],
  ['of a slow rhythm that nobody knows', [], 'waiting', fresh(350, { ...inventory, ...unknownRhythm })],
  [
    'registered nowhere, and its time is over',
    ['not-registered', 'never-heard'],
    'broken',
    fresh(50, inventory),
  ],
  ['never asked to join, and its time is over', ['no-join-request'], 'broken', fresh(50)],
  ['joined a moment ago, added long ago', [], 'waiting', fresh(9000, { frames: join(5, true) })],
  ['asked a moment ago', [], 'waiting', fresh(9000, { frames: join(2, false) })],
  ['asked, and was not let in', ['join-not-accepted'], 'broken', fresh(9000, { frames: join(12, false) })],
  ['joined, and nothing since', ['accepted-no-data'], 'broken', fresh(9000, { frames: join(50, true) })],
  ['new, and in no flow', ['no-flow'], 'broken', fresh(5, { flows: [] })],
  [
    'new, and somebody posts with a wrong secret',
    ['connection-refused'],
    'broken',
    fresh(5, {
      connections: connection({
        refusals: [{ reason: 'unauthorized', count: 3, lastAt: ago(1), lastDetail: null }],
      }),
    }),
  ],
];

it.each(WAITING)('%s', (_, told, verdict, more) => {
  const { findings, verdict: found, waitingUntil, steps } = diagnoseDevice(facts(more));
  expect([findings.map(({ cause }) => cause), found]).toEqual([told, verdict]);
  if (verdict === 'waiting')
    expect([steps[1]?.state, Date.parse(waitingUntil ?? '') > NOW.getTime()]).toEqual(['waiting', true]);
});

/** A value every so many hours over so many days, the newest last. */
const trend = (unit: string, days: number, value: (day: number) => number) => ({
  unit,
  points: Array.from({ length: days * 6 }, (_, n) => ({
    at: ago((days * 6 - n) * 240),
    value: value(n / 6),
    n: 4,
  })),
});
/** Noise that is the same in every run. */
const noise = (day: number) => Math.sin(day * 97.13) * Math.cos(day * 31.7);
const winter = (day: number) => 3.6 - 0.15 * Math.sin((Math.PI * day) / 30);

const BATTERIES: [what: string, told: string[], DeviceFacts['batteryTrend'], chemistry?: string][] = [
  ['per cents that fall to their end within weeks', ['battery-falling'], trend('%', 12, (d) => 70 - 4 * d)],
  ['the same in fits and starts', ['battery-falling'], trend('%EL', 20, (d) => 60 - 2 * d + 3 * noise(d))],
  ['volts of cells that nobody knows', ['battery-falling'], trend('V', 14, (d) => 3.6 - 0.05 * d)],
  ['millivolts', ['battery-falling'], trend('mV', 14, (d) => 3600 - 50 * d)],
  [
    'volts towards the end of their chemistry',
    ['battery-falling'],
    trend('V', 25, (d) => 3.0 - 0.01 * d),
    'CR123 MnO2',
  ],
  [
    'was replaced and falls again',
    ['battery-falling'],
    trend('%', 20, (d) => (d < 6 ? 60 - d : 100 - 6 * (d - 6))),
  ],
  ['per cents that last for years', [], trend('%', 30, (d) => 80 - 0.1 * d)],
  ['falls, with months to go', [], trend('%', 30, (d) => 99 - 0.6 * d)],
  ['noise', [], trend('V', 30, (d) => 3.55 + 0.08 * noise(d))],
  ['day and night', [], trend('V', 30, (d) => 3.5 + 0.2 * Math.sin(2 * Math.PI * d))],
  ['a cold spell', [], trend('V', 15, winter)],
  ['charged by the sun each day', [], trend('%', 30, (d) => 95 - 60 * (d % 1))],
  ['charged each week, as low before', [], trend('%', 27, (d) => 95 - 11 * (d % 7))],
  ['too few days to tell', [], trend('%', 4, (d) => 80 - 8 * d)],
  ['one value that is off', [], trend('V', 20, (d) => (d > 19.8 ? 2.9 : 3.6))],
  ['told nothing', [], null],
];

it.each(BATTERIES)('a battery: %s', (_, told, batteryTrend, chemistry) => {
  const device = { ...facts().device, batteryChemistry: chemistry ?? null } as never;
  expect(causes({ batteryTrend, device })).toEqual(told);
});

it.each(CASES)('%s', (_, told, more) => expect(causes(more)).toEqual(told));

describe('the chain', () => {
  const states = (more: Partial<DeviceFacts>) => diagnoseDevice(facts(more)).steps.map(({ state }) => state);

  it('ends at the first broken step; what is linked stands', () => {
    expect(states({ frames: silent(700) })).toEqual([
      'fine',
      'broken',
      'unreached',
      'unreached',
      'fine',
      'unreached',
    ]);
  });

  it('without a flow nothing is decoded', () => {
    expect(states({ flows: [] })).toEqual(['fine', 'fine', 'fine', 'unreached', 'broken', 'unreached']);
  });

  it('what stops data comes before what harms it, in the order of causes', () => {
    const found = diagnoseDevice(
      facts({ frames: frames(60, () => ({ confirmed: true })), flows: [flow({ destinations: [] })] }),
    );
    expect(found.findings.map(({ cause, severity }) => [cause, severity])).toEqual([
      ['no-destination', 'stops'],
      ['many-confirmed', 'harms'],
    ]);
    expect(found).toMatchObject({
      verdict: 'broken',
      nextExpectedAt: new Date(NOW.getTime() + 15 * 60_000).toISOString(),
    });
  });
});

describe('frame counters', () => {
  /** As they were sent, oldest first; a join is null. */
  const counted = (told: (number | null)[]) =>
    countersOf(
      frames(told.length, (n): Partial<Frame> => {
        const fCntUp = told[told.length - 1 - n] ?? null;
        return fCntUp === null ? { kind: 'lora.join', accepted: true, fCntUp } : { fCntUp };
      }),
    );

  it.each<[string, (number | null)[], lost: number, resets: number]>([
    ['in a row', [1, 2, 3, 4], 0, 0],
    ['two are missing', [1, 2, 5, 6], 2, 0],
    ['begins anew after a join', [7, 8, null, 0, 1], 0, 0],
    ['begins anew without one', [7, 8, 0, 1], 0, 1],
    ['rolls over', [65_534, 65_535, 0, 1], 0, 0],
    ['one comes late', [1, 3, 2, 4], 1, 0],
    ['one is told twice', [1, 2, 2, 3], 0, 0],
    ['moved by thousands', [1, 2, 9000, 9001], 0, 0],
  ])('%s', (_, told, lost, resets) => {
    const counters = counted(told);
    expect([counters.lost, counters.resets.length]).toEqual([lost, resets]);
  });
});

it.each<[string, string, boolean]>([
  ['0059AC0000180001', '0059AC0000180001', false],
  ['0059AC0000180001', '0059AC0000180007', true],
  ['0059AC0000180012', '0059AC0000180021', true],
  ['0102030405060708', '0807060504030201', true],
  ['0123456789ABCDEF', '012345678ABCDEF0', true],
  ['0059AC0000180001', '70B3D57ED0061234', false],
])('%s heard as %s', (devEui, other, slip) => expect(isSlip(devEui, other)).toBe(slip));
