import { describe, expect, test } from 'vitest';
import {
  afterFailure,
  afterGone,
  afterSuccess,
  isOpen,
  NOTHING_RECENT,
  noted,
  OPEN_AFTER,
  permission,
  probeStarted,
  rampAllowance,
  resumed,
} from './breaker.ts';
import type { BreakerState } from './contract.ts';

const START = Date.parse('2026-01-10T12:00:00.000Z');
const at = (seconds: number) => new Date(START + seconds * 1000);
const closed: BreakerState = { status: 'active', failuresInARow: 0, failingSince: null, breakerUntil: null };

function failures(count: number, everySeconds = 1, state = closed): BreakerState {
  let result = state;
  for (let i = 0; i < count; i++) result = afterFailure(result, at(i * everySeconds));
  return result;
}

describe('opening', () => {
  test('nine failures in a row still send, the tenth waits a minute', () => {
    expect(permission(failures(OPEN_AFTER - 1), at(9))).toBe('send');
    const open = failures(OPEN_AFTER);
    expect(open).toEqual({
      status: 'active',
      failuresInARow: 10,
      failingSince: at(0),
      breakerUntil: at(69),
    });
    expect(permission(open, at(68.999))).toBe('wait');
    expect(permission(open, at(69))).toBe('probe');
  });

  test('one success in between begins the count anew', () => {
    const state = failures(OPEN_AFTER - 1, 1, afterSuccess(failures(OPEN_AFTER - 1), at(0)));
    expect(state.failuresInARow).toBe(9);
    expect(permission(state, at(20))).toBe('send');
  });

  test('a success of a healthy destination is no change to write', () => {
    expect(afterSuccess(closed, at(0))).toBe(closed);
  });
});

test('while open, one probe a minute: at most 61 in an hour of death', () => {
  let [state, probes] = [failures(OPEN_AFTER), 0];
  for (let second = 10; second < 3610; second++) {
    if (permission(state, at(second)) !== 'probe') continue;
    state = probeStarted(state, at(second));
    probes++;
    expect(permission(state, at(second + 1))).toBe('wait');
    state = afterFailure(state, at(second + 15));
  }
  expect(probes).toBeGreaterThan(40);
  expect(probes).toBeLessThanOrEqual(61);
});

describe('a receiver that fails half the time', () => {
  const judged = (pattern: string) => {
    let [state, recent] = [closed, NOTHING_RECENT];
    for (const [n, sign] of [...pattern].entries()) {
      const judgement = sign === '+' ? 'delivered' : sign === '4' ? 'permanent' : 'retry';
      recent = noted(recent, judgement);
      state = sign === '+' ? afterSuccess(state, at(n)) : afterFailure(state, at(n), recent);
    }
    return state;
  };

  test.each([
    ['+-'.repeat(10), 'wait'],
    [`${'+'.repeat(10)}${'--'.repeat(5)}`, 'wait'],
    ['++-'.repeat(10), 'send'],
    ['+-'.repeat(9), 'send'],
    // Old failures fall out of what is looked at.
    [`${'-'.repeat(9)}${'+'.repeat(10)}-`, 'wait'],
    [`${'-'.repeat(9)}${'+'.repeat(11)}-`, 'send'],
    // One device's messages are refused; the others get through.
    ['+4'.repeat(30), 'send'],
  ])('%s: %s', (pattern, expected) => {
    expect(permission(judged(pattern), at(pattern.length))).toBe(expected);
  });

  test('waits its minute and is probed', () => {
    const state = judged('+-'.repeat(10));
    expect(isOpen(state)).toBe(true);
    expect(permission(state, at(78.999))).toBe('wait');
    expect(permission(state, at(79))).toBe('probe');
    expect(permission(afterFailure(state, at(80)), at(139))).toBe('wait');
  });
});

describe('a probe that succeeds', () => {
  const back = afterSuccess(probeStarted(failures(OPEN_AFTER), at(70)), at(71));
  const seconds = (n: number) => at(71 + n);

  test('lets messages through step by step, and all of them after half a minute', () => {
    expect(back).toEqual({ ...closed, breakerUntil: seconds(30) });
    expect([0, 29.999, 30].map((n) => permission(back, seconds(n)))).toEqual(['ramp', 'ramp', 'send']);
    const allowed = [0, 1, 5, 6, 10, 15, 20, 25, 30].map((n) => rampAllowance(back, seconds(n)));
    expect(allowed).toEqual([1, 2, 6, 8, 16, 41, 91, 191, 441]);
    for (let n = 0; n < 30; n++)
      expect(rampAllowance(back, seconds(n + 1)) - rampAllowance(back, seconds(n))).toBeLessThanOrEqual(50);
  });

  test('is followed by successes that leave it as it is until the end', () => {
    expect(afterSuccess(back, seconds(29))).toBe(back);
    expect(afterSuccess(back, seconds(30))).toEqual(closed);
  });

  test('and a failure on the way opens it for another minute', () => {
    const again = afterFailure(back, seconds(10));
    expect(again).toMatchObject({ failuresInARow: 1, failingSince: seconds(10), breakerUntil: seconds(70) });
    expect(permission(again, seconds(69))).toBe('wait');
    expect(permission(afterFailure(back, seconds(31)), seconds(32))).toBe('send');
  });

  test('five thousand that waited are through in ten minutes', () => {
    let sent = 0;
    let n = 0;
    for (; sent < 5_000; n += 0.2) {
      // Afterwards the lane sends as fast as the receiver answers; here fifty a second.
      sent = permission(back, seconds(n)) === 'ramp' ? rampAllowance(back, seconds(n)) : sent + 10;
    }
    expect(n).toBeLessThan(600);
  });
});

describe('suspension', () => {
  const DAY = 86_400;

  test('after five days of nothing but failures', () => {
    const open = failures(OPEN_AFTER);
    expect(afterFailure(open, at(5 * DAY - 1)).status).toBe('active');
    const suspended = afterFailure(open, at(5 * DAY));
    expect(suspended.status).toBe('suspended');
    expect(permission(suspended, at(9 * DAY))).toBe('wait');
  });

  test('not for a few failures spread over a week', () => {
    expect(failures(5, 2 * DAY).status).toBe('active');
  });

  test('at once when the receiver is gone', () => {
    expect(afterGone(closed, at(0))).toMatchObject({ status: 'suspended', failingSince: at(0) });
    expect(afterGone({ ...closed, status: 'paused' }, at(0)).status).toBe('paused');
  });

  test('a late success does not lift it; a user does', () => {
    const suspended = afterFailure(failures(OPEN_AFTER), at(5 * DAY));
    expect(permission(afterSuccess(suspended, at(6 * DAY)), at(6 * DAY))).toBe('wait');
    expect(resumed()).toEqual(closed);
  });
});

test('what a user paused waits', () => {
  expect(permission({ ...closed, status: 'paused' }, at(0))).toBe('wait');
  expect(failures(20, 86_400, { ...closed, status: 'paused' }).status).toBe('paused');
});
