import { beforeAll, describe, expect, it } from 'vitest';
import { actorWith, createTenant, seedCatalogue, type Tenant } from '#server/customers/tenant.fixture.ts';
import { createConnection } from '#server/lora-networks/create-connection.ts';
import { listUnknownDevices } from '#server/lora-networks/read-connections.ts';
import { dataKeyOf } from '#server/platform/data-keys.ts';
import { pipelineDatabase } from '#server/platform/database.ts';
import { unseal } from '#server/platform/secrets.ts';
import { useTestDatabase } from '#server/platform/test-database.ts';
import { createProject } from '#server/projects/create-project.ts';
import { type DeviceCreate, deviceCreateSchema } from './contract.ts';
import { createDevice } from './create-device.ts';
import { deleteDevice, finishSystemPurges } from './delete-device.ts';
import { appKeyPlace } from './lora-keys.ts';
import { getDevice } from './read-devices.ts';
import { setLoraKeys } from './set-lora-keys.ts';
import { setDevicesStatus, updateDevice } from './update-device.ts';

const database = useTestDatabase();
let a: Tenant;
let b: Tenant;
const types: Record<string, string> = {};

beforeAll(async () => {
  const catalogue = await seedCatalogue(database.sql);
  for (const row of await database.sql`select slug, id from device_types`) types[row.slug] = row.id;
  a = await createTenant(database.sql, 'A', catalogue);
  b = await createTenant(database.sql, 'B', catalogue);
});

const editor = () => actorWith(a.customerId, ['manager.admin']);

const input = (more: object = {}): DeviceCreate =>
  deviceCreateSchema.parse({
    projectId: a.ids.project,
    deviceTypeId: types['own-lora-device'],
    name: 'New',
    ...more,
  });

const keys = (devEui: string) => ({ devEui, joinEui: '0059ac00-000fffff', appKey: 'ab'.repeat(16) });

const audited = async (id: string) =>
  (
    await database.sql`select operation, before, after, actor_name, via from audit_log where object_id = ${id} order by id`
  ).map((row) => row);

describe('adding a device', () => {
  it('with its own keys: stored in one form, the AppKey sealed where it belongs, one line in the audit log', async () => {
    const { id, credentials } = await createDevice(
      editor(),
      input({ lora: keys('70:b3:d5:7e:d0:00:00:01'), flowIds: [a.ids.flow] }),
    );
    expect(credentials).toBeNull();
    const device = await getDevice(editor(), { id });
    expect(device).toMatchObject({
      identifier: '70B3D57ED0000001',
      processing: 'active',
      lora: { joinEui: '0059AC00000FFFFF', hasAppKey: true },
    });
    const [row] = await database.sql`select app_key from lora_bindings where device_id = ${id}`;
    const key = await dataKeyOf(pipelineDatabase(), a.customerId);
    expect(unseal(key, appKeyPlace(id), row?.app_key)).toBe('AB'.repeat(16));
    expect(() => unseal(key, appKeyPlace(a.ids.device), row?.app_key)).toThrow('secrets.unreadable');
    const log = await audited(id);
    expect(log).toHaveLength(1);
    expect(log[0]).toMatchObject({
      operation: 'devices.create',
      via: 'portal',
      after: { devEui: '70B3D57ED0000001' },
    });
    expect(JSON.stringify([device, log])).not.toMatch(/abab/i);
  });

  it('of a programmable type: the portal makes keys and shows them once', async () => {
    const { id, credentials } = await createDevice(editor(), input({ deviceTypeId: types.programmable }));
    expect(credentials).toMatchObject({
      devEui: expect.stringMatching(/^[0-9A-F]{16}$/),
      appKey: expect.stringMatching(/^[0-9A-F]{32}$/),
    });
    expect(Number.parseInt(credentials?.devEui?.slice(0, 2) ?? '', 16) & 0b11).toBe(0b10);
    expect(JSON.stringify(await getDevice(editor(), { id }))).not.toContain(credentials?.appKey);
    await expect(
      createDevice(editor(), input({ deviceTypeId: types.programmable, lora: keys('70B3D57ED00000FF') })),
    ).rejects.toThrow('devices.keys-are-generated');
  });

  it.each([
    ['of this customer', () => a.devEui],
    ['of another customer', () => b.devEui],
  ])('an identifier %s is in use, whoever has it', async (_, devEui) => {
    const before = await database.sql`select count(*)::int as n from devices`;
    const error = await createDevice(editor(), input({ lora: keys(devEui()) })).catch((e) => e);
    expect([error.code, error.kind, error.details]).toEqual(['devices.identifier-taken', 'conflict', {}]);
    expect(await database.sql`select count(*)::int as n from devices`).toEqual(before);
  });

  it('a managed type belongs to the platform', async () => {
    await expect(createDevice(editor(), input({ deviceTypeId: types.managed }))).rejects.toThrow(
      'devices.type-managed',
    );
  });

  it('the flow must be one of its project', async () => {
    const other = await createProject(a.system, { name: 'Other', description: null });
    await expect(
      createDevice(editor(), input({ projectId: other.id, flowIds: [a.ids.flow] })),
    ).rejects.toThrow('flows.other-project');
    await expect(createDevice(editor(), input({ flowIds: [b.ids.flow] }))).rejects.toThrow('flows.not-found');
  });

  it('ten at the same moment into the last three places: three are taken', async () => {
    const { id: projectId } = await createProject(a.system, { name: 'Small', description: null });
    await database.sql`update projects set device_limit = 3 where id = ${projectId}`;
    const tries = await Promise.allSettled(
      Array.from({ length: 10 }, () => createDevice(editor(), input({ projectId }))),
    );
    const refused = tries.flatMap((one) => (one.status === 'rejected' ? [one.reason] : []));
    expect(refused).toHaveLength(7);
    expect(refused[0]).toMatchObject({
      code: 'projects.limit-reached',
      kind: 'limit',
      details: { what: 'devices', limit: 3, used: 3 },
    });
  });

  it('takes it off the list of unknown devices', async () => {
    const connection = await createConnection(a.system, { name: 'C', provider: 'chirpstack' });
    await database.sql`insert into unknown_devices values (${a.customerId}, ${connection.id}, 'lora', '70B3D57ED0000077', 1, now(), now())`;
    await createDevice(editor(), input({ lora: keys('70B3D57ED0000077') }));
    expect((await listUnknownDevices(a.system)).map((one) => one.identifier)).not.toContain(
      '70B3D57ED0000077',
    );
  });
});

describe('changing a device', () => {
  it('writes down what changed, and nothing when nothing does', async () => {
    const { id } = await createDevice(editor(), input({ name: 'Before', tags: ['x'] }));
    await updateDevice(editor(), { id, name: 'After', tags: ['x'] });
    await updateDevice(editor(), { id, name: 'After' });
    const [, change, ...more] = await audited(id);
    expect(change).toMatchObject({
      operation: 'devices.update',
      before: { name: 'Before' },
      after: { name: 'After' },
    });
    expect(more).toEqual([]);
  });

  it('deactivates many at once, all or none', async () => {
    const made = await Promise.all([1, 2].map(() => createDevice(editor(), input())));
    const ids = made.map((one) => one.id);
    expect(await setDevicesStatus(editor(), { ids, status: 'DEACTIVATED' })).toEqual({ changed: 2 });
    expect(await setDevicesStatus(editor(), { ids, status: 'DEACTIVATED' })).toEqual({ changed: 0 });
    await expect(
      setDevicesStatus(editor(), { ids: [...ids, b.ids.device], status: 'ACTIVE' }),
    ).rejects.toThrow('devices.not-found');
    expect((await getDevice(editor(), { id: ids[0] as string })).status).toBe('DEACTIVATED');
  });

  it('gets its keys later, and new ones; the DevEUI stays', async () => {
    const { id } = await createDevice(editor(), input());
    const lora = { devEui: '70B3D57ED0000099', joinEui: '0059AC00000FFFFF', appKey: 'CD'.repeat(16) };
    await setLoraKeys(editor(), { id, lora });
    await setLoraKeys(editor(), { id, lora: { ...lora, appKey: 'EF'.repeat(16) } });
    await expect(
      setLoraKeys(editor(), { id, lora: { ...lora, devEui: '70B3D57ED000009A' } }),
    ).rejects.toThrow('devices.identifier-fixed');
    const other = await createDevice(editor(), input());
    await expect(
      setLoraKeys(editor(), { id: other.id, lora: { ...lora, devEui: b.devEui } }),
    ).rejects.toThrow('devices.identifier-taken');
    expect(await getDevice(editor(), { id })).toMatchObject({ identifier: '70B3D57ED0000099' });
  });
});

describe('deleting a device', () => {
  const HISTORY = [
    'uplinks',
    'packs',
    'pack_weeks',
    'decoding_failures',
    'deliveries',
    'delivery_queue',
    'uplink_identities',
    'twins',
    'network_adapters',
    'lora_bindings',
    'flow_devices',
    'device_activity',
  ];
  const rowsOf = async (id: string) => {
    const left: Record<string, number> = {};
    for (const table of HISTORY) {
      const [row] =
        await database.sql`select count(*)::int as n from ${database.sql(table)} where device_id = ${id}`;
      if (row?.n) left[table] = row.n;
    }
    return left;
  };

  it('takes everything of it along, and its identifier is free again', async () => {
    expect(Object.keys(await rowsOf(b.ids.device)).sort()).toEqual([...HISTORY].sort());
    await deleteDevice(b.system, { id: b.ids.device });
    expect(await rowsOf(b.ids.device)).toEqual({});
    expect(Object.keys(await rowsOf(a.ids.device)).length).toBe(HISTORY.length);
    expect((await audited(b.ids.device)).at(-1)).toMatchObject({
      operation: 'devices.delete',
      before: { name: 'CANARY-B-devices-name' },
    });
    await createDevice(editor(), input({ lora: keys(b.devEui) }));
  });

  it('a purge that was cut short is finished from the audit log', async () => {
    await database.sql`insert into packs (id, received_at, customer_id, device_id, uplink_id, decoder_id, time, shape_id, v) values (900, now(), ${b.customerId}, ${b.ids.device}, 900, ${b.ids.decoder}, now(), 1, ${[1]})`;
    expect(await rowsOf(b.ids.device)).toEqual({ packs: 1 });
    await finishSystemPurges(new Date(Date.now() - 60_000));
    expect(await rowsOf(b.ids.device)).toEqual({});
  });

  it('is refused for managed devices, but by the platform itself', async () => {
    const { id } = await createDevice(a.system, input({ deviceTypeId: types.managed }));
    await expect(deleteDevice(editor(), { id })).rejects.toThrow('devices.type-managed');
    await deleteDevice(a.system, { id });
  });
});
