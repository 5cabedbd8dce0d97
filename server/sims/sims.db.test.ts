import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Actor } from '#server/access/actor.ts';
import { actorWith, createTenant, seedCatalogue, type Tenant } from '#server/customers/tenant.fixture.ts';
import { createDevice } from '#server/devices/create-device.ts';
import { deleteDevice } from '#server/devices/delete-device.ts';
import { makeSims } from '#server/drivers/sim-platforms/simulated/make-sims.ts';
import { tenantTransaction } from '#server/platform/database.ts';
import { useTestDatabase } from '#server/platform/test-database.ts';
import { sealCredentials } from './account-credentials.ts';
import { attachSims } from './attach-sims.ts';
import { cancelSimChange } from './cancel-change.ts';
import { changeSims } from './change-sims.ts';
import type { SimStatus } from './contract.ts';
import { createSimAccount } from './create-account.ts';
import { linkSim, unlinkSim } from './link-sim.ts';
import { listFreeSims } from './list-free-sims.ts';
import { getSimAccount, listSimAccounts } from './read-accounts.ts';
import { getDeviceSim, getSim, listSims } from './read-sims.ts';
import { removeSimPlan, setSimPlan } from './set-plan.ts';
import { syncOpenedSim, syncSim } from './sync-sims.ts';
import { testSimAccount } from './test-account.ts';
import { deleteSimAccount, updateSimAccount } from './update-account.ts';

const database = useTestDatabase();
let a: Tenant;
let b: Tenant;
let editor: Actor;
let stranger: Actor;
let cellularType: string;
let account: string;
/** Numbers that are ICCIDs and stand nowhere yet. */
const fresh = makeSims('spare', 200, new Date()).map(({ iccid }) => iccid);
const nextIccid = () => fresh.pop() as string;

beforeAll(async () => {
  const catalogue = await seedCatalogue(database.sql);
  a = await createTenant(database.sql, 'A', catalogue);
  b = await createTenant(database.sql, 'B', catalogue);
  editor = actorWith(a.customerId, ['manager.admin']);
  stranger = actorWith(b.customerId, ['manager.admin']);
  cellularType = randomUUID();
  await database.sql`insert into device_types (id, customer_id, slug, name, category, "group", networks)
    select ${cellularType}, customer_id, 'm2m', 'M2M device', 'own', 'M2M', '{cellular}' from device_types limit 1`;
  ({ id: account } = await createSimAccount(editor, {
    name: 'Cellular',
    description: null,
    platform: 'simulated',
    settings: { simCount: 5, delayMs: 0 },
    credentials: {},
  }));
});

let imei = 0;
async function device(): Promise<string> {
  const digits = `86226104${String(++imei).padStart(6, '0')}`;
  const sum = [...digits].reduce((total, digit, at) => {
    const weighed = at % 2 === 1 ? Number(digit) * 2 : Number(digit);
    return total + (weighed > 9 ? weighed - 9 : weighed);
  }, 0);
  const made = await createDevice(editor, {
    projectId: a.ids.project,
    deviceTypeId: cellularType,
    name: `Meter ${imei}`,
    description: null,
    barcode: null,
    tags: [],
    cellular: { imei: `${digits}${(10 - (sum % 10)) % 10}` },
    flowIds: [],
  });
  return made.id;
}

async function sim(status: SimStatus = 'ACTIVATED', of: Tenant = a): Promise<{ id: string; iccid: string }> {
  const iccid = nextIccid();
  const [row] = await database.sql<{ id: string }[]>`
    insert into sims (customer_id, account_id, iccid, status, rate_plan, communication_plan)
    values (${of.customerId}, ${of === a ? account : null}, ${iccid}, ${status}, 'Pool 1 MB', 'LTE-M data') returning id`;
  return { id: row?.id as string, iccid };
}

const jobsOf = (simId: string) =>
  database.sql<{ kind: string; wanted: string; state: string }[]>`
    select kind, wanted, state from sim_jobs where sim_id = ${simId} and kind <> 'sync' order by id`;

const auditOf = async (objectId: string) =>
  (await database.sql`select after from audit_log where object_id = ${objectId} order by id desc limit 1`)[0]
    ?.after;

const code = (expected: string) => expect.objectContaining({ code: expected });

describe('a SIM and its device', () => {
  it('is linked, shown at both, unlinked', async () => {
    const [deviceId, { id, iccid }] = [await device(), await sim()];
    expect(await linkSim(editor, { deviceId, simId: id, replace: false })).toEqual({ simId: id });
    expect(await getDeviceSim(editor, { deviceId })).toMatchObject({ id, iccid, ratePlan: 'Pool 1 MB' });
    expect((await getSim(editor, { id })).linkedDevice).toMatchObject({ id: deviceId, type: 'M2M device' });
    expect(await auditOf(deviceId)).toEqual({ iccid });
    expect(await auditOf(id)).toMatchObject({ deviceId });
    await unlinkSim(editor, { deviceId });
    expect(await getDeviceSim(editor, { deviceId })).toBeNull();
    expect((await getSim(editor, { id })).device).toBeNull();
    await expect(unlinkSim(editor, { deviceId })).rejects.toEqual(code('sims.not-found'));
  });

  it('one device has one SIM, one SIM one device', async () => {
    const [one, other, first, second] = [await device(), await device(), await sim(), await sim()];
    await linkSim(editor, { deviceId: one, simId: first.id, replace: false });
    await expect(linkSim(editor, { deviceId: one, simId: second.id, replace: false })).rejects.toEqual(
      code('sims.device-has-sim'),
    );
    await expect(linkSim(editor, { deviceId: other, iccid: first.iccid, replace: false })).rejects.toEqual(
      code('sims.linked-elsewhere'),
    );
  });

  it('is switched in one step', async () => {
    const [deviceId, first, second] = [await device(), await sim(), await sim('INVENTORY')];
    await linkSim(editor, { deviceId, simId: first.id, replace: false });
    await linkSim(editor, { deviceId, iccid: second.iccid, replace: true });
    expect((await getDeviceSim(editor, { deviceId }))?.id).toBe(second.id);
    expect((await getSim(editor, { id: first.id })).device).toBeNull();
    // To the same again: nothing happens.
    expect(await linkSim(editor, { deviceId, simId: second.id, replace: true })).toEqual({
      simId: second.id,
    });
  });

  it('two at once for the last free SIM: one gets it', async () => {
    const [one, other, { id }] = [await device(), await device(), await sim()];
    const outcomes = await Promise.allSettled(
      [one, other].map((deviceId) => linkSim(editor, { deviceId, simId: id, replace: false })),
    );
    expect(outcomes.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
  });

  it('a number that nobody listed becomes a SIM, and goes with its link', async () => {
    const [deviceId, iccid] = [await device(), nextIccid()];
    const { simId } = await linkSim(editor, { deviceId, iccid, replace: false });
    expect(await getSim(editor, { id: simId })).toMatchObject({ iccid, status: 'UNKNOWN', account: null });
    await unlinkSim(editor, { deviceId });
    await expect(getSim(editor, { id: simId })).rejects.toEqual(code('sims.not-found'));
  });

  it('the number of another customer is taken, and nothing more is said', async () => {
    const theirs = await sim('ACTIVATED', b);
    const deviceId = await device();
    await expect(linkSim(editor, { deviceId, iccid: theirs.iccid, replace: false })).rejects.toEqual(
      code('sims.iccid-taken'),
    );
    await expect(linkSim(editor, { deviceId, simId: theirs.id, replace: false })).rejects.toEqual(
      code('sims.not-found'),
    );
    await expect(linkSim(stranger, { deviceId, simId: theirs.id, replace: false })).rejects.toEqual(
      code('devices.not-found'),
    );
  });

  it('a device without a cellular network takes none, a retired SIM goes nowhere', async () => {
    const { id } = await sim();
    await expect(linkSim(editor, { deviceId: a.ids.device, simId: id, replace: false })).rejects.toEqual(
      code('devices.wrong-network'),
    );
    const retired = await sim('RETIRED');
    await expect(
      linkSim(editor, { deviceId: await device(), simId: retired.id, replace: false }),
    ).rejects.toEqual(code('sims.retired'));
  });

  it('a device that goes leaves its SIM free', async () => {
    const [deviceId, { id, iccid }] = [await device(), await sim()];
    await linkSim(editor, { deviceId, simId: id, replace: false });
    expect((await listFreeSims(editor, { q: iccid, limit: 5 })).items).toEqual([]);
    await deleteDevice(editor, { id: deviceId });
    expect((await listFreeSims(editor, { q: iccid.slice(8), limit: 5 })).items).toMatchObject([{ id }]);
  });

  it('many new devices at once: each refused SIM is named, the others are in', async () => {
    const devices = [await device(), await device(), await device(), await device(), await device()];
    const [free, retired, theirs] = [await sim('INVENTORY'), await sim('RETIRED'), await sim('ACTIVATED', b)];
    const typed = nextIccid();
    const wanted = [free.iccid, retired.iccid, theirs.iccid, typed, free.iccid];
    const refused = await tenantTransaction(editor.scope, (tx) =>
      attachSims(
        tx,
        editor.scope,
        wanted.map((iccid, at) => ({ deviceId: devices[at] as string, iccid })),
      ),
    );
    expect([...refused]).toEqual([
      [devices[1], 'sims.retired'],
      [devices[4], 'sims.linked-elsewhere'],
      [devices[2], 'sims.iccid-taken'],
    ]);
    expect((await getDeviceSim(editor, { deviceId: devices[3] as string }))?.iccid).toBe(typed);
    expect((await getDeviceSim(editor, { deviceId: devices[0] as string }))?.id).toBe(free.id);
  });
});

describe('what is asked of a SIM', () => {
  it('stands as a row with what was before, and at the SIM, until the platform did it', async () => {
    const { id } = await sim();
    expect(
      await changeSims(editor, { ids: [id], change: { status: 'DEACTIVATED', ratePlan: 'Pool 10 MB' } }),
    ).toEqual({
      asked: 1,
      refused: [],
    });
    const shown = await getSim(editor, { id });
    expect(shown.status).toBe('ACTIVATED');
    expect(shown.changes).toMatchObject([
      { kind: 'rate-plan', wanted: 'Pool 10 MB', state: 'pending' },
      { kind: 'status', wanted: 'DEACTIVATED', state: 'pending' },
    ]);
    expect(shown.history).toHaveLength(2);
    expect(shown.history.every(({ requestedBy }) => requestedBy === editor.name)).toBe(true);
    expect(await auditOf(id)).toEqual({ status: 'DEACTIVATED', ratePlan: 'Pool 10 MB' });
  });

  it('the same twice is asked once; another wish takes its place; asking for what is takes it back', async () => {
    const { id } = await sim();
    for (let n = 0; n < 2; n++) await changeSims(editor, { ids: [id], change: { status: 'DEACTIVATED' } });
    expect(await jobsOf(id)).toHaveLength(1);
    await changeSims(editor, { ids: [id], change: { status: 'ACTIVATED' } });
    expect(await jobsOf(id)).toEqual([
      { kind: 'status', wanted: 'DEACTIVATED', state: 'superseded' },
      { kind: 'status', wanted: 'ACTIVATED', state: 'pending' },
    ]);
    expect(await changeSims(editor, { ids: [id], change: { ratePlan: 'Pool 1 MB' } })).toEqual({
      asked: 0,
      refused: [],
    });
  });

  it('of many those that cannot are named, the others are asked', async () => {
    const [can, retired, shelf] = [await sim(), await sim('RETIRED'), await sim('INVENTORY')];
    const outcome = await changeSims(editor, {
      ids: [can.id, retired.id, shelf.id],
      change: { status: 'DEACTIVATED' },
    });
    expect(outcome.asked).toBe(1);
    expect(outcome.refused.toSorted((x, y) => x.code.localeCompare(y.code))).toEqual([
      { id: retired.id, iccid: retired.iccid, code: 'sims.retired' },
      { id: shelf.id, iccid: shelf.iccid, code: 'sims.status-not-after' },
    ]);
    await expect(changeSims(editor, { ids: [retired.id], change: { ratePlan: 'x' } })).rejects.toEqual(
      code('sims.retired'),
    );
  });

  it('retiring is for administrators, takes the place of all that waits, and nothing follows it', async () => {
    const { id } = await sim();
    await changeSims(editor, { ids: [id], change: { ratePlan: 'Pool 10 MB' } });
    const weaker = actorWith(a.customerId, ['manager.editor']);
    await expect(changeSims(weaker, { ids: [id], change: { status: 'RETIRED' } })).rejects.toEqual(
      code('access.forbidden'),
    );
    await changeSims(editor, { ids: [id], change: { status: 'RETIRED' } });
    expect((await jobsOf(id)).map(({ state }) => state)).toEqual(['superseded', 'pending']);
    await expect(changeSims(editor, { ids: [id], change: { status: 'ACTIVATED' } })).rejects.toEqual(
      code('sims.retired'),
    );
  });

  it('what waits can be given up, and the platform is asked how it stands', async () => {
    const { id } = await sim();
    await changeSims(editor, { ids: [id], change: { status: 'DEACTIVATED' } });
    await cancelSimChange(editor, { id, kind: 'status' });
    expect(await getSim(editor, { id })).toMatchObject({ changes: [], syncing: true });
    await expect(cancelSimChange(editor, { id, kind: 'status' })).rejects.toEqual(
      code('sims.no-such-change'),
    );
  });

  it('unknown and foreign are the same', async () => {
    const { id } = await sim();
    for (const ids of [[id], [randomUUID()], [id, randomUUID()]])
      await expect(changeSims(stranger, { ids, change: { ratePlan: 'x' } })).rejects.toEqual(
        code('sims.not-found'),
      );
  });
});

describe('syncs', () => {
  it('one waits at a time; asked again it comes sooner', async () => {
    const { id } = await sim();
    const jobs = () => database.sql`select priority from sim_jobs where sim_id = ${id} and state = 'pending'`;
    await database.sql`insert into sim_jobs (customer_id, account_id, sim_id, kind, priority) values (${a.customerId}, ${account}, ${id}, 'sync', 3)`;
    await syncSim(editor, { id });
    await syncSim(editor, { id });
    expect(await jobs()).toEqual([{ priority: 1 }]);
  });

  it('on opening only where the last is some minutes old', async () => {
    const { id } = await sim();
    await database.sql`update sims set synced_at = now() - interval '4 minutes' where id = ${id}`;
    const reader = actorWith(a.customerId, ['manager.read-only']);
    await syncOpenedSim(reader, { id });
    expect((await getSim(reader, { id })).syncing).toBe(false);
    await database.sql`update sims set synced_at = now() - interval '6 minutes' where id = ${id}`;
    await syncOpenedSim(reader, { id });
    expect((await getSim(reader, { id })).syncing).toBe(true);
  });
});

describe('the M2M list', () => {
  const query = { filters: [], limit: 50 };
  const found = async (more: object) =>
    (await listSims(editor, { ...query, ...more } as Parameters<typeof listSims>[1])).rows.map(
      ({ id }) => id,
    );

  it('finds a SIM by part of its ICCID, also with separators, and by the name of its device', async () => {
    const [deviceId, { id, iccid }] = [await device(), await sim()];
    await linkSim(editor, { deviceId, simId: id, replace: false });
    const middle = iccid.slice(6, 18);
    expect(await found({ q: middle })).toEqual([id]);
    expect(await found({ q: `${middle.slice(0, 4)} ${middle.slice(4, 8)}-${middle.slice(8)}` })).toEqual([
      id,
    ]);
    expect(await found({ q: `Meter ${imei}` })).toEqual([id]);
    expect(await listSims(stranger, { ...query, q: middle })).toMatchObject({ rows: [], total: 0 });
  });

  it('every column that can be sorted by goes through all rows, once each', async () => {
    const all = (await found({ limit: 500 })).length;
    const fields = [
      'iccid',
      'msisdn',
      'device',
      'status',
      'communicationPlan',
      'ratePlan',
      'account',
      'cycleBytes',
      'lastMessageAt',
      'activatedAt',
      'syncedAt',
    ];
    for (const field of fields) {
      const seen: string[] = [];
      let cursor: string | undefined;
      do {
        const page = await listSims(editor, {
          filters: [],
          limit: 10,
          sort: { field, desc: true },
          ...(cursor ? { cursor } : {}),
        } as Parameters<typeof listSims>[1]);
        seen.push(...page.rows.map(({ id }) => id));
        cursor = page.next ?? undefined;
      } while (cursor);
      expect([field, new Set(seen).size]).toEqual([field, all]);
    }
  });

  it('filters by status, by what waits, by having a device', async () => {
    const { id } = await sim('DEACTIVATED');
    await changeSims(editor, { ids: [id], change: { status: 'ACTIVATED' } });
    expect(await found({ filters: [{ field: 'status', op: 'is', value: 'DEACTIVATED' }] })).toContain(id);
    expect(await found({ filters: [{ field: 'change', op: 'is', value: 'pending' }] })).toContain(id);
    expect(await found({ filters: [{ field: 'change', op: 'is', value: 'failed' }] })).not.toContain(id);
    expect(await found({ filters: [{ field: 'deviceId', op: 'empty', value: '' }] })).toContain(id);
  });

  it('shows the APNs of the communication plan', async () => {
    const { id } = await sim();
    await setSimPlan(editor, {
      accountId: account,
      kind: 'communication',
      name: 'LTE-M data',
      apns: ['iot.example'],
    });
    expect((await getSim(editor, { id })).apns).toEqual(['iot.example']);
  });
});

describe('accounts', () => {
  it('credentials are sealed, never shown, and stay where none are given', async () => {
    // Documentation addresses are not for calling: the guard says so, by field.
    await expect(
      createSimAccount(editor, {
        name: 'Center',
        description: null,
        platform: 'cisco',
        settings: { url: 'https://192.0.2.1', username: 'me' },
        credentials: { apiKey: 'very-secret-key' },
      }),
    ).rejects.toMatchObject({ code: 'sim-accounts.misconfigured', fields: [{ path: 'settings.url' }] });
    const [row] = await database.sql`select credentials from sim_accounts where id = ${account}`;
    expect(row?.credentials).toMatch(/^v1\./);
    expect(JSON.stringify(await getSimAccount(editor, { id: account }))).not.toContain(row?.credentials);
  });

  it('an unknown platform and settings that do not fit are named by field', async () => {
    const input = { name: 'X', description: null, credentials: {} };
    await expect(
      createSimAccount(editor, { ...input, platform: 'telepathy', settings: {} }),
    ).rejects.toMatchObject({ fields: [{ path: 'platform' }] });
    await expect(
      createSimAccount(editor, { ...input, platform: 'cisco', settings: { url: 'no address' } }),
    ).rejects.toMatchObject({
      fields: expect.arrayContaining([
        expect.objectContaining({ path: 'settings.url' }),
        expect.objectContaining({ path: 'settings.username' }),
        expect.objectContaining({ path: 'credentials.apiKey' }),
      ]),
    });
  });

  it('a stored key goes nowhere but where it went', async () => {
    const id = randomUUID();
    const sealed = await tenantTransaction(editor.scope, (tx) =>
      sealCredentials(tx, a.customerId, id, { apiKey: 'very-secret-key' }),
    );
    const settings = { url: 'https://rest.example', username: 'me' };
    await database.sql`
      insert into sim_accounts (id, customer_id, name, platform, settings, credentials)
      values (${id}, ${a.customerId}, 'Center', 'cisco', ${database.sql.json(settings)}, ${sealed})`;
    const elsewhere = { platform: 'cisco', settings: { ...settings, url: 'https://evil.example' } };
    const refusal = { fields: [{ path: 'credentials.apiKey', message: 'sim-accounts.key-needed' }] };
    await expect(updateSimAccount(editor, { id, ...{ settings: elsewhere.settings } })).rejects.toMatchObject(
      refusal,
    );
    await expect(testSimAccount(editor, { id, ...elsewhere, credentials: {} })).rejects.toMatchObject(
      refusal,
    );
    await updateSimAccount(editor, { id, name: 'Renamed' });
    await deleteSimAccount(editor, { id });
  });

  it('disabling one fails what waits, with the reason; nothing more is asked of it', async () => {
    const made = await createSimAccount(editor, {
      name: 'Short',
      description: null,
      platform: 'simulated',
      settings: {},
      credentials: {},
    });
    const { id } = await sim();
    await database.sql`update sims set account_id = ${made.id} where id = ${id}`;
    await changeSims(editor, { ids: [id], change: { status: 'DEACTIVATED' } });
    await updateSimAccount(editor, { id: made.id, status: 'disabled' });
    expect((await getSim(editor, { id })).changes).toMatchObject([
      { state: 'failed', errorCode: 'sims.account-disabled' },
    ]);
    await expect(changeSims(editor, { ids: [id], change: { status: 'DEACTIVATED' } })).rejects.toEqual(
      code('sims.account-disabled'),
    );
    await expect(syncSim(editor, { id })).rejects.toEqual(code('sims.account-disabled'));
    await deleteSimAccount(editor, { id: made.id });
    await expect(getSim(editor, { id })).rejects.toEqual(code('sims.not-found'));
    expect((await listSimAccounts(editor)).items.map((one) => one.id)).not.toContain(made.id);
  });

  it('a plan in use stays, one that no SIM has can go', async () => {
    await sim();
    const used = await setSimPlan(editor, { accountId: account, kind: 'rate', name: 'Pool 1 MB', apns: [] });
    const spare = await setSimPlan(editor, { accountId: account, kind: 'rate', name: 'Spare', apns: [] });
    await expect(removeSimPlan(editor, { accountId: account, planId: used.id })).rejects.toEqual(
      code('sim-plans.in-use'),
    );
    await removeSimPlan(editor, { accountId: account, planId: spare.id });
    await expect(
      setSimPlan(editor, { accountId: account, kind: 'rate', name: 'R', apns: ['a.b'] }),
    ).rejects.toMatchObject({ fields: [{ path: 'apns' }] });
  });
});
