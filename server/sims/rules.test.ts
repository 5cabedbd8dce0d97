import { describe, expect, it } from 'vitest';
import { SIM_STATUSES, type SimStatus, WANTED_STATUSES, type WantedStatus } from './contract.ts';
import {
  afterFailure,
  changeRefusal,
  isStale,
  linkRefusal,
  type SimState,
  statusesAfter,
  usageBetween,
} from './rules.ts';

const sim = (status: SimStatus, more: Partial<SimState> = {}): SimState => ({
  status,
  account: { status: 'active' },
  pending: {},
  ...more,
});
const now = new Date('2026-11-21T12:00:00.000Z');
const later = (seconds: number) => new Date(now.getTime() + seconds * 1000);

describe('what may follow what', () => {
  /** Rows: from; columns: Inventory, Activation ready, Activated, Deactivated, Retired. x = may. */
  const TABLE: Record<SimStatus, string> = {
    UNKNOWN: '.....',
    INVENTORY: '.xx.x',
    ACTIVATION_READY: 'x.xxx',
    ACTIVATED: '...xx',
    DEACTIVATED: '..x.x',
    RETIRED: '.....',
  };

  for (const from of SIM_STATUSES) {
    for (const [at, to] of WANTED_STATUSES.entries()) {
      const may = TABLE[from][at] === 'x';
      it(`${from} → ${to}: ${may ? 'may' : 'may not'}`, () => {
        expect(statusesAfter(from).includes(to)).toBe(may);
        const refusal = changeRefusal(sim(from), { status: to });
        if (may) expect(refusal).toBeNull();
        else if (from !== to) expect(refusal?.kind).toBe('conflict');
      });
    }
  }

  it('nothing leaves Retired, nor what is on its way there: no status, no plan', () => {
    const changes = [
      ...WANTED_STATUSES.map((status: WantedStatus) => ({ status })),
      { ratePlan: 'A' },
      { communicationPlan: 'B' },
    ];
    for (const state of [sim('RETIRED'), sim('ACTIVATED', { pending: { status: 'RETIRED' } })])
      for (const change of changes) expect(changeRefusal(state, change)?.code).toBe('sims.retired');
  });

  it('retiring and a new plan do not go together', () => {
    expect(changeRefusal(sim('ACTIVATED'), { status: 'RETIRED', ratePlan: 'A' })?.code).toBe('sims.retired');
  });

  it('asking for what is there takes back what waits', () => {
    expect(
      changeRefusal(sim('ACTIVATED', { pending: { status: 'DEACTIVATED' } }), { status: 'ACTIVATED' }),
    ).toBeNull();
  });

  it('a SIM that no platform answers for is not changed', () => {
    expect(changeRefusal(sim('ACTIVATED', { account: null }), { ratePlan: 'A' })?.code).toBe(
      'sims.no-account',
    );
    expect(
      changeRefusal(sim('ACTIVATED', { account: { status: 'disabled' } }), { ratePlan: 'A' })?.code,
    ).toBe('sims.account-disabled');
    expect(changeRefusal(sim('UNKNOWN'), { status: 'ACTIVATED' })?.code).toBe('sims.not-synced');
  });
});

it('a SIM goes into a device when it is free and not retired', () => {
  expect(linkRefusal({ status: 'INVENTORY', deviceId: null })).toBeNull();
  expect(linkRefusal({ status: 'UNKNOWN', deviceId: null })).toBeNull();
  expect(linkRefusal({ status: 'ACTIVATED', deviceId: 'x' })?.code).toBe('sims.linked-elsewhere');
  expect(linkRefusal({ status: 'RETIRED', deviceId: null })?.code).toBe('sims.retired');
});

describe('after a failure', () => {
  it('waits longer each time, then gives up', () => {
    const waits = [];
    for (let attempts = 0; ; ) {
      const verdict = afterFailure({ kind: 'unavailable' }, attempts, now);
      if (!verdict.again) break;
      waits.push((verdict.dueAt.getTime() - now.getTime()) / 1000);
      expect(verdict.pauseAccountUntil).toBeNull();
      attempts = verdict.attempts;
    }
    expect(waits).toEqual([5, 15, 60, 300, 900, 1800, 3600]);
  });

  it('a refusal is final at once', () => {
    expect(afterFailure({ kind: 'refused' }, 0, now)).toEqual({ again: false });
    expect(afterFailure({ kind: 'unknown-sim' }, 0, now)).toEqual({ again: false });
  });

  it('a platform that asks for quiet gets it, for the account, and it does not count', () => {
    expect(afterFailure({ kind: 'rate-limited' }, 7, now)).toEqual({
      again: true,
      dueAt: later(30),
      attempts: 7,
      pauseAccountUntil: later(30),
    });
    const told = afterFailure({ kind: 'rate-limited', retryAfterMs: 90_000 }, 0, now);
    expect(told).toMatchObject({ pauseAccountUntil: later(90) });
    const absurd = afterFailure({ kind: 'rate-limited', retryAfterMs: 9e12 }, 0, now);
    expect(absurd).toMatchObject({ pauseAccountUntil: later(3600) });
  });

  it('wrong credentials hold the whole account back', () => {
    expect(afterFailure({ kind: 'unauthorized' }, 1, now)).toMatchObject({
      attempts: 2,
      pauseAccountUntil: later(15),
    });
  });
});

it('what is older than five minutes is asked again', () => {
  expect(isStale(null, now)).toBe(true);
  expect(isStale(later(-299), now)).toBe(false);
  expect(isStale(later(-300), now)).toBe(true);
});

describe('data of a day from readings of a month', () => {
  const at = (text: string) => new Date(text);

  it('is the growth, on the day that most of the time between lies in', () => {
    const before = { bytes: 1000, at: at('2026-11-20T02:00:00Z') };
    expect(usageBetween(before, { bytes: 1700, at: at('2026-11-21T02:00:00Z') })).toEqual({
      day: '2026-11-20',
      bytes: 700,
    });
    expect(usageBetween(before, { bytes: 1700, at: at('2026-11-22T02:00:00Z') })?.day).toBe('2026-11-21');
  });

  it('begins anew with the billing month', () => {
    const before = { bytes: 90_000, at: at('2026-11-30T02:00:00Z') };
    expect(usageBetween(before, { bytes: 40, at: at('2026-12-01T02:00:00Z') })).toEqual({
      day: '2026-11-30',
      bytes: 40,
    });
  });

  it('says nothing of the first reading, nor of no growth', () => {
    expect(usageBetween(null, { bytes: 5, at: now })).toBeNull();
    expect(usageBetween({ bytes: 5, at: now }, { bytes: 5, at: later(60) })).toBeNull();
  });
});
