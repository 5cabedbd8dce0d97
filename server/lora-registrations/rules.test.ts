import { describe, expect, it } from 'vitest';
import type { NetworkWish } from './contract.ts';
import {
  decideWish,
  nextAttemptAt,
  pauseMs,
  presentAfter,
  type RegistrationState,
  statusOf,
  taskOf,
} from './rules.ts';

const state = (change: Partial<RegistrationState> = {}): RegistrationState => ({
  wish: 'ACTIVE',
  present: 'ACTIVE',
  plan: 'standard',
  isDue: false,
  hasFailure: false,
  ...change,
});

describe('the status that is shown', () => {
  it.each([
    [null, 'INVENTORY'],
    [state({ present: 'ABSENT', isDue: true }), 'PENDING_CREATE'],
    [state(), 'ACTIVE'],
    [state({ isDue: true }), 'PENDING_UPDATE'],
    [state({ wish: 'DEACTIVATED', isDue: true }), 'PENDING_DEACTIVATE'],
    [state({ wish: 'DEACTIVATED', present: 'DEACTIVATED' }), 'DEACTIVATED'],
    [state({ wish: 'DEACTIVATED', present: 'DEACTIVATED', isDue: true }), 'PENDING_UPDATE'],
    [state({ present: 'DEACTIVATED', isDue: true }), 'PENDING_REACTIVATE'],
    [state({ wish: 'DELETED', isDue: true }), 'PENDING_DELETE'],
    [state({ present: 'ABSENT', hasFailure: true }), 'FAILED'],
    [state({ wish: 'DELETED', hasFailure: true }), 'FAILED'],
    // It did not go well yet, but it is tried again.
    [state({ present: 'ABSENT', hasFailure: true, isDue: true }), 'PENDING_CREATE'],
  ] as const)('%j → %s', (given, status) => {
    expect(statusOf(given)).toBe(status);
  });

  it('every wish comes to rest: its task leads to a state in which nothing is due', () => {
    for (const wish of ['ACTIVE', 'DEACTIVATED', 'DELETED'] as const) {
      for (const present of ['ABSENT', 'ACTIVE', 'DEACTIVATED'] as const) {
        const after = presentAfter(taskOf({ wish, present }), wish);
        expect(after).toBe(wish === 'DELETED' ? 'ABSENT' : wish);
        if (wish !== 'DELETED') expect(statusOf(state({ wish, present: after }))).toBe(wish);
      }
    }
  });

  it.each([
    ['ACTIVE', 'ABSENT', 'create'],
    ['ACTIVE', 'DEACTIVATED', 'reactivate'],
    ['ACTIVE', 'ACTIVE', 'update'],
    ['DEACTIVATED', 'ACTIVE', 'deactivate'],
    ['DEACTIVATED', 'DEACTIVATED', 'update'],
    ['DELETED', 'ABSENT', 'remove'],
    ['DELETED', 'ACTIVE', 'remove'],
  ] as const)('wished %s where there is %s is: %s', (wish, present, task) => {
    expect(taskOf({ wish, present })).toBe(task);
  });
});

describe('what a wish means', () => {
  const after = (given: RegistrationState, wish: NetworkWish) => {
    const decision = decideWish(given, wish);
    if (decision.kind === 'refused') return decision.refusal.code;
    return decision.kind === 'unchanged' ? 'unchanged' : `${decision.wish}/${decision.plan}`;
  };

  it.each([
    ['registered already', state(), { kind: 'register' }, 'unchanged'],
    ['registered with another plan', state(), { kind: 'register', plan: 'geo' }, 'ACTIVE/geo'],
    [
      'register what failed',
      state({ present: 'ABSENT', hasFailure: true }),
      { kind: 'register' },
      'ACTIVE/standard',
    ],
    [
      'register what is leaving',
      state({ wish: 'DELETED', isDue: true }),
      { kind: 'register' },
      'ACTIVE/standard',
    ],
    ['deactivate', state(), { kind: 'deactivate' }, 'DEACTIVATED/standard'],
    ['deactivate twice', state({ wish: 'DEACTIVATED', isDue: true }), { kind: 'deactivate' }, 'unchanged'],
    [
      'deactivate what never came',
      state({ present: 'ABSENT', isDue: true }),
      { kind: 'deactivate' },
      'lora-registrations.not-active',
    ],
    [
      'deactivate what is leaving',
      state({ wish: 'DELETED', isDue: true }),
      { kind: 'deactivate' },
      'lora-registrations.leaving',
    ],
    [
      'reactivate',
      state({ wish: 'DEACTIVATED', present: 'DEACTIVATED' }),
      { kind: 'reactivate' },
      'ACTIVE/standard',
    ],
    [
      'reactivate what is leaving',
      state({ wish: 'DELETED' }),
      { kind: 'reactivate' },
      'lora-registrations.leaving',
    ],
    ['the same plan', state(), { kind: 'change-plan', plan: 'standard' }, 'unchanged'],
    [
      'another plan keeps it deactivated',
      state({ wish: 'DEACTIVATED', present: 'DEACTIVATED' }),
      { kind: 'change-plan', plan: 'geo' },
      'DEACTIVATED/geo',
    ],
    [
      'the same plan again after it failed',
      state({ hasFailure: true }),
      { kind: 'change-plan', plan: 'standard' },
      'ACTIVE/standard',
    ],
    ['deregister', state(), { kind: 'deregister' }, 'DELETED/standard'],
    ['retry what failed', state({ hasFailure: true }), { kind: 'retry' }, 'ACTIVE/standard'],
    ['retry now what waits', state({ present: 'ABSENT', isDue: true }), { kind: 'retry' }, 'ACTIVE/standard'],
    ['retry what is well', state(), { kind: 'retry' }, 'unchanged'],
  ] as [string, RegistrationState, NetworkWish, string][])('%s', (_, given, wish, expected) => {
    expect(after(given, wish)).toBe(expected);
  });
});

describe('trying again', () => {
  const now = new Date('2026-11-21T12:00:00Z');
  const seconds = (attempts: number, random = 0.5) =>
    ((nextAttemptAt(attempts, now, now, random)?.getTime() ?? 0) - now.getTime()) / 1000;

  it('waits longer each time, never longer than an hour and a fifth', () => {
    expect([1, 2, 3, 4, 5, 6, 7, 8, 100].map((attempts) => seconds(attempts))).toEqual([
      5, 15, 60, 300, 900, 1800, 3600, 3600, 3600,
    ]);
    expect([seconds(1, 0), seconds(1, 1), seconds(0)]).toEqual([4, 6, 5]);
  });

  it('ends a day after the wish', () => {
    const wished = (hours: number) => new Date(now.getTime() - hours * 3600_000);
    expect(nextAttemptAt(30, wished(23), now, 0.5)).not.toBeNull();
    expect(nextAttemptAt(30, wished(25), now, 0.5)).toBeNull();
  });

  it('a server that stays silent is asked once a minute', () => {
    expect([1, 2, 3, 4, 5, 50].map(pauseMs)).toEqual([2_000, 5_000, 15_000, 30_000, 60_000, 60_000]);
  });
});
