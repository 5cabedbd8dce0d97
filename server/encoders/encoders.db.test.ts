import { beforeAll, expect, it } from 'vitest';
import { actorWith, createTenant, seedCatalogue, type Tenant } from '#server/customers/tenant.fixture.ts';
import { createDeviceType, updateDeviceType } from '#server/device-types/change-device-type.ts';
import { deviceTypeCreateSchema } from '#server/device-types/contract.ts';
import { getDeviceType } from '#server/device-types/read-device-types.ts';
import { useTestDatabase } from '#server/platform/test-database.ts';
import { createEncoder, deleteEncoder, updateEncoder } from './change-encoder.ts';
import { encoderCreateSchema } from './contract.ts';
import { encodeCommands } from './rules.ts';

const database = useTestDatabase();
let a: Tenant;
let b: Tenant;
let platformType = '';

beforeAll(async () => {
  const catalogue = await seedCatalogue(database.sql);
  platformType = catalogue.typeId;
  a = await createTenant(database.sql, 'A', catalogue);
  b = await createTenant(database.sql, 'B', catalogue);
});

const creator = ({ customerId } = a) => actorWith(customerId, ['creator.admin', 'manager.admin']);
const type = (more: object = {}) =>
  deviceTypeCreateSchema.parse({ name: 'Pump', networks: ['lora'], loraKeys: 'preset', ...more });
const table = (deviceTypeId: string, more: object = {}) =>
  encoderCreateSchema.parse({
    deviceTypeId,
    name: 'Pump commands',
    commands: [
      { name: 'interval', port: 6, values: [{ value: '5m', hex: ['3e 06 14 00', '0x01'] }] },
      { name: 'code', values: [] },
    ],
    ...more,
  });

it('a table of one’s own is offered by its type, survives a change of the type, and encodes', async () => {
  const { id: deviceTypeId } = await createDeviceType(creator(), type());
  const { id } = await createEncoder(creator(), table(deviceTypeId));
  await updateDeviceType(creator(), { id: deviceTypeId, ...type({ name: 'Pump II' }) });
  const { encoders } = await getDeviceType(creator(), { id: deviceTypeId });
  const encoder = encoders.find((one) => one.id === id);
  expect(encoder).toMatchObject({ own: true, kind: 'table', combines: false });
  expect(encoder && encodeCommands(encoder, [{ name: 'interval', value: '5m' }])).toEqual({
    ok: true,
    downlinks: [
      { port: 6, payloadHex: '3E061400' },
      { port: 6, payloadHex: '01' },
    ],
  });
  const { deviceTypeId: _type, ...wanted } = table(deviceTypeId, { name: 'Commands', combines: true });
  await updateEncoder(creator(), { id, ...wanted });
  await updateEncoder(creator(), { id, ...wanted });
  await deleteEncoder(creator(), { id });
  await expect(updateEncoder(creator(), { id, ...wanted })).rejects.toThrow('encoders.not-found');
  const log = await database.sql`select 1 from audit_log where object_id = ${id}`;
  expect(log).toHaveLength(3);
});

it('a type of the platform takes one too, for its customer alone', async () => {
  const { id } = await createEncoder(creator(), table(platformType));
  const ids = async (tenant: Tenant) =>
    (await getDeviceType(creator(tenant), { id: platformType })).encoders.map((one) => one.id);
  expect(await ids(a)).toContain(id);
  expect(await ids(b)).not.toContain(id);
  await expect(deleteEncoder(creator(b), { id })).rejects.toThrow('encoders.not-found');
});

it('one that a flow has on stays; types of other networks have no bytes', async () => {
  await expect(deleteEncoder(creator(), { id: a.ids.encoder })).rejects.toMatchObject({
    code: 'encoders.in-use',
  });
  const { id: internet } = await createDeviceType(creator(), type({ networks: ['generic'], loraKeys: null }));
  await expect(createEncoder(creator(), table(internet))).rejects.toThrow('encoders.lora-only');
});
