import { describe, expect, test } from 'vitest';
import {
  afterFailure,
  afterGone,
  afterSuccess,
  OPEN_AFTER,
  permission,
  probeStarted,
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
    const state = failures(OPEN_AFTER - 1, 1, afterSuccess(failures(OPEN_AFTER - 1)));
    expect(state.failuresInARow).toBe(9);
    expect(permission(state, at(20))).toBe('send');
  });

  test('a success of a healthy destination is no change to write', () => {
    expect(afterSuccess(closed)).toBe(closed);
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

test('a probe that succeeds closes it', () => {
  const state = afterSuccess(probeStarted(failures(OPEN_AFTER), at(70)));
  expect(state).toEqual(closed);
  expect(permission(state, at(71))).toBe('send');
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
    expect(permission(afterSuccess(suspended), at(6 * DAY))).toBe('wait');
    expect(resumed(suspended)).toEqual(closed);
  });
});

test('what a user paused waits', () => {
  expect(permission({ ...closed, status: 'paused' }, at(0))).toBe('wait');
  expect(failures(20, 86_400, { ...closed, status: 'paused' }).status).toBe('paused');
});
