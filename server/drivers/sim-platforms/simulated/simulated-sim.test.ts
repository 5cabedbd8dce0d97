import { describe, expect, it } from 'vitest';
import { normaliseIccid, normaliseImei } from '#server/protocols/device-identifiers.ts';
import { makeSims } from './make-sims.ts';
import { changed, readingOf, type SimulatedSim } from './simulated-sim.ts';

const now = new Date('2026-11-21T18:00:00.000Z');
const made = makeSims('0f9d2b1c-account', 40, now);
const one = (status: string) =>
  made.find(({ sim }) => sim.status === status) as { iccid: string; sim: SimulatedSim };

describe('the SIMs of a simulated account', () => {
  it('have numbers that pass as ICCID and IMEI, none twice, always the same', () => {
    for (const { iccid, sim } of made) {
      expect(normaliseIccid(iccid)).toMatchObject({ ok: true });
      if (sim.imei) expect(normaliseImei(sim.imei)).toMatchObject({ ok: true });
    }
    expect(new Set(made.map(({ iccid }) => iccid)).size).toBe(40);
    expect(makeSims('0f9d2b1c-account', 40, now)).toEqual(made);
    expect(makeSims('another', 1, now)[0]?.iccid).not.toBe(made[0]?.iccid);
  });

  it('are in every status', () => {
    expect(new Set(made.map(({ sim }) => sim.status)).size).toBe(5);
  });
});

describe('use', () => {
  it('is a month of days that differ, and the month so far is their sum', () => {
    const { iccid, sim } = one('ACTIVATED');
    const { usage } = readingOf(
      iccid,
      { ...sim, periods: [{ from: new Date('2026-01-01'), to: null }] },
      'A',
      now,
    );
    const days = usage.days ?? [];
    expect(days.length).toBeGreaterThan(28);
    expect(new Set(days.map(({ bytes }) => bytes)).size).toBeGreaterThan(20);
    const november = days.filter(({ day }) => day >= '2026-11-01').reduce((sum, { bytes }) => sum + bytes, 0);
    expect(usage.bytes).toBe(november);
  });

  it('grows through the day and never shrinks within a month', () => {
    const { iccid, sim } = one('ACTIVATED');
    const at = (iso: string) => readingOf(iccid, sim, 'A', new Date(iso)).usage.bytes;
    const readings = ['2026-11-21T00:00Z', '2026-11-21T06:00Z', '2026-11-21T23:59Z', '2026-11-25T12:00Z'].map(
      at,
    );
    expect(readings).toEqual(readings.toSorted((a, b) => a - b));
    expect(readings[3]).toBeGreaterThan(readings[0] as number);
  });

  it('ends with deactivation', () => {
    const { iccid, sim } = one('ACTIVATED');
    const off = changed(sim, { status: 'DEACTIVATED' }, now) as SimulatedSim;
    const later = new Date('2026-11-29T18:00:00.000Z');
    expect(readingOf(iccid, off, 'A', later).usage.bytes).toBe(readingOf(iccid, sim, 'A', now).usage.bytes);
    expect(readingOf(iccid, off, 'A', later).session.endedAt).toEqual(now);
  });

  it('a SIM on the shelf used nothing', () => {
    const { iccid, sim } = one('INVENTORY');
    expect(readingOf(iccid, sim, 'A', now)).toMatchObject({
      imei: null,
      activatedAt: null,
      usage: { bytes: 0, days: [] },
      session: { startedAt: null },
    });
  });
});

describe('changes', () => {
  it('activation is remembered, of the first time', () => {
    const first = changed(one('INVENTORY').sim, { status: 'ACTIVATED' }, now) as SimulatedSim;
    expect(first).toMatchObject({ activatedAt: now, periods: [{ from: now, to: null }] });
    const off = changed(first, { status: 'DEACTIVATED' }, new Date('2026-11-22')) as SimulatedSim;
    const again = changed(off, { status: 'ACTIVATED' }, new Date('2026-11-23')) as SimulatedSim;
    expect(again.activatedAt).toEqual(now);
    expect(again.periods).toHaveLength(2);
  });

  it('what is there already is no change; nothing leaves Retired', () => {
    const { sim } = one('RETIRED');
    expect(changed(sim, { status: 'RETIRED' }, now)).toBe(sim);
    for (const wish of [
      { status: 'ACTIVATED' as const },
      { ratePlan: sim.ratePlan === 'Pool 1 MB' ? 'Pool 10 MB' : 'Pool 1 MB' },
    ])
      expect(changed(sim, wish, now)).toMatch(/retired/);
  });

  it('a plan that it does not have, or a way that there is not, is refused with a reason', () => {
    expect(changed(one('ACTIVATED').sim, { ratePlan: 'Gold' }, now)).toBe('There is no rate plan "Gold".');
    expect(changed(one('ACTIVATED').sim, { communicationPlan: 'Gold' }, now)).toMatch(
      /no communication plan/,
    );
    expect(changed(one('ACTIVATED').sim, { status: 'INVENTORY' }, now)).toBe(
      'A SIM that is ACTIVATED cannot become INVENTORY.',
    );
  });
});
