import { describe, expect, test } from 'vitest';
import { type AttemptOutcome, type DeliveryState, deliveryStates, type Judgement } from './contract.ts';
import { isDeadLetter, judge, LONGEST_RETRY_AFTER_MS, MAX_AGE_MS, mayReplay, nextAttempt } from './rules.ts';

const NOW = new Date('2026-01-10T12:00:00.000Z');
const outcome = (change: Partial<AttemptOutcome>): AttemptOutcome => ({
  at: NOW.toISOString(),
  durationMs: 12,
  ...change,
});
const next = (attempt: number, change: Partial<AttemptOutcome>, random = 0.5, since?: Date) =>
  nextAttempt({ attempt, outcome: outcome(change), now: NOW, random, ...(since ? { since } : {}) });

/** Written out a second time, so that neither can be wrong alone. */
function expected(status: number): Judgement {
  if (String(status).startsWith('2')) return 'delivered';
  if (status === 410) return 'gone';
  if ([408, 425, 429].includes(status)) return 'retry';
  return /^[34]/.test(String(status)) ? 'permanent' : 'retry';
}

test.each(Array.from({ length: 500 }, (_, i) => i + 100))('status %d', (status) => {
  const judgement = expected(status);
  expect(judge(outcome({ status }))).toBe(judgement);
  const [first, third] = [next(1, { status }), next(3, { status })];
  if (judgement === 'delivered') expect(first).toMatchObject({ kind: 'final', state: 'delivered' });
  else if (judgement === 'gone')
    expect(first).toMatchObject({ kind: 'final', state: 'failed', reason: 'gone' });
  else expect(first).toMatchObject({ kind: 'retry', delayMs: 5000 });
  if (judgement === 'permanent') expect(third).toMatchObject({ kind: 'final', reason: 'refused' });
  if (judgement === 'retry') expect(third).toMatchObject({ kind: 'retry' });
});

describe('without an answer', () => {
  test.each([
    ['outgoing.timeout', 'retry'],
    ['outgoing.unreachable', 'retry'],
    ['outgoing.broken-off', 'retry'],
    ['outgoing.tls', 'retry'],
    ['outgoing.unresolved', 'retry'],
    ['outgoing.forbidden-address', 'permanent'],
    ['outgoing.bad-url', 'permanent'],
    ['destinations.misconfigured', 'permanent'],
    [undefined, 'retry'],
  ] as const)('%s', (error, judgement) => {
    expect(judge(outcome(error === undefined ? {} : { error }))).toBe(judgement);
  });
});

test('a driver’s own word comes before the status', () => {
  expect(judge(outcome({ status: 302, accepted: true }))).toBe('delivered');
  expect(judge(outcome({ status: 200, accepted: false }))).toBe('permanent');
});

describe('the schedule', () => {
  const MINUTE = 60_000;
  const pauses = [
    5000,
    30_000,
    2 * MINUTE,
    10 * MINUTE,
    30 * MINUTE,
    60 * MINUTE,
    120 * MINUTE,
    240 * MINUTE,
  ];

  test.each(pauses.map((pause, index) => [index + 1, pause] as const))(
    'after attempt %d',
    (attempt, pause) => {
      expect(next(attempt, { status: 500 }, 0)).toMatchObject({ delayMs: pause * 0.8 });
      expect(next(attempt, { status: 500 }, 0.5)).toMatchObject({
        delayMs: pause,
        at: new Date(NOW.getTime() + pause),
      });
      expect(next(attempt, { status: 500 }, 1 - 2 ** -40)).toMatchObject({
        delayMs: Math.round(pause * 1.2),
      });
    },
  );

  test('goes on every four hours and ends within three days', () => {
    let [attempt, elapsed] = [1, 0];
    for (;;) {
      const step = next(attempt, { error: 'outgoing.timeout' });
      if (step.kind === 'final') {
        expect(step).toEqual({ kind: 'final', state: 'failed', reason: 'exhausted' });
        break;
      }
      elapsed += step.delayMs;
      attempt++;
    }
    expect(attempt).toBe(25);
    expect(elapsed).toBe(((71 * 60 + 42) * 60 + 35) * 1000);
    expect(elapsed).toBeLessThan(MAX_AGE_MS);
  });

  test('age ends it before the count does', () => {
    const since = (hours: number) => new Date(NOW.getTime() - hours * 3_600_000);
    expect(next(9, { status: 500 }, 0.5, since(67))).toMatchObject({ kind: 'retry' });
    expect(next(9, { status: 500 }, 0.5, since(69))).toMatchObject({ kind: 'final', reason: 'exhausted' });
  });
});

describe('Retry-After', () => {
  test.each([
    ['120', 120_000],
    [' 120 ', 120_000],
    ['0', 5000],
    ['3', 5000],
    ['Sat, 10 Jan 2026 12:02:00 GMT', 120_000],
    ['Saturday, 10-Jan-26 12:02:00 GMT', 120_000],
    ['Sat Jan 10 12:02:00 2026', 120_000],
    ['Sat, 10 Jan 2026 11:59:00 GMT', 5000],
    ['Sunday, 06-Nov-94 08:49:37 GMT', 5000],
    ['Sun Nov  6 08:49:37 1994', 5000],
    ['-1', 5000],
    ['-120', 5000],
    ['1.5', 5000],
    ['1e9', 5000],
    ['', 5000],
    ['soon', 5000],
    ['Sat, 10 Foo 2026 12:02:00 GMT', 5000],
    ['2026-01-10T12:02:00Z', 5000],
    ['1000000000', LONGEST_RETRY_AFTER_MS],
    ['9'.repeat(400), LONGEST_RETRY_AFTER_MS],
    ['Fri, 31 Dec 9999 23:59:59 GMT', LONGEST_RETRY_AFTER_MS],
  ])('%j', (retryAfter, delayMs) => {
    for (const status of [429, 503]) {
      const step = nextAttempt({ attempt: 1, outcome: outcome({ status, retryAfter }), now: NOW, random: 0 });
      expect(step).toMatchObject({ kind: 'retry', delayMs: delayMs === 5000 ? 4000 : delayMs });
    }
  });

  test('is never undercut by jitter, nor does it shorten the schedule', () => {
    expect(next(1, { status: 429, retryAfter: '120' }, 1 - 2 ** -40)).toMatchObject({ delayMs: 144_000 });
    expect(next(5, { status: 429, retryAfter: '1' })).toMatchObject({ delayMs: 30 * 60_000 });
  });
});

test('the dead letter is what failed; whatever is final may be replayed', () => {
  const which = (is: (state: DeliveryState) => boolean) => deliveryStates.filter(is);
  expect(which(isDeadLetter)).toEqual(['failed']);
  expect(which(mayReplay)).toEqual(['delivered', 'failed', 'cancelled', 'discarded']);
});
