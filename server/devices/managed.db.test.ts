import { randomBytes } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { PLATFORM_CUSTOMER_ID } from '#db/columns.ts';
import { actorWith, createTenant, seedCatalogue, type Tenant } from '#server/customers/tenant.fixture.ts';
import { useTestDatabase } from '#server/platform/test-database.ts';
import { linkSim, unlinkSim } from '#server/sims/link-sim.ts';
import { getDeviceSim } from '#server/sims/read-sims.ts';
import { setMetadata } from '#server/twins/set-metadata.ts';
import { changeAdapter } from './change-adapter.ts';
import { deviceCreateSchema } from './contract.ts';
import { createDevice } from './create-device.ts';
import { deleteDevice } from './delete-device.ts';
import { linkToNetwork, replaceSharedSecret } from './link-to-network.ts';
import { getDevice } from './read-devices.ts';
import { setLoraKeys } from './set-lora-keys.ts';
import { unlinkFromNetwork } from './unlink-from-network.ts';
import { setDevicesStatus, updateDevice } from './update-device.ts';

const database = useTestDatabase();
let a: Tenant;
let typeId: string;
let id: string;

beforeAll(async () => {
  a = await createTenant(database.sql, 'A', await seedCatalogue(database.sql));
  const [type] = await database.sql`
    insert into device_types (customer_id, slug, name, category, "group", networks, lora_keys)
    values (${PLATFORM_CUSTOMER_ID}, 'bought', 'Bought', 'managed', 'Sensors', '{lora,generic,cellular}', 'generated') returning id`;
  typeId = type?.id;
  id = (
    await createDevice(a.system, {
      ...input(),
      ...deviceCreateSchema.pick({ generic: true }).parse({ generic: {} }),
    })
  ).id;
});

const admin = () => actorWith(a.customerId, ['manager.admin', 'creator.admin', 'organization.admin']);
const input = () =>
  deviceCreateSchema.parse({ projectId: a.ids.project, deviceTypeId: typeId, name: 'Bought' });
const hex = (bytes: number) => randomBytes(bytes).toString('hex').toUpperCase();

/** The table of the two kinds of device types (product 02), row by row, for whoever has every role. */
describe('a device of a managed type', () => {
  it('is added and removed by the platform alone', async () => {
    const refused = { code: 'devices.type-managed', kind: 'forbidden' };
    await expect(createDevice(admin(), input())).rejects.toMatchObject(refused);
    await expect(deleteDevice(admin(), { id })).rejects.toMatchObject(refused);
  });

  it('keeps the identifiers, keys and metadata that it came with', async () => {
    const refused = { code: 'devices.type-managed' };
    const lora = { devEui: hex(8), joinEui: hex(8), appKey: hex(16) };
    await expect(setLoraKeys(admin(), { id, lora })).rejects.toMatchObject(refused);
    await expect(replaceSharedSecret(admin(), { id })).rejects.toMatchObject(refused);
    const cellular = { id, network: 'cellular' as const, info: { imei: '490154203237518' } };
    await expect(linkToNetwork(admin(), cellular)).rejects.toMatchObject(refused);
    await expect(setMetadata(admin(), { deviceId: id, key: 'floor', value: '4' })).rejects.toMatchObject(
      refused,
    );
  });

  it('keeps its networks and the SIM that it came with', async () => {
    const [imei, iccid] = ['356938035643809', '8931440400000000008'];
    const info = deviceCreateSchema.pick({ cellular: true }).parse({ cellular: { imei, iccid } });
    const { id: tracker } = await createDevice(a.system, { ...input(), ...info });
    const { adapters } = await getDevice(admin(), { id: tracker });
    const adapter = adapters.find(({ network }) => network === 'cellular');
    const path = { deviceId: tracker, networkAdapterId: adapter?.id ?? '' };
    const other = '8931440400000000107';
    const wanted = { network: 'cellular' as const, identifier: imei, iccId: other, field: 'imei' };
    for (const attempt of [
      () => linkSim(admin(), { deviceId: tracker, iccid: other, replace: true }),
      () => unlinkSim(admin(), { deviceId: tracker }),
      () => changeAdapter(admin(), path, wanted),
      () => unlinkFromNetwork(admin(), { id: tracker, adapterId: path.networkAdapterId }),
    ])
      await expect(attempt()).rejects.toMatchObject({ code: 'devices.type-managed', kind: 'forbidden' });
    expect(await getDeviceSim(admin(), { deviceId: tracker })).toMatchObject({ iccid });
    await unlinkSim(a.system, { deviceId: tracker });
    expect(await getDeviceSim(admin(), { deviceId: tracker })).toBeNull();
  });

  it('is named, described, switched off and on by its customer', async () => {
    await updateDevice(admin(), { id, name: 'Hall', description: 'By the door' });
    await setDevicesStatus(admin(), { ids: [id], status: 'DEACTIVATED' });
    expect(await getDevice(admin(), { id })).toMatchObject({
      name: 'Hall',
      description: 'By the door',
      status: 'DEACTIVATED',
    });
    await setDevicesStatus(admin(), { ids: [id], status: 'ACTIVE' });
    expect((await getDevice(admin(), { id })).status).toBe('ACTIVE');
  });
});
