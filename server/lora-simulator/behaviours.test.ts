import { describe, expect, it } from 'vitest';
import { uuidOfIdentity } from '#server/protocols/provider-envelope/event-identity.ts';
import { MODEL_NAMES, simulatedMemorySchema } from './contract.ts';
import { live, makeDevice, NOW, ofKind, uplinksOf } from './device.fixture.ts';
import { NOISE_FLOOR_DBM } from './radio.ts';
import { nextMessageAt } from './schedule.ts';
import { sendMessage } from './send-message.ts';

describe('determinism', () => {
  it('the same seed lives the same life', () => {
    expect(live(makeDevice()).events).toEqual(live(makeDevice()).events);
  });

  it('another seed lives another', () => {
    expect(live(makeDevice({ seed: 'other' })).events).not.toEqual(live(makeDevice()).events);
  });

  it('a life cut in two and kept as JSON in between is the same life', () => {
    const whole = makeDevice();
    const { events } = live(whole);
    const cut = makeDevice();
    const half = new Date(NOW.getTime() - 5 * 86_400_000);
    const first = live(cut, half);
    const memory = simulatedMemorySchema.parse(JSON.parse(JSON.stringify(cut.memory)));
    const second: typeof events = [];
    for (let at = nextMessageAt(cut.device, half); at && at < NOW; at = nextMessageAt(cut.device, at)) {
      second.push(...sendMessage(cut.device, memory, at));
    }
    expect([...first.events, ...second]).toEqual(events);
    expect(memory).toEqual(whole.memory);
  });
});

describe('schedule', () => {
  it('keeps the interval within its jitter and never stands still', () => {
    const { device } = makeDevice();
    let at = nextMessageAt(device, new Date(device.startedAt)) as Date;
    for (let n = 0; n < 500; n++) {
      const next = nextMessageAt(device, at) as Date;
      const seconds = (next.getTime() - at.getTime()) / 1000;
      expect(seconds).toBeGreaterThan(1200 * 0.96);
      expect(seconds).toBeLessThan(1200 * 1.04);
      at = next;
    }
  });
});

describe('a healthy device', () => {
  const { events, wakes } = live(makeDevice());
  const uplinks = uplinksOf(events);

  it('joins once and counts up', () => {
    expect(ofKind(events, 'join').filter(({ accepted }) => accepted)).toHaveLength(1);
    const counters = uplinks.map(({ fCntUp }) => fCntUp);
    expect(counters).toEqual([...new Set(counters)].sort((a, b) => a - b));
    expect(counters.at(-1)).toBe(wakes - 1);
  });

  it('loses hardly anything and ends up fast, by ADR', () => {
    expect(uplinks.length / wakes).toBeGreaterThan(0.97);
    expect(uplinks.at(-1)?.radio.spreadingFactor).toBe(7);
    expect(uplinks.some(({ macCommands }) => macCommands?.startsWith('03'))).toBe(true);
  });

  it('is told by the network what to change, and answers in its next frame', () => {
    const asked = ofKind(events, 'downlink-sent').filter(({ macCommands }) => macCommands?.startsWith('03'));
    expect(asked.length).toBeGreaterThan(0);
    const [first] = asked;
    const answer = uplinks.find(({ occurredAt }) => occurredAt > (first?.occurredAt ?? ''));
    expect(answer?.macCommands?.slice(0, 2)).toBe('03');
  });

  it('is heard by several gateways, the strongest first', () => {
    expect(Math.max(...uplinks.map(({ receptions }) => receptions.length))).toBeGreaterThan(2);
    for (const { receptions } of uplinks) {
      const esp = receptions.map((reception) => reception.esp ?? 0);
      expect(esp).toEqual([...esp].sort((a, b) => b - a));
    }
  });

  it('tells its status daily and takes the weekly settings', () => {
    expect(ofKind(events, 'status').length).toBeGreaterThanOrEqual(8);
    expect(ofKind(events, 'downlink-sent').filter(({ queueItemId }) => queueItemId !== null)).toHaveLength(1);
    expect(ofKind(events, 'ack')).toHaveLength(1);
  });
});

describe.each(MODEL_NAMES)('model %s', (model) => {
  it('sends what fits the slowest data rate, MAC commands included', () => {
    const { events } = live(makeDevice({ model, behaviour: 'weak', seed: `weak ${model}` }));
    const uplinks = uplinksOf(events);
    expect(uplinks.length).toBeGreaterThan(100);
    for (const { frmPayload, macCommands = '' } of uplinks) {
      expect((frmPayload.length + macCommands.length) / 2).toBeLessThanOrEqual(51);
    }
  });
});

describe('behaviours', () => {
  it('weak: always SF12, just above what can be heard, many frames lost', () => {
    const { events, wakes } = live(makeDevice({ behaviour: 'weak' }, 20));
    const uplinks = uplinksOf(events);
    expect(new Set(uplinks.map(({ radio }) => radio.spreadingFactor))).toEqual(new Set([12]));
    expect(uplinks.every(({ adr }) => !adr)).toBe(true);
    const loss = 1 - uplinks.length / wakes;
    expect(loss).toBeGreaterThan(0.08);
    expect(loss).toBeLessThan(0.5);
    const mean = uplinks.reduce((sum, { receptions }) => sum + (receptions[0]?.esp ?? 0), 0) / uplinks.length;
    expect(mean).toBeLessThan(NOISE_FLOOR_DBM - 20 + 8);
  });

  it('silent: nothing any more for six days', () => {
    const { events } = live(makeDevice({ behaviour: 'silent' }));
    const last = uplinksOf(events).at(-1)?.occurredAt ?? '';
    const days = (NOW.getTime() - Date.parse(last)) / 86_400_000;
    expect(days).toBeGreaterThan(5.9);
    expect(days).toBeLessThan(6.2);
  });

  it('rejoining: a join before each message, FCntUp always 0', () => {
    const { events, wakes } = live(makeDevice({ behaviour: 'rejoining' }, 3));
    expect(new Set(uplinksOf(events).map(({ fCntUp }) => fCntUp))).toEqual(new Set([0]));
    expect(ofKind(events, 'join').filter(({ accepted }) => !accepted).length).toBeGreaterThan(wakes * 0.95);
    expect(new Set(uplinksOf(events).map(({ devAddr }) => devAddr)).size).toBe(uplinksOf(events).length);
  });

  it('no-accept: join requests and nothing else but the network’s complaint', () => {
    const { events, wakes } = live(makeDevice({ behaviour: 'no-accept' }, 3));
    expect(ofKind(events, 'join').length).toBeGreaterThan(wakes * 0.9);
    expect(ofKind(events, 'join').some(({ accepted }) => accepted)).toBe(false);
    expect(uplinksOf(events)).toEqual([]);
    expect(new Set(ofKind(events, 'log').map(({ code }) => code))).toEqual(new Set(['UPLINK_MIC']));
  });

  it('confirmed: far more than one in ten', () => {
    const uplinks = uplinksOf(live(makeDevice({ behaviour: 'confirmed' })).events);
    const share = uplinks.filter(({ confirmed }) => confirmed).length / uplinks.length;
    expect(share).toBeGreaterThan(0.5);
    expect(share).toBeLessThan(0.7);
  });

  it('failing decoder: a payload of another form since four days', () => {
    const uplinks = uplinksOf(
      live(makeDevice({ behaviour: 'failing-decoder', model: 'water-level' })).events,
    );
    const versions = uplinks.map(({ frmPayload }) => frmPayload.slice(0, 2));
    expect(versions[0]).toBe('01');
    expect(versions.at(-1)).toBe('02');
    const changed = uplinks.find(({ frmPayload }) => frmPayload.startsWith('02'))?.occurredAt ?? '';
    expect((NOW.getTime() - Date.parse(changed)) / 86_400_000).toBeCloseTo(4, 1);
  });

  it('dying battery: the voltage falls, in the payload and in the status', () => {
    const { events } = live(makeDevice({ behaviour: 'dying-battery' }, 25));
    const levels = ofKind(events, 'status').map(({ batteryLevel }) => batteryLevel ?? 0);
    expect(levels[0]).toBeGreaterThan(90);
    expect(levels.at(-1)).toBeLessThan(35);
  });

  it('an empty battery sends nothing', () => {
    expect(nextMessageAt({ ...makeDevice().device, batteryDays: 1 }, NOW)).toBeNull();
  });
});

it('a tracker’s frames are located some seconds later, roughly where it is', () => {
  const made = makeDevice({ model: 'tracker' });
  const { events } = live(made);
  const locations = ofKind(events, 'location');
  expect(locations.length).toBeGreaterThan(uplinksOf(events).length / 2);
  for (const { location, fCntUp, identity } of locations) {
    const uplink = uplinksOf(events).find((one) => uuidOfIdentity(one.identity) === uuidOfIdentity(identity));
    expect(uplink?.fCntUp).toBe(fCntUp);
    expect(Math.abs(location.latitude - made.device.place.latitude)).toBeLessThan(0.1);
    expect(location.radius).toBeGreaterThan(50);
    expect(fCntUp).not.toBeNull();
  }
});
