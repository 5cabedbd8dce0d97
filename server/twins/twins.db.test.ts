import { beforeAll, expect, it } from 'vitest';
import { actorWith, createTenant, seedCatalogue, type Tenant } from '#server/customers/tenant.fixture.ts';
import { createDevice } from '#server/devices/create-device.ts';
import { useTestDatabase } from '#server/platform/test-database.ts';
import { getTwin } from './read-twin.ts';
import { clearMeasurements, deleteMetadata, setMetadata } from './set-metadata.ts';
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
    version: before.version + 1,
  });
  await expect(
    setMetadata(editor(), { deviceId: deviceId(), key: 'room', value: '5', version: before.version }),
  ).rejects.toMatchObject({ code: 'twins.changed', details: { version: before.version + 2 } });
  await deleteMetadata(editor(), { deviceId: deviceId(), key: 'room' });
  const after = await getTwin(editor(), { deviceId: deviceId() });
  expect(after.version).toBe(before.version + 3);
  expect(after.metadata).toEqual(before.metadata);
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
