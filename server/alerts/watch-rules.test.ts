import { describe, expect, it } from 'vitest';
import { belongsTo, isOver, quietOf, type SourceDevice, togetherOf } from './incident-rules.ts';
import {
  isAgain,
  isToldAgain,
  judge,
  listenedSeconds,
  type Span,
  silentSince,
  stepOf,
  type WatchedDevice,
} from './watch-rules.ts';

const HOUR = 3_600_000;
const NOW = Date.parse('2026-03-29T12:00:00Z');
const ALWAYS: Span[] = [{ from: 0, until: NOW + 1000 * HOUR }];
const hourly = (more: Partial<WatchedDevice> = {}): WatchedDevice => ({
  isActive: true,
  state: 'online',
  heardAt: NOW,
  baselineAt: 0,
  intervalSeconds: 3600,
  expectedIntervalSeconds: null,
  ...more,
});
const ago = (hours: number) => NOW - hours * HOUR;

describe('a device', () => {
  const cases: [name: string, device: Partial<WatchedDevice>, spans: Span[], state: string][] = [
    ['just heard', {}, ALWAYS, 'online'],
    ['one message lost', { heardAt: ago(2) }, ALWAYS, 'online'],
    ['late', { heardAt: ago(2.5) }, ALWAYS, 'late'],
    ['silent', { heardAt: ago(6.1) }, ALWAYS, 'silent'],
    ['by the rhythm of its type', { heardAt: ago(2.5), expectedIntervalSeconds: 7200 }, ALWAYS, 'online'],
    ['heard in the future, by a clock that was set back', { heardAt: ago(-9) }, ALWAYS, 'online'],
    // The night in which clocks are set has as many seconds as its hours, not as the wall says: 23 h, not 24.
    [
      'hourly over the change to summer time',
      { heardAt: Date.parse('2026-03-29T09:40:00Z') },
      ALWAYS,
      'online',
    ],
    [
      'of ten seconds, within what networks hold up',
      { heardAt: NOW - 100_000, intervalSeconds: 10 },
      ALWAYS,
      'online',
    ],
    ['the platform was down all along', { heardAt: ago(90) }, [{ from: 0, until: ago(90) }], 'online'],
    [
      'down for days, up for an hour',
      { heardAt: ago(90) },
      [
        { from: 0, until: ago(90) },
        { from: ago(1), until: NOW },
      ],
      'online',
    ],
    [
      'silent before and after it was down',
      { heardAt: ago(90) },
      [
        { from: 0, until: ago(86) },
        { from: ago(3), until: NOW },
      ],
      'silent',
    ],
    ['activated again just now', { state: 'off', heardAt: ago(900) }, ALWAYS, 'online'],
    ['deactivated', { isActive: false, heardAt: ago(900) }, ALWAYS, 'off'],
    ['added, not heard for a day', { heardAt: null, baselineAt: ago(24) }, ALWAYS, 'new'],
    ['added, not heard for eight days', { heardAt: null, baselineAt: ago(192) }, ALWAYS, 'never'],
  ];
  it.each(cases)('%s', (_name, device, spans, state) => {
    const judged = judge(hourly(device), spans, NOW, NOW);
    expect(judged.state).toBe(state);
    expect(judged.dueAt).toBeGreaterThan(NOW);
    expect(judged.dueAt - NOW).toBeLessThanOrEqual(6 * HOUR);
  });

  it('is looked at again when it can be late, and not before', () => {
    const at = judge(hourly(), ALWAYS, NOW, NOW).dueAt;
    expect(judge(hourly(), ALWAYS, at, at).state).toBe('late');
    expect(judge(hourly(), ALWAYS, at - 2000, at - 2000).state).toBe('online');
  });

  it('is not silent for what still waits to be processed', () => {
    expect(judge(hourly({ heardAt: ago(7) }), ALWAYS, ago(6.5), NOW).state).toBe('online');
  });

  it('is not late for a message that was lost in a restart, however long that took', () => {
    for (const minutes of [1, 10, 59, 300]) {
      const until = NOW - 30 * 60_000;
      const from = until - minutes * 60_000;
      const spans = [
        { from: 0, until: from },
        { from: until, until: NOW },
      ];
      expect(judge(hourly({ heardAt: from - 59 * 60_000 }), spans, NOW, NOW).state).toBe('online');
    }
  });

  it('is silent only of time in which it was listened', () => {
    const spans = [
      { from: 0, until: 1000 },
      { from: 5000, until: 9000 },
    ];
    expect(listenedSeconds(spans, 500, 6000)).toBe(1.5);
  });
});

it('an alert opens, gets worse, ends, and never gets better without ending', () => {
  expect([
    stepOf('online', null),
    stepOf('late', null),
    stepOf('silent', 'late'),
    stepOf('late', 'silent'),
    stepOf('silent', 'silent'),
    stepOf('online', 'silent'),
    stepOf('off', 'late'),
    stepOf('never', null),
    stepOf('silent', 'never-heard'),
    stepOf('off', null),
  ]).toEqual([
    null,
    { step: 'open', kind: 'late' },
    { step: 'raise', kind: 'silent' },
    null,
    null,
    { step: 'resolve', resolution: 'heard' },
    { step: 'resolve', resolution: 'deactivated' },
    { step: 'open', kind: 'never-heard' },
    { step: 'raise', kind: 'silent' },
    null,
  ]);
});

it('whoever falls silent again at once has one alert, told once a day', () => {
  expect([
    isAgain(null, 60, NOW),
    isAgain(ago(0.5), 60, NOW),
    isAgain(ago(2), 60, NOW),
    isAgain(ago(2), 3600, NOW),
  ]).toEqual([false, true, false, true]);
  expect([isToldAgain(null, NOW), isToldAgain(ago(1), NOW), isToldAgain(ago(25), NOW)]).toEqual([
    true,
    false,
    true,
  ]);
});

const minutes = (n: number) => n * 60_000;
/** Devices of ten minutes, heard so many minutes ago. */
const fleet = (...heard: number[]): SourceDevice[] =>
  heard.map((n, i) => ({ deviceId: String(i), heardAt: NOW - minutes(n), interval: 600 }));
/** As the round asks: those that are missed together, and whether no more than may be were heard since. */
function outageOf(devices: SourceDevice[]) {
  const found = togetherOf(devices.filter(({ heardAt }) => heardAt < NOW - minutes(24)));
  const heard = devices.filter(({ heardAt }) => found && heardAt > found.since).length;
  return found && heard <= found.mayBeHeard ? found : null;
}

describe('silences have one cause', () => {
  const cases: [name: string, devices: SourceDevice[], members: number | null][] = [
    ['none', [], null],
    ['all of a gateway', fleet(30, 33, 37, 39), 4],
    ['two are chance', fleet(30, 33), null],
    ['three of two hundred', fleet(30, 33, 35, ...Array<number>(197).fill(3)), null],
    ['most of a gateway', fleet(30, 33, 35, 36, 2), 4],
    ['half of a gateway', fleet(30, 33, 35, 2, 3, 4), null],
    ['each at a time of its own', fleet(30, 300, 3000, 30_000), null],
    ['with one that was dead before', fleet(30, 33, 37, 9000), 3],
  ];
  it.each(cases)('%s', (_name, devices, members) => {
    expect(outageOf(devices)?.memberIds.length ?? null).toBe(members);
  });

  it('says since when, and how many may have been heard', () => {
    expect(outageOf(fleet(30, 33, 35, 36, 2))).toMatchObject({ since: NOW - minutes(30), mayBeHeard: 2 });
  });

  it('takes in whoever was last heard when it began, and nobody else', () => {
    const since = ago(5);
    const heard = [ago(6), ago(40), ago(1)];
    expect(heard.map((heardAt) => belongsTo(since, { heardAt, interval: 3600 }))).toEqual([
      true,
      false,
      false,
    ]);
  });
});

describe('nothing at all is heard', () => {
  const hourlyFleet = (n: number, since: number): SourceDevice[] =>
    Array.from({ length: n }, (_, i) => ({
      deviceId: String(i),
      heardAt: NOW - minutes(since) - i * (HOUR / n),
      interval: 3600,
    }));
  it('of a hundred hourly devices for eleven minutes', () => {
    expect(quietOf(hourlyFleet(100, 11), ALWAYS, NOW)).toMatchObject({ of: 100 });
  });
  it.each([
    ['of a hundred for five minutes', hourlyFleet(100, 5), ALWAYS],
    ['of three for eleven minutes', hourlyFleet(3, 11), ALWAYS],
    ['of two for a day', hourlyFleet(2, 1440), ALWAYS],
    ['while the platform did not listen', hourlyFleet(100, 60), [{ from: NOW - minutes(9), until: NOW }]],
  ])('%s is nothing yet', (_name, devices, spans) => {
    expect(quietOf(devices, spans, NOW)).toBeNull();
  });
});

it('an incident ends when most are back', () => {
  expect([
    isOver(10, 3, true),
    isOver(10, 2, true),
    isOver(3, 1, true),
    isOver(0, 0, false),
    isOver(0, 0, true),
  ]).toEqual([false, true, false, false, true]);
});

describe('since when it is silent', () => {
  const minute = 60_000;
  const since = (heardAt: number | null, interval: number) =>
    silentSince({ heardAt, baselineAt: 3 * minute, interval }, 1000 * minute) / minute;
  it('is when its next message was due, whoever looked when; of one never heard, when it was added', () => {
    expect([since(100 * minute, 600), since(999 * minute, 3600), since(null, 600)]).toEqual([110, 1000, 3]);
  });
});
