import { describe, expect, it } from 'vitest';
import { impatientHttp } from '#server/drivers/lora-networks/driver-scene.fixture.ts';
import { createConnection } from '#server/lora-networks/create-connection.ts';
import { getConnection } from '#server/lora-networks/read-connections.ts';
import { setConnectionApi, testStoredConnection } from '#server/lora-networks/set-connection-api.ts';
import { deleteConnection } from '#server/lora-networks/update-connection.ts';
import { listLoraDevices, listRegistrationTargets } from './read-registrations.ts';
import {
  api,
  clock,
  connectionId,
  database,
  fresh,
  http,
  later,
  newDevice,
  other,
  register,
  scene,
  shown,
  statusOf,
  tenant,
  wish,
  work,
} from './registration-scene.fixture.ts';
import { claimDueSystem } from './work.sql.ts';

describe('a worker that dies', () => {
  it('between the call and its row: the same wish is done again, once in effect', async () => {
    const device = await newDevice();
    await register(device.id);
    // Claimed and carried out by a worker of which nothing more was heard.
    const [claim] = await claimDueSystem({ now: clock(), busyMs: 60_000, limit: 10, except: [] });
    expect(claim?.devEui).toBe(device.devEui);
    await scene.driver.create({ ...device, name: 'x', plan: 'standard' }, scene.config, http);
    await work();
    expect(await statusOf(device.id)).toBe('PENDING_CREATE');
    later(61_000);
    await work();
    expect(await statusOf(device.id)).toBe('ACTIVE');
    expect(scene.fake.devices.size).toBe(1);
  });

  it('a database that cannot take the answer: asked again in seconds, and the server has it once', async () => {
    const device = await newDevice();
    await register(device.id);
    await database.sql`create function refuse_status() returns trigger language plpgsql
      as $$ begin raise exception 'not now'; end $$`;
    await database.sql`create trigger refuse_status before update of status on lora_bindings
      for each row execute function refuse_status()`;
    await work();
    await database.sql`drop trigger refuse_status on lora_bindings`;
    expect(await statusOf(device.id)).toBe('PENDING_CREATE');
    expect(scene.fake.devices.size).toBe(1);
    later(5_000);
    await work();
    expect(await statusOf(device.id)).toBe('ACTIVE');
    expect(scene.fake.devices.size).toBe(1);
  });

  it('two workers never have one wish in hand', async () => {
    for (let count = 0; count < 12; count++) await register((await newDevice()).id);
    scene.fake.slow(30);
    await Promise.all([work(), work(), work()]);
    const creates = scene.fake.calls.filter(({ path }) => path.endsWith('DeviceService/Create'));
    expect(creates).toHaveLength(12);
    expect(scene.fake.devices.size).toBe(12);
  });

  it('a wish that changes while the call is under way is done after it', async () => {
    const device = await newDevice();
    await register(device.id);
    scene.fake.slow(60);
    const registrar = fresh();
    await registrar.look();
    await wish(device.id, { kind: 'deregister' });
    expect(await registrar.look()).toBe(0);
    await registrar.idle();
    expect(await statusOf(device.id)).toBe('PENDING_DELETE');
    await work(registrar);
    expect(await statusOf(device.id)).toBe('INVENTORY');
    expect(scene.fake.devices.size).toBe(0);
  });

  it('a server that is away holds up nobody else’s', async () => {
    const slow = await newDevice();
    await register(slow.id);
    scene.fake.always('hang');
    const simulated = await createConnection(tenant.system, { name: 'Built in', provider: 'simulated' });
    const quick = await newDevice();
    await wish(quick.id, { kind: 'register', connectionId: simulated.id });
    const hasty = impatientHttp(500);
    const registrar = fresh(hasty);
    await registrar.look();
    await registrar.idle();
    expect([await statusOf(slow.id), await statusOf(quick.id)]).toEqual(['PENDING_CREATE', 'ACTIVE']);
    later(1_000);
    const calls = scene.fake.calls.length;
    expect(await registrar.look()).toBe(0);
    expect(scene.fake.calls.length).toBe(calls);
    await hasty.close();
  });
});

describe('the built-in network', () => {
  it('registers, refuses what is elsewhere, and needs no settings', async () => {
    const { id } = await createConnection(tenant.system, { name: 'Built in', provider: 'simulated' });
    const elsewhere = await createConnection(tenant.system, { name: 'Second', provider: 'simulated' });
    const device = await newDevice();
    await wish(device.id, { kind: 'register', connectionId: id, plan: 'standard-geolocation' });
    await work();
    expect(await shown(device.id)).toMatchObject({ status: 'ACTIVE', plan: { geolocation: true } });
    await wish(device.id, { kind: 'deactivate' });
    await work();
    expect(await database.sql`select status from simulated_network_devices`).toEqual([
      { status: 'deactivated' },
    ]);
    await database.sql`update simulated_network_devices set connection_id = ${elsewhere.id}`;
    await wish(device.id, { kind: 'reactivate' });
    await work();
    expect(await shown(device.id)).toMatchObject({
      status: 'FAILED',
      failure: { code: 'lora-network.identifier-in-use' },
    });
  });
});

describe('a connection', () => {
  it('offers its plans once its API is known; the secret is not sent to another address', async () => {
    expect((await listRegistrationTargets(tenant.system)).map(({ id, plans }) => [id, plans.length])).toEqual(
      [[connectionId, 2]],
    );
    const moved = api({ address: `${scene.fake.address}/elsewhere` }, { secrets: undefined });
    await expect(setConnectionApi(tenant.system, moved)).rejects.toMatchObject({
      fields: [{ path: 'secrets.apiKey', message: 'lora-connections.secret-again' }],
    });
    await setConnectionApi(
      tenant.system,
      api(
        { plans: scene.config.settings && (scene.config.settings as { plans: unknown[] }).plans.slice(0, 1) },
        { secrets: undefined },
      ),
    );
    expect(await listRegistrationTargets(tenant.system)).toMatchObject([{ plans: [{ id: 'standard' }] }]);
    expect(await testStoredConnection(tenant.system, { id: connectionId })).toMatchObject({ ok: true });
    const read = JSON.stringify(await getConnection(tenant.system, { id: connectionId }));
    expect(read).toContain(scene.fake.address);
    expect(read).not.toContain('of-the-tenant');
  });

  it('that goes leaves its devices in the inventory', async () => {
    const device = await newDevice();
    await register(device.id);
    await work();
    await deleteConnection(tenant.system, { id: connectionId });
    expect(await shown(device.id)).toMatchObject({ status: 'INVENTORY', connection: null });
  });
});

describe('the table', () => {
  const list = async (query: object) =>
    (await listLoraDevices(tenant.system, { filters: [], limit: 50, ...query } as never)).rows;

  it('finds, filters and sorts', async () => {
    const [a, b] = [
      await newDevice({ devEui: '1AAA000000000001' }),
      await newDevice({ devEui: '1AAA000000000002' }),
    ];
    await wish(a.id, { kind: 'register', plan: 'geo' });
    await work();
    const ids = async (query: object) => (await list({ q: '1A-AA-00', ...query })).map(({ id }) => id);
    expect(await ids({})).toEqual([a.id, b.id]);
    expect(await ids({ sort: { field: 'devEui', desc: true } })).toEqual([b.id, a.id]);
    expect(await ids({ sort: { field: 'lastMessageAt', desc: true } })).toHaveLength(2);
    const filter = (field: string, op: string, value: unknown) => ({ filters: [{ field, op, value }] });
    expect(await ids(filter('status', 'is', 'ACTIVE'))).toEqual([a.id]);
    expect(await ids(filter('geolocation', 'is', 'with'))).toEqual([a.id]);
    expect(await ids(filter('geolocation', 'is', 'without'))).toEqual([b.id]);
    expect(await ids(filter('connection', 'is', connectionId))).toEqual([a.id]);
    expect(await ids(filter('devEui', 'contains', '000002'))).toEqual([b.id]);
    await database.sql`update lora_registrations set failure_code = 'x', failure_reason = 'no such profile', failure_of = 'device',
      failed_at = now() where device_id = ${a.id}`;
    expect(await ids(filter('reason', 'contains', 'such PROFILE'))).toEqual([a.id]);
    expect(await ids(filter('reason', 'filled', ''))).toEqual([a.id]);
    expect(await ids(filter('reason', 'empty', ''))).toEqual([b.id]);
    expect(await ids(filter('status', 'in', ['ACTIVE', 'INVENTORY']))).toEqual([a.id, b.id]);
    for (const row of await list({})) expect(row.devEui).not.toBe(other.devEui);
    const page = await listLoraDevices(tenant.system, { filters: [], q: '1AAA', limit: 1 } as never);
    expect(await ids({ limit: 1, cursor: page.next })).toEqual([b.id]);
  });
});
