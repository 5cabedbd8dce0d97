import { describe, expect, it } from 'vitest';
import { API_KEY, centerDevice } from '#server/drivers/sim-platforms/cisco/control-center.fixture.ts';
import {
  a,
  account,
  at,
  b,
  center,
  clock,
  database,
  editor,
  iccids,
  listed,
  puts,
  spare,
  whenDue,
  work,
  workAll,
} from './account-scene.fixture.ts';
import { changeSims } from './change-sims.ts';
import { scheduleSystemListings } from './lanes.sql.ts';
import { getSimAccount } from './read-accounts.ts';
import { getSim } from './read-sims.ts';
import { isReadWhole } from './rules.ts';
import { syncSim, syncSimAccount } from './sync-sims.ts';

describe('a listing', () => {
  it('brings the SIMs in, each with its details, and the plans', async () => {
    at(0).ctdDataUsage = 5_000_000;
    const [first] = await listed();
    const sim = await getSim(editor, { id: first as string });
    expect(sim).toMatchObject({
      iccid: iccids[0],
      status: 'ACTIVATED',
      imei: '8622610404567890',
      ratePlan: 'Flex 10 MB',
      cycleBytes: 5_000_000,
      platformAccount: '100020620',
      activatedAt: new Date('2025-03-29T11:19:44.709Z'),
      syncedAt: clock.now,
      syncing: false,
    });
    const shown = await getSimAccount(editor, { id: account });
    expect(shown).toMatchObject({
      sims: 3,
      waiting: 0,
      lastSync: { found: 3, added: 3, changed: 0, refused: 0 },
      lastSyncAt: clock.now,
      syncErrorCode: null,
    });
    expect(shown.plans.map(({ kind, name, sims }) => [kind, name, sims])).toEqual([
      ['communication', 'Data LTE-M', 3],
      ['rate', 'Flex 1 MB', 0],
      ['rate', 'Flex 10 MB', 3],
      ['rate', 'Flex 100 MB', 0],
    ]);
  });

  it('takes over what was typed in, leaves alone what is another customer’s, and says how many', async () => {
    await database.sql`insert into sims (customer_id, iccid) values (${a.customerId}, ${iccids[0] as string}), (${b.customerId}, ${iccids[1] as string})`;
    center.devices.set('12345', centerDevice('12345'));
    expect(await listed()).toHaveLength(2);
    const [theirs] =
      await database.sql`select account_id, status from sims where iccid = ${iccids[1] as string}`;
    expect(theirs).toEqual({ account_id: null, status: 'UNKNOWN' });
    expect((await getSimAccount(editor, { id: account })).lastSync).toEqual({
      found: 4,
      added: 1,
      changed: 1,
      refused: 2,
    });
  });

  it('that breaks off is tried again from its beginning, and twice the same is the same', async () => {
    const more = spare.splice(0, 60);
    for (const [n, iccid] of more.entries())
      center.devices.set(iccid, centerDevice(iccid, { modified: 10 + n, status: 'INVENTORY' }));
    await syncSimAccount(editor, { id: account });
    center.fail('server-error', { path: /devices$/ });
    await work();
    expect(await getSimAccount(editor, { id: account })).toMatchObject({
      syncing: true,
      lastSyncAt: null,
      syncErrorCode: 'sim-platform.unavailable',
      syncError: 'Unknown server error (30000001)',
    });
    await whenDue();
    // 63 SIMs: the details of all would take their time at five calls a second.
    const ends = new AbortController();
    const running = work(ends.signal);
    await expect
      .poll(async () => (await getSimAccount(editor, { id: account })).lastSync, { timeout: 10_000 })
      .toMatchObject({ found: 63, added: 63 });
    ends.abort();
    await running;
    expect(await getSimAccount(editor, { id: account })).toMatchObject({ sims: 63, syncErrorCode: null });
  });

  it('is put on the list once a day', async () => {
    const day = new Date(Date.now() - 86_400_000);
    expect(await scheduleSystemListings(day)).toBe(1);
    expect(await scheduleSystemListings(day)).toBe(0);
    await workAll();
    expect(await scheduleSystemListings(day)).toBe(0);
    await database.sql`update sim_accounts set last_sync_at = now() - interval '25 hours'`;
    await database.sql`update sim_jobs set finished_at = now() - interval '25 hours'`;
    expect(await scheduleSystemListings(day)).toBe(1);
  });
});

describe('a sync', () => {
  const calls = (index: number) =>
    center.calls
      .filter(({ path }) => path.includes(iccids[index] as string))
      .map(({ path }) => path.split('/')[6]);
  /** Neither today nor tomorrow is any of them read whole for its day's sake. */
  const anotherDay = async () => {
    const ids = (await database.sql`select id from sims`).map(({ id }) => id as string);
    while (ids.some((id) => isReadWhole(id, clock.now)))
      clock.now = new Date(clock.now.getTime() + 86_400_000);
  };

  it('of routine asks of a SIM that rests only what it used; one that is asked for is read whole', async () => {
    const [first, second] = (await listed()) as [string, string];
    await anotherDay();
    at(1).ctdDataUsage = 7_000_000;
    center.calls.length = 0;
    await listed();
    expect([calls(0), calls(1)]).toEqual([['ctdUsages'], ['ctdUsages', 'sessionInfo']]);
    expect(await getSim(editor, { id: second })).toMatchObject({
      cycleBytes: 7_000_000,
      syncedAt: clock.now,
    });
    expect(await getSim(editor, { id: first })).toMatchObject({
      syncedAt: clock.now,
      activatedAt: new Date('2025-03-29T11:19:44.709Z'),
    });
    center.calls.length = 0;
    await syncSim(editor, { id: first });
    await workAll();
    expect(calls(0)).toEqual([undefined, 'ctdUsages', 'sessionInfo']);
  });

  it('of routine reads whole what the listing tells otherwise, and each SIM once in seven days', async () => {
    const [first] = (await listed()) as [string];
    await anotherDay();
    Object.assign(at(0), { status: 'DEACTIVATED', customer: 'Other owner' });
    center.calls.length = 0;
    await listed();
    expect(calls(0)).toEqual([undefined, 'ctdUsages', 'sessionInfo']);
    expect(await getSim(editor, { id: first })).toMatchObject({
      status: 'DEACTIVATED',
      platformCustomer: 'Other owner',
    });
    while (!isReadWhole(first, clock.now)) clock.now = new Date(clock.now.getTime() + 86_400_000);
    center.calls.length = 0;
    await listed();
    expect(calls(0)).toEqual([undefined, 'ctdUsages', 'sessionInfo']);
  });
});

describe('a change', () => {
  it('is done at the platform, then here, and the SIM is read again', async () => {
    const [id] = (await listed()) as [string];
    at(0).status = 'INVENTORY';
    await database.sql`update sims set status = 'INVENTORY' where id = ${id}`;
    at(0).dateActivated = null;
    await changeSims(editor, { ids: [id], change: { status: 'ACTIVATED', ratePlan: 'Flex 1 MB' } });
    await workAll();
    expect(at(0)).toMatchObject({ status: 'ACTIVATED', ratePlan: 'Flex 1 MB' });
    expect(await getSim(editor, { id })).toMatchObject({
      status: 'ACTIVATED',
      ratePlan: 'Flex 1 MB',
      changes: [],
      activatedAt: new Date('2026-11-21T12:00:00.000Z'),
      history: [{ state: 'done' }, { state: 'done' }],
    });
  });

  it('that is refused stays as failed with the platform’s own reason, until it is asked anew', async () => {
    const [id] = (await listed()) as [string];
    at(0).status = 'RETIRED';
    await changeSims(editor, { ids: [id], change: { status: 'DEACTIVATED' } });
    await workAll();
    expect((await getSim(editor, { id })).changes).toEqual([
      {
        kind: 'status',
        wanted: 'DEACTIVATED',
        state: 'failed',
        attempts: 1,
        errorCode: 'sim-platform.refused',
        error: 'The SIM status cannot change from RETIRED to DEACTIVATED (10000029)',
      },
    ]);
    at(0).status = 'ACTIVATED';
    await changeSims(editor, { ids: [id], change: { status: 'DEACTIVATED' } });
    await workAll();
    expect(await getSim(editor, { id })).toMatchObject({ status: 'DEACTIVATED', changes: [] });
  });

  it('waits out a platform in trouble, showing why, and goes through in the end', async () => {
    clock.ticks = true;
    const [id] = (await listed()) as [string];
    await changeSims(editor, { ids: [id], change: { status: 'DEACTIVATED' } });
    for (const [n, fault] of (
      ['server-error', 'slow', 'broken-off', 'gateway', 'not-json'] as const
    ).entries()) {
      center.fail(fault, { method: 'PUT' });
      await workAll();
      const [waiting] = (await getSim(editor, { id })).changes;
      expect(waiting).toMatchObject({ state: 'pending', attempts: n + 1, errorCode: expect.any(String) });
      expect(at(0).status).toBe('ACTIVATED');
      await whenDue();
    }
    await workAll();
    expect(at(0).status).toBe('DEACTIVATED');
    expect(await getSim(editor, { id })).toMatchObject({ status: 'DEACTIVATED', changes: [] });
  });

  it('gives up after its last attempt, and says so', async () => {
    const [id] = (await listed()) as [string];
    await changeSims(editor, { ids: [id], change: { status: 'DEACTIVATED' } });
    await database.sql`update sim_jobs set attempts = 7 where sim_id = ${id} and state = 'pending'`;
    center.fail('server-error', { method: 'PUT' });
    await workAll();
    expect((await getSim(editor, { id })).changes).toMatchObject([
      { state: 'failed', attempts: 8, error: 'Unknown server error (30000001)' },
    ]);
  });

  it('whose answer was lost is asked about before it is said again', async () => {
    const [id] = (await listed()) as [string];
    await changeSims(editor, { ids: [id], change: { status: 'DEACTIVATED' } });
    center.fail('broken-off', { method: 'PUT' });
    await workAll();
    at(0).status = 'DEACTIVATED';
    await whenDue();
    const before = puts();
    await workAll();
    expect(puts()).toBe(before);
    expect(await getSim(editor, { id })).toMatchObject({ status: 'DEACTIVATED', changes: [] });
  });
});

describe('a platform that wants quiet', () => {
  it('gets it for the whole account, and no attempt is counted', async () => {
    const ids = await listed();
    await changeSims(editor, { ids, change: { status: 'DEACTIVATED' } });
    const before = center.calls.length;
    clock.now = new Date();
    center.fail('rate-limit');
    await workAll();
    expect(center.calls.length).toBe(before + 1);
    const shown = await getSimAccount(editor, { id: account });
    expect(shown.pausedUntil?.getTime()).toBe(clock.now.getTime() + 2000);
    const attempts =
      await database.sql`select attempts from sim_jobs where state = 'pending' and kind = 'status'`;
    expect(attempts.every((job) => job.attempts === 0)).toBe(true);
    await whenDue();
    await workAll();
    expect([0, 1, 2].map((n) => at(n).status)).toEqual(Array(3).fill('DEACTIVATED'));
  });

  it('wrong credentials hold everything back, with the reason at the account; new ones set it right', async () => {
    const ids = await listed();
    center.setApiKey('another');
    await changeSims(editor, { ids, change: { status: 'DEACTIVATED' } });
    const before = center.calls.length;
    await workAll();
    expect(center.calls.length).toBe(before + 1);
    const [first] = (await Promise.all(ids.map((id) => getSim(editor, { id })))).flatMap(({ changes }) =>
      changes.filter(({ errorCode }) => errorCode),
    );
    expect(first).toMatchObject({ state: 'pending', attempts: 1, error: 'Invalid credentials (10000001)' });
    center.setApiKey(API_KEY);
    await whenDue();
    await workAll();
    expect([0, 1, 2].map((n) => at(n).status)).toEqual(Array(3).fill('DEACTIVATED'));
  });
});
