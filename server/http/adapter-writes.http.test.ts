import { beforeAll, describe, expect, it, vi } from 'vitest';
import { actorWith } from '#server/customers/tenant.fixture.ts';
import { getDevice } from '#server/devices/read-devices.ts';
import { setLoraKeys } from '#server/devices/set-lora-keys.ts';
import { wishOrphansAwaySystem } from '#server/lora-registrations/work.sql.ts';
import { log } from '#server/platform/log.ts';
import { useTestDatabase } from '#server/platform/test-database.ts';
import { type Api, anyEui, iccidOf, type Scene, writeScene } from './writes.fixture.ts';

const database = useTestDatabase();
let a: Scene['a'];
let b: Scene['b'];
let api: Scene['api'];
let apiOfB: Scene['apiOfB'];
let types: Scene['types'];

beforeAll(async () => {
  ({ a, b, api, apiOfB, types } = await writeScene(database.sql));
  await database.sql`update sims set iccid = ${SIM_OF_A} where id = ${a.ids.sim}`;
  await database.sql`update sims set iccid = ${SIM_OF_B} where id = ${b.ids.sim}`;
});

const admin = () => actorWith(a.customerId, ['manager.admin']);
const APP_KEY = 'C0FFEE'.padEnd(32, 'A5');
const SECRET = `aA1-${'q'.repeat(28)}`;
const IMEI = '490154203237518';
/** Of the SIMs that the customers have, and of two that nobody has listed. */
const [SIM_OF_A, SIM_OF_B, TYPED, TYPED_TOO] = [1, 2, 3, 4].map((n) => iccidOf(n)) as [
  string,
  string,
  string,
  string,
];

async function device(slug = 'everything', { as = api, tenant = a } = {}): Promise<string> {
  const input = { projectId: tenant.ids.project, deviceSpecificationId: types[slug], name: 'New' };
  const { status, body } = await as('POST', '/devices', input);
  expect(status).toBe(201);
  return body.id;
}
const adaptersOf = (id: string) => `/devices/${id}/network-adapters`;
const rowsOf = async (id: string) => {
  const [row] = await database.sql`select
    (select count(*)::int from network_adapters where device_id = ${id}) as adapters,
    (select count(*)::int from lora_bindings where device_id = ${id}) as bindings,
    (select count(*)::int from device_secrets where device_id = ${id}) as secrets,
    (select count(*)::int from sims where device_id = ${id}) as sims`;
  return { ...row };
};

describe('POST …/network-adapters', () => {
  it('takes identifiers as people write them, and answers with the one form', async () => {
    const id = await device();
    const devEui = anyEui();
    const lora = await api('POST', adaptersOf(id), {
      type: 'lora',
      devEui: devEui.toLowerCase().replace(/..(?=.)/g, '$&-'),
      appEui: '00:59:ac:00:00:0f:ff:ff',
      appKey: APP_KEY.toLowerCase(),
    });
    expect(lora).toMatchObject({ status: 201, location: `/api${adaptersOf(id)}/${lora.body.id}` });
    expect(lora.body).toMatchObject({ type: 'lora', devEui });
    expect(lora.body.credentials).toBeUndefined();
    const cellular = await api('POST', adaptersOf(id), {
      type: 'cellular',
      imei: '49-015420-323751-8',
      iccId: TYPED.replace(/.{4}/g, '$& '),
      sharedSecret: SECRET,
    });
    expect(cellular.body).toMatchObject({ type: 'cellular', imei: IMEI, iccId: TYPED });
    const generic = await api('POST', adaptersOf(id), { type: 'generic' });
    expect(generic.body.credentials).toEqual({ dvnUuid: generic.body.dvnUuid });
    const { body } = await api('GET', adaptersOf(id));
    const { credentials: _shown, ...stored } = generic.body;
    expect(body.items).toEqual([lora.body, cellular.body, stored]);
    expect((await api('GET', `${adaptersOf(id)}/${stored.id}`)).body).toEqual(stored);
    expect(await rowsOf(id)).toEqual({ adapters: 3, bindings: 1, secrets: 1, sims: 1 });
    expect(await getDevice(admin(), { id })).toMatchObject({ identifier: devEui, lora: { hasAppKey: true } });
    await api('DELETE', `/devices/${id}`);
  });

  it('a DevEUI may come before its keys, which the portal takes then', async () => {
    const id = await device('own-lora-device');
    const devEui = anyEui();
    expect((await api('POST', adaptersOf(id), { type: 'lora', devEui })).status).toBe(201);
    expect(await getDevice(admin(), { id })).toMatchObject({
      lora: null,
      connectivity: [{ network: 'lora', state: 'INVENTORY' }],
    });
    await setLoraKeys(admin(), { id, lora: { devEui, joinEui: '0059AC00000FFFFF', appKey: APP_KEY } });
    expect(await getDevice(admin(), { id })).toMatchObject({ lora: { devEui, hasAppKey: true } });
  });

  it('refuses what does not fit, and names the field', async () => {
    const id = await device();
    const cases: [object, string][] = [
      [{ type: 'lora', devEui: '0102' }, 'devEui'],
      [{ type: 'lora', devEui: anyEui(), appKey: APP_KEY }, 'appKey'],
      [{ type: 'lora', devEui: anyEui(), appEui: anyEui() }, 'appKey'],
      [{ type: 'lora', devEui: anyEui(), appEui: anyEui(), appKey: 'short' }, 'appKey'],
      [{ type: 'cellular', imei: '490154203237519' }, 'imei'],
      [{ type: 'cellular', imei: IMEI, iccId: '1' }, 'iccId'],
      [{ type: 'generic', dvnUuid: 'x' }, 'dvnUuid'],
      [{ type: 'generic', sharedSecret: 'weak' }, 'sharedSecret'],
      [{ type: 'wifi' }, 'type'],
      [{}, 'type'],
      [{ type: 'lora', devEui: anyEui(), imei: IMEI }, ''],
    ];
    for (const [body, path] of cases) {
      const answer = await api('POST', adaptersOf(id), body);
      expect([answer.status, answer.body.errors[0].path, body]).toEqual([400, path, body]);
      expect(answer.text).not.toContain(APP_KEY);
    }
    expect(await rowsOf(id)).toMatchObject({ adapters: 0 });
  });

  it('one of each network, of the networks of its type', async () => {
    const id = await device('own-lora-device');
    const wrong = await api('POST', adaptersOf(id), { type: 'cellular', imei: IMEI });
    expect([wrong.status, wrong.body.code]).toEqual([400, 'devices.wrong-network']);
    await api('POST', adaptersOf(id), { type: 'lora', devEui: anyEui() });
    const second = await api('POST', adaptersOf(id), { type: 'lora', devEui: anyEui() });
    expect([second.status, second.body.code]).toEqual([409, 'devices.already-linked']);
    const made = await api('POST', adaptersOf(await device('programmable')), {
      type: 'lora',
      devEui: anyEui(),
    });
    expect([made.status, made.body.code]).toEqual([409, 'devices.already-linked']);
  });

  it('an identifier that somebody else adds at the same moment is one’s, whoever asks', async () => {
    for (let round = 0; round < 5; round++) {
      const devEui = anyEui();
      const ids = [await device(), await device(), await device('everything', { as: apiOfB, tenant: b })];
      const doors = [api, api, apiOfB];
      const answers = await Promise.all(
        ids.map((id, n) => (doors[n] as Api)('POST', adaptersOf(id), { type: 'lora', devEui })),
      );
      expect(answers.map(({ status }) => status).sort()).toEqual([201, 409, 409]);
      const refused = answers.find(({ status }) => status === 409);
      expect(refused?.body).toMatchObject({
        code: 'devices.identifier-taken',
        detail: 'The network identifier already exists for this network type',
      });
      expect(await database.sql`select 1 from network_adapters where identifier = ${devEui}`).toHaveLength(1);
    }
  });

  it('a SIM that is in another device, retired, or another customer’s is not put in', async () => {
    const holder = await device('cellular');
    await api('POST', adaptersOf(holder), { type: 'cellular', imei: '356938035643809', iccId: SIM_OF_A });
    const id = await device('cellular');
    const put = (iccId: string) => api('POST', adaptersOf(id), { type: 'cellular', imei: IMEI, iccId });
    expect((await put(SIM_OF_A)).body.code).toBe('sims.linked-elsewhere');
    expect((await put(SIM_OF_B)).body.code).toBe('sims.iccid-taken');
    expect(await rowsOf(id)).toEqual({ adapters: 0, bindings: 0, secrets: 0, sims: 0 });
    await api('DELETE', `/devices/${holder}`);
    await database.sql`update sims set status = 'RETIRED' where id = ${a.ids.sim}`;
    expect(await put(SIM_OF_A)).toMatchObject({ status: 409, body: { code: 'sims.retired' } });
    await database.sql`update sims set status = 'ACTIVATED' where id = ${a.ids.sim}`;
  });
});

describe('PUT …/network-adapters/{networkAdapterId}', () => {
  it('the same identifier is no change, another one is refused', async () => {
    const id = await device();
    const devEui = anyEui();
    const { body: adapter } = await api('POST', adaptersOf(id), { type: 'lora', devEui });
    const path = `${adaptersOf(id)}/${adapter.id}`;
    const lines = async () =>
      (await database.sql`select count(*)::int as n from audit_log where object_id = ${id}`)[0]?.n;
    const before = await lines();
    expect(await api('PUT', path, adapter)).toMatchObject({ status: 200, body: adapter });
    const written = { type: 'lora', devEui: devEui.toLowerCase().replace(/..(?=.)/g, '$&:') };
    expect(await api('PUT', path, written)).toMatchObject({ status: 200, body: adapter });
    const other = await api('PUT', path, { type: 'lora', devEui: anyEui() });
    expect(other).toMatchObject({
      status: 400,
      body: { code: 'devices.identifier-fixed', errors: [{ path: 'devEui' }] },
    });
    const network = await api('PUT', path, { type: 'cellular', imei: IMEI });
    expect(network.body).toMatchObject({ status: 400, errors: [{ path: 'type' }] });
    expect((await api('PUT', path, { ...adapter, id })).body.errors[0].path).toBe('id');
    expect((await api('GET', path)).body).toEqual(adapter);
    expect(await lines()).toBe(before);
  });

  it('another SIM takes the place of the one that is in it', async () => {
    const id = await device('cellular');
    const imei = '353490069873319';
    const { body } = await api('POST', adaptersOf(id), {
      type: 'cellular',
      imei,
      iccId: TYPED_TOO,
    });
    const path = `${adaptersOf(id)}/${body.id}`;
    const changed = await api('PUT', path, { type: 'cellular', imei, iccId: SIM_OF_A });
    expect(changed).toMatchObject({ status: 200, body: { id: body.id, imei, iccId: SIM_OF_A } });
    expect(await rowsOf(id)).toMatchObject({ sims: 1 });
    await api('DELETE', path);
  });
});

describe('DELETE …/network-adapters/{networkAdapterId}', () => {
  it('frees the identifier, forgets the keys, takes the SIM out; what is left of the device stays', async () => {
    const id = await device();
    const devEui = anyEui();
    const { body: lora } = await api('POST', adaptersOf(id), {
      type: 'lora',
      devEui,
      appEui: anyEui(),
      appKey: APP_KEY,
    });
    const { body: cellular } = await api('POST', adaptersOf(id), {
      type: 'cellular',
      imei: IMEI,
      iccId: SIM_OF_A,
    });
    const { body: generic } = await api('POST', adaptersOf(id), { type: 'generic' });
    await database.sql`insert into lora_registrations ${database.sql({ customer_id: a.customerId, connection_customer_id: a.customerId, connection_id: a.ids.connection, device_id: id, dev_eui: devEui, wish: 'ACTIVE', present: 'ACTIVE', plan: 'plan' })}`;

    expect((await api('DELETE', `${adaptersOf(id)}/${lora.id}`)).status).toBe(204);
    expect(await rowsOf(id)).toEqual({ adapters: 2, bindings: 0, secrets: 1, sims: 1 });
    expect((await getDevice(admin(), { id })).identifier).toBe(IMEI);
    await wishOrphansAwaySystem(new Date());
    const [left] =
      await database.sql`select wish, device_id, next_at from lora_registrations where dev_eui = ${devEui}`;
    expect(left).toMatchObject({ wish: 'DELETED', device_id: null, next_at: expect.any(Date) });

    expect((await api('DELETE', `${adaptersOf(id)}/${cellular.id}`)).status).toBe(204);
    expect(await rowsOf(id)).toEqual({ adapters: 1, bindings: 0, secrets: 1, sims: 0 });
    expect((await api('DELETE', `${adaptersOf(id)}/${generic.id}`)).status).toBe(204);
    expect(await rowsOf(id)).toEqual({ adapters: 0, bindings: 0, secrets: 0, sims: 0 });
    expect((await api('DELETE', `${adaptersOf(id)}/${generic.id}`)).body.code).toBe(
      'network-adapters.not-found',
    );
    expect(await getDevice(admin(), { id })).toMatchObject({ identifier: null, urn: null });

    const again = await api('POST', adaptersOf(await device()), { type: 'lora', devEui });
    expect(again.status).toBe(201);
    const history =
      await database.sql`select before, after from audit_log where object_id = ${id} and operation = 'devices.update' and before ->> 'network' = 'lora'`;
    expect(history).toMatchObject([
      { before: { identifier: devEui }, after: { network: null, identifier: IMEI } },
    ]);
  });

  it('of another device it is not there', async () => {
    const one = await device();
    const { body } = await api('POST', adaptersOf(one), { type: 'generic' });
    const path = `${adaptersOf(await device())}/${body.id}`;
    const answers = [await api('GET', path), await api('DELETE', path), await api('PUT', path, body)];
    // What the platform made was told once: it is not a part of what can be sent back.
    expect(answers.map(({ status }) => status)).toEqual([404, 404, 400]);
    expect(await rowsOf(one)).toMatchObject({ adapters: 1 });
  });
});

describe('keys and secrets', () => {
  it('that are brought are in no answer, no line of the log and no line of the audit log', async () => {
    const said: unknown[] = [];
    const spies = (['trace', 'debug', 'info', 'warn', 'error', 'fatal'] as const).map((level) =>
      vi.spyOn(log, level).mockImplementation((...words: unknown[]) => void said.push(words)),
    );
    const id = await device();
    const keys = { appEui: anyEui(), appKey: APP_KEY };
    const bodies = [
      { type: 'lora', devEui: a.devEui, ...keys },
      { type: 'lora', devEui: anyEui(), ...keys },
      { type: 'lora', devEui: anyEui(), ...keys },
      { type: 'lora', devEui: anyEui(), ...keys, more: 1 },
      { type: 'cellular', imei: '1', sharedSecret: SECRET },
      { type: 'generic', sharedSecret: SECRET },
    ];
    const answers = [];
    for (const body of bodies) answers.push(await api('POST', adaptersOf(id), body));
    expect(answers.map(({ status }) => status)).toEqual([409, 201, 409, 400, 400, 201]);
    for (const path of [`/devices/${id}`, adaptersOf(id), '/devices']) answers.push(await api('GET', path));
    const audit = await database.sql`select * from audit_log where customer_id = ${a.customerId}`;
    const everything = JSON.stringify([answers, audit, said]).toLowerCase();
    for (const spy of spies) spy.mockRestore();
    expect(everything).not.toContain(APP_KEY.toLowerCase());
    expect(everything).not.toContain(SECRET.toLowerCase());
    expect(await rowsOf(id)).toMatchObject({ bindings: 1, secrets: 1 });
  });

  it('that the platform makes are told once', async () => {
    const made = await api('POST', '/devices', {
      projectId: a.ids.project,
      deviceSpecificationId: types.programmable,
      name: 'Programmable',
    });
    const { appKey, devEui, appEui } = made.body.credentials;
    expect(made.body.credentials).toEqual({
      devEui: expect.stringMatching(/^[0-9A-F]{16}$/),
      appEui: expect.stringMatching(/^[0-9A-F]{16}$/),
      appKey: expect.stringMatching(/^[0-9A-F]{32}$/),
    });
    const path = `/devices/${made.body.id}`;
    const later = [
      await api('GET', path),
      await api('GET', `${path}/network-adapters`),
      await api('PUT', path, { name: 'Other' }),
      await api('POST', `${path}/network-adapters`, { type: 'lora', devEui, appEui, appKey }),
    ];
    const audit = await database.sql`select * from audit_log where object_id = ${made.body.id}`;
    expect(JSON.stringify([later, audit])).not.toContain(appKey);
    expect(later[1]?.body.items).toMatchObject([{ devEui }]);
  });
});
