import { beforeAll, expect, it } from 'vitest';
import { createTenant, seedCatalogue, type Tenant } from '#server/customers/tenant.fixture.ts';
import { newDeviceSchema } from '#server/devices/contract.ts';
import { addManagedDevice, findManagedPlace } from '#server/devices/operate-managed.ts';
import { useTestDatabase } from '#server/platform/test-database.ts';
import { managedFirmwareSchema } from './contract.ts';
import { addManagedFirmware, removeManagedFirmware } from './operate-managed.ts';
import { listFirmware } from './read-firmware.ts';

const database = useTestDatabase();
let a: Tenant;
let b: Tenant;

beforeAll(async () => {
  const catalogue = await seedCatalogue(database.sql);
  const made = (name: string) => createTenant(database.sql, name, catalogue);
  a = await made('A');
  b = await made('B');
  const place = { customer: a.customerId, project: 'CANARY-A-projects-name', type: 'managed' };
  await addManagedDevice('Ann', await findManagedPlace(place), newDeviceSchema.parse({ name: 'Hall 3' }));
});

const firmware = managedFirmwareSchema.parse({ version: '2.3', command: { port: 6, payloadHex: '3E 0A' } });
const type = { customer: undefined, type: 'managed' };
const named = async (tenant: Tenant) =>
  (await listFirmware(tenant.system)).filter(({ version }) => version === '2.3');

it('the operator gives a command to every customer that has such devices, or to one', async () => {
  const [given, ...others] = await addManagedFirmware('Ann', type, firmware);
  expect([given?.customerId, given?.refused, others]).toEqual([a.customerId, null, []]);
  expect(await named(a)).toMatchObject([
    {
      createdBy: 'Ann',
      file: null,
      command: { port: 6, payloadHex: '3e0a' },
      deviceType: { category: 'managed' },
    },
  ]);
  expect(await named(b)).toEqual([]);
  expect(await addManagedFirmware('Ann', type, firmware)).toMatchObject([
    { refused: 'firmware.version-taken' },
  ]);
  await addManagedFirmware('Ann', { ...type, customer: b.customerId }, firmware);
  expect(await named(b)).toHaveLength(1);
  const [row] = await database.sql`
    select actor_kind, actor_name from audit_log where object_id = ${given?.id ?? ''} and operation = 'firmware.create'`;
  expect(row).toEqual({ actor_kind: 'system', actor_name: 'Ann' });
});

it('and takes it away again', async () => {
  const version = { ...type, version: '2.3' };
  expect(await removeManagedFirmware('Ann', version)).toMatchObject([
    { customerId: a.customerId, refused: null },
  ]);
  expect(await named(a)).toEqual([]);
  await expect(removeManagedFirmware('Ann', version)).rejects.toMatchObject({ code: 'firmware.not-found' });
  await expect(removeManagedFirmware('Ann', { ...version, type: 'own' })).rejects.toMatchObject({
    code: 'device-types.not-found',
  });
});
