import { beforeAll, describe, expect, it } from 'vitest';
import { createCustomer } from '#server/customers/create-customer.ts';
import { createTenant, seedCatalogue, type Tenant } from '#server/customers/tenant.fixture.ts';
import { useTestDatabase } from '#server/platform/test-database.ts';
import { newDeviceSchema } from './contract.ts';
import { addManagedDevice, findManagedPlace, removeManagedDevice } from './operate-managed.ts';
import { getDevice } from './read-devices.ts';

const database = useTestDatabase();
let a: Tenant;
let b: Tenant;
const CUSTOMER = 'CANARY-A-customers-name';
const PROJECT = 'CANARY-A-projects-name';

beforeAll(async () => {
  const catalogue = await seedCatalogue(database.sql);
  a = await createTenant(database.sql, 'A', catalogue);
  b = await createTenant(database.sql, 'B', catalogue);
});

const place = (more: object = {}) =>
  findManagedPlace({ customer: CUSTOMER, project: PROJECT, type: 'managed', ...more });
const add = async (name: string) => addManagedDevice('Ann', await place(), newDeviceSchema.parse({ name }));

describe('the platform’s operator', () => {
  it('brings a bought device to a customer; its keys are told this once, and the audit log names who it was', async () => {
    const { id, credentials } = await add('Hall 3');
    expect(credentials).toMatchObject({ devEui: expect.stringMatching(/^[0-9A-F]{16}$/) });
    expect(await getDevice(a.system, { id })).toMatchObject({
      name: 'Hall 3',
      deviceType: { name: 'Managed sensor' },
    });
    const [row] = await database.sql`
      select actor_kind, actor_name, via, after::text as after from audit_log
      where object_id = ${id} and operation = 'devices.create'`;
    expect(row).toMatchObject({ actor_kind: 'system', actor_name: 'Ann', via: 'system' });
    expect(row?.after).not.toContain(credentials?.appKey);
  });

  it('takes it away again, by its identifier as people write it', async () => {
    const { id, credentials } = await add('Hall 4');
    const device = credentials?.devEui?.toLowerCase().replace(/(..)(?=.)/g, '$1-') ?? '';
    expect(await removeManagedDevice('Ann', { customer: a.customerId, device })).toEqual({
      id,
      name: 'Hall 4',
    });
    await expect(getDevice(a.system, { id })).rejects.toMatchObject({ code: 'devices.not-found' });
    const [row] = await database.sql`
      select actor_name from audit_log where object_id = ${id} and operation = 'devices.delete'`;
    expect(row?.actor_name).toBe('Ann');
  });

  it('has no hand in devices that customers brought, and finds nothing of another customer', async () => {
    await expect(removeManagedDevice('Ann', { customer: CUSTOMER, device: a.devEui })).rejects.toMatchObject({
      code: 'devices.not-found',
    });
    const { id } = await add('Hall 5');
    await expect(removeManagedDevice('Ann', { customer: b.customerId, device: id })).rejects.toMatchObject({
      code: 'devices.not-found',
    });
    await expect(place({ type: 'own-lora-device' })).rejects.toMatchObject({
      code: 'device-types.not-found',
    });
    await expect(place({ project: b.ids.project })).rejects.toMatchObject({ code: 'projects.not-found' });
    await expect(place({ customer: 'Nobody' })).rejects.toMatchObject({ code: 'customers.not-found' });
  });

  it('is asked which, where a name is that of two', async () => {
    await createCustomer({ name: CUSTOMER });
    await expect(place()).rejects.toMatchObject({ code: 'customers.name-not-unique' });
    expect(await place({ customer: a.customerId })).toMatchObject({ customerId: a.customerId });
  });
});
