import { randomBytes, randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createTenant, seedCatalogue, type Tenant } from '#server/customers/tenant.fixture.ts';
import { createDevice } from '#server/devices/create-device.ts';
import { deleteDevice } from '#server/devices/delete-device.ts';
import { setLoraKeys } from '#server/devices/set-lora-keys.ts';
import { chirpstackScene, impatientHttp } from '#server/drivers/lora-networks/driver-scene.fixture.ts';
import type { ConnectionApi } from '#server/lora-networks/contract.ts';
import { createConnection } from '#server/lora-networks/create-connection.ts';
import { getConnection } from '#server/lora-networks/read-connections.ts';
import { setConnectionApi, testStoredConnection } from '#server/lora-networks/set-connection-api.ts';
import { deleteConnection, updateConnection } from '#server/lora-networks/update-connection.ts';
import { DomainError } from '#server/platform/errors.ts';
import type { OutgoingHttp } from '#server/platform/outgoing-http.ts';
import { useTestDatabase } from '#server/platform/test-database.ts';
import type { NetworkWish } from './contract.ts';
import { getLoraDevice, listLoraDevices, listRegistrationTargets } from './read-registrations.ts';
import { Registrar } from './registrar.ts';
import { wishOnNetwork } from './wish-on-network.ts';
import { claimDueSystem } from './work.sql.ts';

process.env.EGRESS_ALLOW_TEST_CIDR = '127.0.0.0/8';
const database = useTestDatabase();
const joinEui = '0059AC00000FFFFF';
const DAY_MS = 24 * 3600_000;

let http: OutgoingHttp;
let tenant: Tenant;
let other: Tenant;
let scene: Awaited<ReturnType<typeof chirpstackScene>>;
let connectionId: string;
/** How far the workers' clock is ahead. */
let ahead = 0;

beforeAll(async () => {
  http = impatientHttp();
  const catalogue = await seedCatalogue(database.sql);
  tenant = await createTenant(database.sql, 'A', catalogue);
  other = await createTenant(database.sql, 'B', catalogue);
});
afterAll(() => http.close());
beforeEach(async () => {
  ahead = 0;
  await database.sql`delete from lora_registrations`;
  await database.sql`delete from simulated_network_devices`;
  await database.sql`update lora_connections set status = 'disabled'`;
  scene = await chirpstackScene();
  connectionId = (await createConnection(tenant.system, { name: 'Harbour', provider: 'chirpstack' })).id;
  await setConnectionApi(tenant.system, api());
});
afterEach(() => scene.fake.stop());

function api(settings: object = {}, more: object = {}): ConnectionApi {
  const { address, applicationId, plans } = scene.config.settings as Record<string, unknown>;
  return {
    id: connectionId,
    provider: 'chirpstack',
    settings: { address, applicationId, plans, ...settings },
    secrets: scene.config.secrets,
    ...more,
  } as ConnectionApi;
}

async function newDevice(keys: Partial<{ devEui: string; appKey: string }> = {}, of = tenant) {
  const hex = (bytes: number) => randomBytes(bytes).toString('hex').toUpperCase();
  const lora = { devEui: hex(8), joinEui, appKey: hex(16), ...keys };
  const { id } = await createDevice(of.system, {
    projectId: of.ids.project,
    deviceTypeId: of.ids.deviceType,
    name: `Device ${lora.devEui.slice(-4)}`,
    description: null,
    barcode: null,
    tags: [],
    lora,
    flowIds: [],
  });
  return { id, ...lora };
}

const wish = (id: string, wanted: NetworkWish, of = tenant) =>
  wishOnNetwork(of.system, { deviceIds: [id], wish: wanted });
const register = (id: string) => wish(id, { kind: 'register' });
const shown = (id: string) => getLoraDevice(tenant.system, { id });
const statusOf = async (id: string) => (await shown(id)).status;

/** As the worker: whatever is due now, by a worker that remembers nothing. */
async function work(registrar = fresh()): Promise<void> {
  while ((await registrar.look()) > 0) await registrar.idle();
}
const fresh = (by = http) => new Registrar({ http: by, clock: { now: clock }, random: () => 0.5 });
const clock = () => new Date(Date.now() + ahead);
const later = (ms: number) => {
  ahead += ms;
};
const there = ({ devEui }: { devEui: string }) => scene.fake.devices.get(devEui.toLowerCase());

describe('a wish is a row first, and then done', () => {
  it('from the inventory to active, deactivated, active again with another plan, and off the server', async () => {
    const device = await newDevice();
    expect(await shown(device.id)).toMatchObject({ status: 'INVENTORY', connection: null, work: null });
    await register(device.id);
    expect(await shown(device.id)).toMatchObject({
      status: 'PENDING_CREATE',
      connection: { id: connectionId, name: 'Harbour', provider: 'chirpstack' },
      plan: { id: 'standard', geolocation: false },
    });
    expect(scene.fake.devices.size).toBe(0);
    await work();
    expect(await shown(device.id)).toMatchObject({ status: 'ACTIVE', failure: null, work: { nextAt: null } });
    expect(scene.fake.keys.get(device.devEui.toLowerCase())).toBe(device.appKey.toLowerCase());
    for (const [wanted, pending, settled, isDisabled] of [
      [{ kind: 'deactivate' }, 'PENDING_DEACTIVATE', 'DEACTIVATED', true],
      [{ kind: 'reactivate' }, 'PENDING_REACTIVATE', 'ACTIVE', false],
      [{ kind: 'change-plan', plan: 'geo' }, 'PENDING_UPDATE', 'ACTIVE', false],
    ] as const) {
      await wish(device.id, wanted);
      expect(await statusOf(device.id)).toBe(pending);
      await work();
      expect(await statusOf(device.id)).toBe(settled);
      expect(there(device)).toMatchObject({ isDisabled });
    }
    expect(there(device)?.deviceProfileId).toBe(scene.profiles.geo);
    expect((await shown(device.id)).plan).toMatchObject({ id: 'geo', geolocation: true });
    await wish(device.id, { kind: 'deregister' });
    expect(await statusOf(device.id)).toBe('PENDING_DELETE');
    await work();
    expect(await shown(device.id)).toMatchObject({ status: 'INVENTORY', connection: null, plan: null });
    expect(there(device)).toBeUndefined();
  });

  it('a deleted device is taken off its server, and its DevEUI can come back at once', async () => {
    const device = await newDevice();
    await register(device.id);
    await work();
    await deleteDevice(tenant.system, { id: device.id });
    const again = await newDevice({ devEui: device.devEui });
    await register(again.id);
    await work();
    expect(scene.fake.keys.get(device.devEui.toLowerCase())).toBe(again.appKey.toLowerCase());
    await deleteDevice(tenant.system, { id: again.id });
    await work();
    expect(there(device)).toBeUndefined();
    expect(await database.sql`select 1 from lora_registrations`).toHaveLength(0);
  });

  it('new keys of a device are brought to its server', async () => {
    const device = await newDevice();
    await register(device.id);
    await work();
    const appKey = 'AB'.repeat(16);
    await setLoraKeys(tenant.system, { id: device.id, lora: { devEui: device.devEui, joinEui, appKey } });
    expect(await statusOf(device.id)).toBe('PENDING_UPDATE');
    await work();
    expect(scene.fake.keys.get(device.devEui.toLowerCase())).toBe(appKey.toLowerCase());
  });

  it('every wish stands in the audit log, and no key anywhere', async () => {
    const device = await newDevice();
    await register(device.id);
    await wish(device.id, { kind: 'deregister' });
    const rows = await database.sql`
      select before, after from audit_log where operation = 'lora-registrations.update' and object_id = ${device.id} order by at`;
    expect(rows.map((row) => [row.before?.wish ?? null, row.after.wish])).toEqual([
      [null, 'ACTIVE'],
      ['ACTIVE', 'DELETED'],
    ]);
    const dump = JSON.stringify(await database.sql`select * from lora_registrations, lora_connections`);
    expect(dump).not.toContain(device.appKey);
    expect(dump).not.toContain((scene.config.secrets as { apiKey: string }).apiKey);
  });
});

describe('what cannot be', () => {
  it('fails with the server’s reason, and is tried again when somebody says so', async () => {
    const device = await newDevice();
    scene.fake.foreign.add(device.devEui.toLowerCase());
    await register(device.id);
    await work();
    expect(await shown(device.id)).toMatchObject({
      status: 'FAILED',
      failure: {
        code: 'lora-network.identifier-in-use',
        of: 'device',
        reason: expect.stringContaining('already exists'),
      },
      work: { nextAt: null, present: 'ABSENT' },
    });
    later(DAY_MS);
    await work();
    expect(await statusOf(device.id)).toBe('FAILED');
    scene.fake.foreign.clear();
    await wish(device.id, { kind: 'retry' });
    await work();
    expect(await shown(device.id)).toMatchObject({ status: 'ACTIVE', failure: null });
  });

  it('a fault of the connection fails its devices, and better settings mend them by themselves', async () => {
    const devices = [await newDevice(), await newDevice()];
    await setConnectionApi(tenant.system, api({}, { secrets: { apiKey: 'mistyped' } }));
    for (const { id } of devices) await register(id);
    await work();
    for (const { id } of devices)
      expect(await shown(id)).toMatchObject({
        status: 'FAILED',
        failure: { code: 'lora-network.key-refused', of: 'connection' },
      });
    expect(await getConnection(tenant.system, { id: connectionId })).toMatchObject({
      registered: { total: 2, pending: 0, failed: 2 },
    });
    await setConnectionApi(tenant.system, api());
    expect(await statusOf(devices[0]?.id ?? '')).toBe('PENDING_CREATE');
    await work();
    for (const { id } of devices) expect(await statusOf(id)).toBe('ACTIVE');
  });

  it('a connection that is off fails its devices until it is on', async () => {
    const device = await newDevice();
    await register(device.id);
    await updateConnection(tenant.system, { id: connectionId, status: 'disabled' });
    await work();
    expect(await shown(device.id)).toMatchObject({
      status: 'FAILED',
      failure: { code: 'lora-network.connection-off' },
    });
    await updateConnection(tenant.system, { id: connectionId, status: 'active' });
    await work();
    expect(await statusOf(device.id)).toBe('ACTIVE');
  });

  it('a server that is away is tried again, longer apart, and the reason shows meanwhile; after a day it is failed', async () => {
    const device = await newDevice();
    await register(device.id);
    scene.fake.always({ status: 503 });
    const waits: number[] = [];
    for (let tries = 0; tries < 4; tries++) {
      await work();
      const { status, failure, work: at } = await shown(device.id);
      expect([status, failure?.code]).toEqual(['PENDING_CREATE', 'lora-network.unavailable']);
      waits.push(((at?.nextAt?.getTime() ?? 0) - (failure?.at.getTime() ?? 0)) / 1000);
      later((waits.at(-1) ?? 0) * 1000);
    }
    expect(waits).toEqual([5, 15, 60, 300]);
    later(DAY_MS);
    await work();
    expect(await shown(device.id)).toMatchObject({
      status: 'FAILED',
      failure: { code: 'lora-network.unavailable' },
    });
    scene.fake.always(null);
    await wish(device.id, { kind: 'retry' });
    await work();
    expect(await statusOf(device.id)).toBe('ACTIVE');
  });

  it.each([
    ['without keys', { kind: 'register' }, 'lora-registrations.no-keys', true],
    ['not registered', { kind: 'deactivate' }, 'lora-registrations.not-registered', false],
    [
      'a plan that is not there',
      { kind: 'register', plan: 'gold' },
      'lora-registrations.no-such-plan',
      false,
    ],
    [
      'a connection that is not ours',
      { kind: 'register', connectionId: randomUUID() },
      'lora-registrations.no-connection',
      false,
    ],
  ] as [string, NetworkWish, string, boolean][])('%s is refused', async (_, wanted, code, isKeyless) => {
    const device = await newDevice();
    if (isKeyless) await database.sql`update lora_bindings set app_key = null where device_id = ${device.id}`;
    await expect(wish(device.id, wanted)).rejects.toMatchObject({ code });
  });

  it('of several, each gets its own answer; of one, unknown or foreign, the same', async () => {
    const [first, second] = [await newDevice(), await newDevice()];
    await database.sql`update lora_bindings set app_key = null where device_id = ${second.id}`;
    const deviceIds = [first.id, second.id];
    expect(await wishOnNetwork(tenant.system, { deviceIds, wish: { kind: 'register' } })).toEqual({
      changed: [first.id],
      refused: [{ deviceId: second.id, code: 'lora-registrations.no-keys' }],
    });
    for (const id of [randomUUID(), other.ids.device]) {
      await expect(wish(id, { kind: 'register' })).rejects.toEqual(
        new DomainError('devices.not-found', 'not-found'),
      );
      await expect(getLoraDevice(tenant.system, { id })).rejects.toMatchObject({ kind: 'not-found' });
    }
  });
});

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
    for (const row of await list({})) expect(row.devEui).not.toBe(other.devEui);
    const page = await listLoraDevices(tenant.system, { filters: [], q: '1AAA', limit: 1 } as never);
    expect(await ids({ limit: 1, cursor: page.next })).toEqual([b.id]);
  });
});
