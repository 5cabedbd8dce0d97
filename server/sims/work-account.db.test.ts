import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Actor } from '#server/access/actor.ts';
import { actorWith, createTenant, seedCatalogue, type Tenant } from '#server/customers/tenant.fixture.ts';
import {
  API_KEY,
  type CenterDevice,
  type ControlCenter,
  centerDevice,
  startControlCenter,
  USERNAME,
} from '#server/drivers/sim-platforms/cisco/control-center.fixture.ts';
import { makeSims } from '#server/drivers/sim-platforms/simulated/make-sims.ts';
import { tenantTransaction } from '#server/platform/database.ts';
import { loopbackPolicy } from '#server/platform/egress.fixture.ts';
import { createOutgoingHttp, type OutgoingHttp } from '#server/platform/outgoing-http.ts';
import { useTestDatabase } from '#server/platform/test-database.ts';
import { sealCredentials } from './account-credentials.ts';
import { changeSims } from './change-sims.ts';
import { createSimAccount } from './create-account.ts';
import { leaseSystemAccount, scheduleSystemListings } from './lanes.sql.ts';
import { getSimAccount } from './read-accounts.ts';
import { getSim, getSimUsage } from './read-sims.ts';
import { syncSim, syncSimAccount } from './sync-sims.ts';
import { workSystemAccount } from './work-account.ts';

const database = useTestDatabase();
const real = createOutgoingHttp(loopbackPolicy());
/** The driver's patience is 20 s; a test has less. */
const http: OutgoingHttp = {
  ...real,
  request: (url, request) => real.request(url, { ...request, timeoutMs: 4000 }),
};
let a: Tenant;
let b: Tenant;
let editor: Actor;
let center: ControlCenter;
let account: string;
let iccids: string[] = [];
let clock = new Date();
/** For what waits by the database’s own clock. */
let isTicking = false;
const spare = makeSims('work', 900, clock).map(({ iccid }) => iccid);

beforeAll(async () => {
  const catalogue = await seedCatalogue(database.sql);
  a = await createTenant(database.sql, 'A', catalogue);
  b = await createTenant(database.sql, 'B', catalogue);
  editor = actorWith(a.customerId, ['manager.admin']);
});

beforeEach(async () => {
  await database.sql`delete from sim_accounts`;
  await database.sql`delete from sims`;
  await center?.stop();
  iccids = spare.splice(0, 3);
  center = await startControlCenter(iccids.map((iccid, modified) => centerDevice(iccid, { modified })));
  account = await ciscoAccount(API_KEY);
  clock = new Date();
  isTicking = false;
});

afterAll(async () => {
  await center.stop();
  await real.close();
});

/** As a use case stores it; the address is this machine's, which only a test may call. */
async function ciscoAccount(apiKey: string): Promise<string> {
  const id = randomUUID();
  const sealed = await tenantTransaction(editor.scope, (tx) =>
    sealCredentials(tx, a.customerId, id, { apiKey }),
  );
  await database.sql`
    insert into sim_accounts (id, customer_id, name, platform, settings, credentials)
    values (${id}, ${a.customerId}, 'Center', 'cisco', ${database.sql.json({ url: center.url, username: USERNAME })}, ${sealed})`;
  return id;
}

const work = (signal = new AbortController().signal) =>
  workSystemAccount({ http, signal, now: () => (isTicking ? new Date() : clock) });

async function workAll(): Promise<void> {
  while (await work());
}

async function listed(): Promise<string[]> {
  await syncSimAccount(editor, { id: account });
  await workAll();
  const rows = await database.sql<{ id: string }[]>`
    select id from sims where account_id = ${account} order by array_position(${iccids}, iccid)`;
  return rows.map(({ id }) => id);
}

const at = (index: number) => center.devices.get(iccids[index] as string) as CenterDevice;
const puts = () => center.calls.filter(({ method }) => method === 'PUT').length;
/** As if the time that something waits for had come. */
const whenDue = () =>
  database.sql`with jobs as (update sim_jobs set due_at = now() where state = 'pending') update sim_accounts set paused_until = null`;
const expireLeases = () => database.sql`update sim_accounts set lease_until = now() - interval '1 second'`;

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
      syncedAt: clock,
      syncing: false,
    });
    const shown = await getSimAccount(editor, { id: account });
    expect(shown).toMatchObject({
      sims: 3,
      waiting: 0,
      lastSync: { found: 3, added: 3, changed: 0, refused: 0 },
      lastSyncAt: clock,
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
    isTicking = true;
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
    clock = new Date();
    center.fail('rate-limit');
    await workAll();
    expect(center.calls.length).toBe(before + 1);
    const shown = await getSimAccount(editor, { id: account });
    expect(shown.pausedUntil?.getTime()).toBe(clock.getTime() + 2000);
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
    clock = noon(18);
    at(0).ctdDataUsage = 1000;
    const [id] = (await listed()) as [string];
    for (const [day, total] of [
      [19, 1500],
      [20, 1500],
      [21, 4000],
      [22, 300],
    ] as const) {
      clock = noon(day);
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
    ({ id: account } = await createSimAccount(editor, {
      name: 'Simulated',
      description: null,
      platform: 'simulated',
      settings: { simCount: 20, delayMs: 0 },
      credentials: {},
    }));
    clock = new Date();
    await workAll();
    const rows = await database.sql<{ id: string }[]>`
      select s.id from sims s join sim_usage_days u on u.sim_id = s.id where s.status = 'ACTIVATED' group by s.id having count(*) > 14`;
    expect(rows.length).toBeGreaterThan(5);
    const { sims, plans } = await getSimAccount(editor, { id: account });
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
