import { randomUUID } from 'node:crypto';
import { beforeAll, beforeEach, expect, it } from 'vitest';
import { PLATFORM_CUSTOMER_ID } from '#db/columns.ts';
import { actorWith, createTenant, seedCatalogue, type Tenant } from '#server/customers/tenant.fixture.ts';
import { deviceCreateSchema } from '#server/devices/contract.ts';
import { createDevice } from '#server/devices/create-device.ts';
import { useTestDatabase } from '#server/platform/test-database.ts';
import type { ProjectLimits } from './contract.ts';
import { createProject } from './create-project.ts';
import { NO_LIMITS } from './limits.fixture.ts';
import { getProject } from './read-projects.ts';
import { setLimits } from './set-limits.ts';

const database = useTestDatabase();
let a: Tenant;
let projectId: string;
const types: Record<string, string> = {};

beforeAll(async () => {
  a = await createTenant(database.sql, 'A', await seedCatalogue(database.sql));
  for (const networks of [['lora'], ['generic'], ['cellular', 'generic']]) {
    const slug = networks.join('+');
    const [row] = await database.sql`
      insert into device_types (customer_id, slug, name, category, "group", networks, lora_keys)
      values (${PLATFORM_CUSTOMER_ID}, ${slug}, ${slug}, 'own', 'Sensors', ${networks}, ${slug === 'lora' ? 'generated' : null}) returning id`;
    types[slug] = row?.id;
  }
});

beforeEach(async () => {
  projectId = (await createProject(a.system, { name: randomUUID(), description: null })).id;
});

const admin = () => actorWith(a.customerId, ['organization.admin', 'manager.admin']);
const limit = (some: Partial<ProjectLimits>) => setLimits(admin(), { id: projectId, ...NO_LIMITS, ...some });
const add = (slug: string) =>
  createDevice(
    admin(),
    deviceCreateSchema.parse({ projectId, deviceTypeId: types[slug], name: slug, flowIds: [] }),
  );

it('as many of a network as are set, whatever stands there of others; what is there stays', async () => {
  await limit({ networkLimits: { lora: null, cellular: null, generic: 1 } });
  await add('lora');
  await add('generic');
  await expect(add('generic')).rejects.toMatchObject({
    code: 'projects.limit-reached',
    details: { what: 'genericDevices', limit: 1, used: 1 },
  });
  await expect(add('cellular+generic')).rejects.toMatchObject({ details: { what: 'genericDevices' } });
  await add('lora');
  await limit({ limits: { ...NO_LIMITS.limits, devices: 1 } });
  expect((await getProject(admin(), { id: projectId })).used.devices).toBe(3);
  await expect(add('lora')).rejects.toMatchObject({ details: { what: 'devices', limit: 1, used: 3 } });
  await limit({});
  await add('generic');
});

it('only types and networks that are allowed', async () => {
  await limit({ allowedDeviceTypeIds: [types.lora as string] });
  await expect(add('generic')).rejects.toMatchObject({ code: 'projects.type-not-allowed' });
  await add('lora');
  await limit({ allowedNetworks: ['generic'] });
  await expect(add('lora')).rejects.toMatchObject({ code: 'projects.network-not-allowed' });
  await expect(add('cellular+generic')).rejects.toMatchObject({
    details: expect.objectContaining({ network: 'cellular' }),
  });
  await add('generic');
});

it('stand in the audit log with what they were, once for a change', async () => {
  const wanted = { allowedDeviceTypeIds: [types.lora as string, types.generic as string] };
  await limit(wanted);
  await limit({ allowedDeviceTypeIds: wanted.allowedDeviceTypeIds.toReversed() });
  const rows = await database.sql`select before, after from audit_log
    where operation = 'projects.limit' and object_id = ${projectId}`;
  expect([...rows]).toEqual([
    {
      before: { allowedDeviceTypeIds: null },
      after: { allowedDeviceTypeIds: wanted.allowedDeviceTypeIds.toSorted() },
    },
  ]);
});

it('of a subscription whose limits are part of it are not the customer’s to set', async () => {
  for (const subscription of ['freemium', 'explorer'] as const) {
    await database.sql`update projects set subscription = ${subscription} where id = ${projectId}`;
    await expect(limit({})).rejects.toMatchObject({
      code: 'projects.limits-fixed',
      details: { subscription },
    });
  }
});

it('name types that there are', async () => {
  await expect(limit({ allowedDeviceTypeIds: [randomUUID()] })).rejects.toMatchObject({
    code: 'device-types.not-found',
  });
});
