import { describe, expect, it } from 'vitest';
import {
  account,
  at,
  center,
  clock,
  database,
  editor,
  expireLeases,
  iccids,
  listed,
  puts,
  work,
  workAll,
} from './account-scene.fixture.ts';
import { changeSims } from './change-sims.ts';
import { createSimAccount } from './create-account.ts';
import { leaseSystemAccount } from './lanes.sql.ts';
import { getSimAccount } from './read-accounts.ts';
import { getSim, getSimUsage } from './read-sims.ts';
import { syncSim } from './sync-sims.ts';

describe('who works', () => {
  it('one at a time for an account, its calls one after the other and not too fast', async () => {
    const ids = await listed();
    await changeSims(editor, { ids, change: { status: 'DEACTIVATED' } });
    center.calls.length = 0;
    const took = await Promise.all([work(), work(), work()]);
    expect(took.filter(Boolean)).toHaveLength(1);
    const times = center.calls.map(({ at: when }) => when);
    const gaps = times.slice(1).map((time, n) => time - (times[n] as number));
    expect(Math.min(...gaps)).toBeGreaterThan(200);
  });

  it('a worker that died leaves nothing behind: after its lease another does it', async () => {
    const [id] = (await listed()) as [string];
    await changeSims(editor, { ids: [id], change: { status: 'DEACTIVATED' } });
    expect(await leaseSystemAccount()).toMatchObject({ accountId: account });
    expect(await work()).toBe(false);
    await expireLeases();
    await workAll();
    expect(at(0).status).toBe('DEACTIVATED');
    expect(await getSim(editor, { id })).toMatchObject({ status: 'DEACTIVATED', changes: [] });
  });

  it('a worker that slept past its lease writes nothing', async () => {
    const [id] = (await listed()) as [string];
    await changeSims(editor, { ids: [id], change: { status: 'DEACTIVATED' } });
    center.fail('slow', { method: 'PUT' });
    const sleeper = work();
    await expect.poll(puts).toBe(1);
    await expireLeases();
    expect(await leaseSystemAccount()).not.toBeNull();
    await sleeper;
    // Neither an attempt nor a reason of it stands here.
    expect((await getSim(editor, { id })).changes).toMatchObject([
      { state: 'pending', attempts: 0, error: null },
    ]);
  });

  it('told to stop, it ends before its next call', async () => {
    const ids = await listed();
    await changeSims(editor, { ids, change: { status: 'DEACTIVATED' } });
    const ends = new AbortController();
    const before = puts();
    const running = work(ends.signal);
    await expect.poll(puts).toBe(before + 1);
    ends.abort();
    expect(await running).toBe(true);
    expect(puts()).toBeLessThan(before + 3);
    await workAll();
    expect([0, 1, 2].map((n) => at(n).status)).toEqual(Array(3).fill('DEACTIVATED'));
  });
});

describe('use', () => {
  it('of a day comes from what the month grew by between two readings', async () => {
    const noon = (day: number) => new Date(`2026-11-${day}T12:00:00.000Z`);
    clock.now = noon(18);
    at(0).ctdDataUsage = 1000;
    const [id] = (await listed()) as [string];
    for (const [day, total] of [
      [19, 1500],
      [20, 1500],
      [21, 4000],
      [22, 300],
    ] as const) {
      clock.now = noon(day);
      at(0).ctdDataUsage = total;
      await syncSim(editor, { id });
      await workAll();
    }
    // 22: a new billing month began, so what it came to is what was used.
    expect((await getSimUsage(editor, { id, days: 400 })).items).toEqual([
      { day: '2026-11-19', bytes: 500 },
      { day: '2026-11-21', bytes: 2500 },
      { day: '2026-11-22', bytes: 300 },
    ]);
    expect((await getSim(editor, { id })).cycleBytes).toBe(300);
  });

  it('of a platform that tells days is as told', async () => {
    await database.sql`delete from sim_accounts`;
    const { id: simulated } = await createSimAccount(editor, {
      name: 'Simulated',
      description: null,
      platform: 'simulated',
      settings: { simCount: 20, delayMs: 0 },
      credentials: {},
    });
    clock.now = new Date();
    await workAll();
    const rows = await database.sql<{ id: string }[]>`
      select s.id from sims s join sim_usage_days u on u.sim_id = s.id where s.status = 'ACTIVATED' group by s.id having count(*) > 14`;
    expect(rows.length).toBeGreaterThan(5);
    const { sims, plans } = await getSimAccount(editor, { id: simulated });
    expect(sims).toBe(20);
    expect(plans.find(({ name }) => name === 'NB-IoT data')?.apns).toEqual(['nb.simulated']);
  });

  it('a SIM that the platform does not know says so, and the sync is over', async () => {
    const [id] = (await listed()) as [string];
    center.devices.delete(iccids[0] as string);
    await syncSim(editor, { id });
    await workAll();
    expect(await getSim(editor, { id })).toMatchObject({
      syncing: false,
      syncErrorCode: 'sim-platform.unknown-sim',
      syncError: 'Resource not found - Invalid ICCID (20000001)',
    });
  });
});
