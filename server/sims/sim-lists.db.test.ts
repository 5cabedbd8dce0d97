import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { tenantTransaction } from '#server/platform/database.ts';
import { sealCredentials } from './account-credentials.ts';
import { changeSims } from './change-sims.ts';
import { createSimAccount } from './create-account.ts';
import { linkSim } from './link-sim.ts';
import { getSimAccount, listSimAccounts } from './read-accounts.ts';
import { getSim, listSims } from './read-sims.ts';
import { removeSimPlan, setSimPlan } from './set-plan.ts';
import { a, account, code, database, device, editor, imei, sim, stranger } from './sim-scene.fixture.ts';
import { syncSim } from './sync-sims.ts';
import { testSimAccount } from './test-account.ts';
import { deleteSimAccount, updateSimAccount } from './update-account.ts';

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

  it('filters by numbers as they are pasted; what can be none is said', async () => {
    const { id, iccid } = await sim();
    const [msisdn, imeisv] = ['31970012345678', '8622610404567890'];
    await database.sql`update sims set msisdn = ${msisdn}, imei = ${imeisv} where id = ${id}`;
    const by = (field: string, value: string, op = 'is') => found({ filters: [{ field, op, value }] });
    for (const separator of ['', '-', ' ', '.', '/']) {
      const written = (digits: string) => ` ${digits.replace(/....(?=.)/g, `$&${separator}`)}`;
      expect(await by('iccid', written(iccid))).toEqual([id]);
      expect(await by('msisdn', `+${written(msisdn)}`)).toEqual([id]);
      expect(await by('imei', written(imeisv))).toEqual([id]);
      expect(await by('iccid', written(iccid.slice(4)), 'contains')).toEqual([id]);
      expect(await by('msisdn', `+${written(msisdn.slice(0, 8))}`, 'starts')).toEqual([id]);
    }
    const wrong = `${iccid.slice(0, -1)}${(Number(iccid.at(-1)) + 1) % 10}`;
    for (const [field, text] of [
      ['iccid', iccid.slice(1)],
      ['iccid', wrong],
      ['iccid', 'zebra'],
      ['imei', '1234'],
      ['imei', `${imeisv}1`],
      ['msisdn', 'unknown'],
    ] as [string, string][])
      await expect(by(field, text)).rejects.toMatchObject({
        code: 'tables.no-identifier',
        details: { field, text },
      });
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

  it('filters by the use of the month in whole bytes; of one whose use nobody told, only that', async () => {
    const used = await Promise.all([0, 10, 11, null].map(async () => (await sim()).id));
    for (const [n, bytes] of [0, 10, 11, null].entries())
      await database.sql`update sims set cycle_bytes = ${bytes} where id = ${used[n] as string}`;
    const asked = async (op: string, value: string | string[] = '') => {
      const those = await found({ filters: [{ field: 'cycleBytes', op, value }], limit: 500 });
      return used.flatMap((id, n) => (those.includes(id) ? [n] : []));
    };
    expect(await asked('gt', '10')).toEqual([2]);
    expect(await asked('gt', '9.5')).toEqual([1, 2]);
    expect(await asked('gte', '10.5')).toEqual([2]);
    expect(await asked('lt', '10.5')).toEqual([0, 1]);
    expect(await asked('lte', '10')).toEqual([0, 1]);
    expect(await asked('lte', '9.5')).toEqual([0]);
    expect(await asked('between', ['0.5', '10.5'])).toEqual([1]);
    expect(await asked('is', '0')).toEqual([0]);
    expect(await asked('not', '0')).toEqual([1, 2, 3]);
    expect(await asked('empty')).toEqual([3]);
    expect(await asked('filled')).toEqual([0, 1, 2]);
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
