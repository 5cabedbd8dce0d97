import { randomUUID } from 'node:crypto';
import { beforeAll, expect, it } from 'vitest';
import { actorWith, createTenant, seedCatalogue, type Tenant } from '#server/customers/tenant.fixture.ts';
import { createDevice } from '#server/devices/create-device.ts';
import { useTestDatabase } from '#server/platform/test-database.ts';
import { getTwin } from './read-twin.ts';
import { setDesired } from './set-desired.ts';
import { clearMeasurements, deleteMetadata, replaceMetadata, setMetadata } from './set-metadata.ts';
import { MAX_METADATA } from './twin-contract.ts';

const database = useTestDatabase();
let a: Tenant;

beforeAll(async () => {
  a = await createTenant(database.sql, 'A', await seedCatalogue(database.sql));
});

const editor = () => actorWith(a.customerId, ['manager.editor']);
const deviceId = () => a.ids.device;

it('metadata is set, changed, taken away; each change counts the version on and is written down once', async () => {
  const before = await getTwin(editor(), { deviceId: deviceId() });
  await setMetadata(editor(), { deviceId: deviceId(), key: 'room', value: '4.12' });
  await setMetadata(editor(), { deviceId: deviceId(), key: 'room', value: '4.12' });
  await setMetadata(editor(), {
    deviceId: deviceId(),
    key: 'room',
    value: '4.14',
    basedOn: [(await getTwin(editor(), { deviceId: deviceId() })).tags.metadata],
  });
  const present = await getTwin(editor(), { deviceId: deviceId() });
  await expect(
    setMetadata(editor(), {
      deviceId: deviceId(),
      key: 'room',
      value: '5',
      basedOn: [before.tags.metadata],
    }),
  ).rejects.toMatchObject({ code: 'twins.changed', details: { etag: present.tags.metadata } });
  await deleteMetadata(editor(), { deviceId: deviceId(), key: 'room' });
  const after = await getTwin(editor(), { deviceId: deviceId() });
  expect(after.version).toBe(before.version + 3);
  expect([after.metadata, after.tags]).toEqual([before.metadata, before.tags]);
  const log =
    await database.sql`select before, after from audit_log where operation = 'twins.update' and after ? 'metadata.room' order by id`;
  expect(log.map((row) => row.after['metadata.room'])).toEqual(['4.12', '4.14', null]);
});

it('there is an end to it', async () => {
  const { id } = await createDevice(a.system, {
    projectId: a.ids.project,
    deviceTypeId: a.ids.deviceType,
    name: 'Full',
    description: null,
    barcode: null,
    tags: [],
    flowIds: [],
  });
  for (let n = 0; n < MAX_METADATA; n++)
    await setMetadata(editor(), { deviceId: id, key: `k${n}`, value: '' });
  await expect(setMetadata(editor(), { deviceId: id, key: 'more', value: '' })).rejects.toThrow(
    'twins.metadata-full',
  );
});

it('measurements are sorted into what is about the device and what it measures, and can be cleared', async () => {
  const twin = await getTwin(editor(), { deviceId: deviceId() });
  expect(twin.reported.find((entry) => entry.name === 'batteryVoltage')).toMatchObject({
    section: 'device',
    value: 3.6,
    unit: 'V',
    kind: 'number',
  });
  await clearMeasurements(editor(), { deviceId: deviceId() });
  expect((await getTwin(editor(), { deviceId: deviceId() })).reported).toEqual([]);
});

it('of a managed device belongs to the platform', async () => {
  const [type] = await database.sql`select id from device_types where slug = 'managed'`;
  const { id } = await createDevice(a.system, {
    projectId: a.ids.project,
    deviceTypeId: type?.id,
    name: 'Bought',
    description: null,
    barcode: null,
    tags: [],
    flowIds: [],
  });
  await expect(setMetadata(editor(), { deviceId: id, key: 'a', value: 'b' })).rejects.toThrow(
    'devices.type-managed',
  );
});

it('what an instruction sets is wished of the device, from the queue to what the device says of it', async () => {
  const { sql } = database;
  const { id } = await createDevice(a.system, {
    projectId: a.ids.project,
    deviceTypeId: a.ids.deviceType,
    name: 'Obeys',
    description: null,
    barcode: null,
    tags: [],
    flowIds: [a.ids.flow],
  });
  const rows = { customer_id: a.customerId, device_id: id };
  await sql`insert into network_adapters ${sql({ ...rows, network: 'generic', identifier: randomUUID() })}`;
  await sql`insert into device_secrets ${sql({ ...rows, secret: 'v1.x' })}`;
  const { version, tags } = await getTwin(editor(), { deviceId: id });
  const desired = { setpoint: 21, fan: 'auto' };
  await expect(
    setDesired(editor(), { deviceId: id, desired, basedOn: [tags.metadata] }),
  ).rejects.toMatchObject({
    code: 'twins.changed',
    kind: 'precondition',
  });
  const { downlinkId } = await setDesired(editor(), { deviceId: id, desired, basedOn: [tags.desired] });
  const states = async () =>
    (await getTwin(editor(), { deviceId: id })).desired.map(({ name, value, state }) => [name, value, state]);
  expect(await states()).toEqual([
    ['fan', 'auto', 'requested'],
    ['setpoint', 21, 'requested'],
  ]);
  expect((await getTwin(editor(), { deviceId: id })).version).toBeGreaterThan(version);
  await sql`update downlinks set state = 'DELIVERED', ended_at = now() where id = ${downlinkId}`;
  const later = Date.now() / 1000 + 60;
  await sql`update twins set reported = ${sql.json({ setpoint: { v: 19, t: later, o: '' }, fan: { vs: 'auto', t: later, o: '' } })} where device_id = ${id}`;
  expect(await states()).toEqual([
    ['fan', 'auto', 'in-sync'],
    ['setpoint', 21, 'drifted'],
  ]);
});

it('names that a type counts to the device itself stand there; what is observed is judged now', async () => {
  await database.sql`update device_types set device_names = '{temperature}', expected_interval_seconds = 600 where id = ${a.ids.deviceType}`;
  await database.sql`update twins set reported = '{"temperature":{"v":1,"t":1,"o":""},"humidity":{"v":1,"t":1,"o":""}}',
    observed = ${database.sql.json({ lastMessageAt: new Date(Date.now() - 3_600_000 / 2).toISOString() })} where device_id = ${deviceId()}`;
  const twin = await getTwin(editor(), { deviceId: deviceId() });
  expect(twin.reported.map(({ name, section }) => [name, section])).toEqual([
    ['humidity', 'other'],
    ['temperature', 'device'],
  ]);
  expect(twin.observed).toMatchObject({
    state: 'late',
    expectedIntervalSeconds: 600,
    medianIntervalSeconds: null,
  });
});

it('all metadata is replaced at once', async () => {
  const { tags } = await getTwin(editor(), { deviceId: deviceId() });
  const metadata = { room: '1', wing: 'east' };
  await replaceMetadata(editor(), { deviceId: deviceId(), metadata, basedOn: [tags.metadata] });
  await replaceMetadata(editor(), { deviceId: deviceId(), metadata: { wing: 'west' } });
  expect((await getTwin(editor(), { deviceId: deviceId() })).metadata).toEqual({ wing: 'west' });
});
