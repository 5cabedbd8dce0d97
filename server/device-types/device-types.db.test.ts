import { beforeAll, describe, expect, it } from 'vitest';
import { actorWith, createTenant, seedCatalogue, type Tenant } from '#server/customers/tenant.fixture.ts';
import { deviceCreateSchema } from '#server/devices/contract.ts';
import { createDevice } from '#server/devices/create-device.ts';
import { deleteDevice } from '#server/devices/delete-device.ts';
import { linkDevices } from '#server/flows/link-device.ts';
import { toggleDecoder } from '#server/flows/toggle-decoder.ts';
import { useTestDatabase } from '#server/platform/test-database.ts';
import { createDeviceType, deleteDeviceType, updateDeviceType } from './change-device-type.ts';
import { deviceTypeCreateSchema } from './contract.ts';
import { getDeviceType, listDeviceTypes } from './read-device-types.ts';
import { getPicture, removePicture, setPicture } from './set-picture.ts';

const database = useTestDatabase();
let a: Tenant;
let b: Tenant;
let builtIn = '';
let platformType = '';

beforeAll(async () => {
  const catalogue = await seedCatalogue(database.sql);
  builtIn = catalogue.decoderId;
  platformType = catalogue.typeId;
  a = await createTenant(database.sql, 'A', catalogue);
  b = await createTenant(database.sql, 'B', catalogue);
});

const creator = (tenant = a) => actorWith(tenant.customerId, ['creator.admin', 'manager.admin']);
const values = (more: object = {}) =>
  deviceTypeCreateSchema.parse({ name: 'Well', networks: ['generic'], ...more });
const lora = (more: object = {}) =>
  values({ networks: ['lora'], loraKeys: 'preset', decoderIds: [builtIn], ...more });

const device = (deviceTypeId: string) =>
  deviceCreateSchema.parse({ projectId: a.ids.project, deviceTypeId, name: 'One' });

describe('a type of one’s own', () => {
  it('is there for its customer alone, with its decoders, and devices can be of it', async () => {
    const { id } = await createDeviceType(creator(), lora({ expectedIntervalSeconds: 900 }));
    const type = await getDeviceType(creator(), { id });
    expect(type).toMatchObject({
      own: true,
      category: 'own',
      networks: ['lora'],
      loraKeys: 'preset',
      expectedIntervalSeconds: 900,
      slug: expect.stringMatching(/^well-[0-9a-f]{8}$/),
    });
    expect(type.decoders.map((one) => one.id)).toEqual([builtIn]);
    expect((await listDeviceTypes(creator(b))).map((one) => one.id)).not.toContain(id);
    await createDevice(creator(), device(id));
    const log = await database.sql`select operation from audit_log where object_id = ${id}`;
    expect(log.map((row) => row.operation)).toEqual(['device-types.create']);
  });

  it('keys belong to LoRa types and to no other', () => {
    expect(deviceTypeCreateSchema.safeParse({ name: 'X', networks: ['lora'] }).success).toBe(false);
    const odd = { name: 'X', networks: ['generic'], loraKeys: 'preset' };
    expect(deviceTypeCreateSchema.safeParse(odd).success).toBe(false);
  });

  it('a decoder of somebody else, or none, is unknown', async () => {
    await expect(createDeviceType(creator(), lora({ decoderIds: [b.ids.decoder] }))).rejects.toThrow(
      'decoders.not-found',
    );
  });

  it('with a device of it its network stays; the rest may change', async () => {
    const { id } = await createDeviceType(creator(), values());
    const one = await createDevice(creator(), device(id));
    await expect(updateDeviceType(creator(), { id, ...lora() })).rejects.toThrow(
      'device-types.networks-fixed',
    );
    await updateDeviceType(creator(), { id, ...values({ name: 'Deep well', batteryChemistry: 'Li' }) });
    await updateDeviceType(creator(), { id, ...values({ name: 'Deep well', batteryChemistry: 'Li' }) });
    expect(await getDeviceType(creator(), { id })).toMatchObject({
      name: 'Deep well',
      batteryChemistry: 'Li',
    });
    await expect(deleteDeviceType(creator(), { id })).rejects.toMatchObject({
      code: 'device-types.in-use',
      details: { devices: 1 },
    });
    await deleteDevice(creator(), { id: one.id });
    await deleteDeviceType(creator(), { id });
    await expect(getDeviceType(creator(), { id })).rejects.toThrow('device-types.not-found');
    const log = await database.sql`select operation from audit_log where object_id = ${id} order by id`;
    expect(log.map((row) => row.operation)).toEqual([
      'device-types.create',
      'device-types.update',
      'device-types.delete',
    ]);
  });

  it('a decoder that a flow reads with is not taken from it', async () => {
    const { id } = await createDeviceType(creator(), lora());
    const one = await createDevice(creator(), device(id));
    await linkDevices(creator(), { flowId: a.ids.flow, deviceIds: [one.id] });
    await toggleDecoder(creator(), {
      flowId: a.ids.flow,
      deviceTypeId: id,
      decoderId: builtIn,
      enabled: true,
    });
    await expect(updateDeviceType(creator(), { id, ...lora({ decoderIds: [] }) })).rejects.toMatchObject({
      code: 'decoders.in-use',
      details: { count: 1 },
    });
    await deleteDevice(creator(), { id: one.id });
    await deleteDeviceType(creator(), { id });
    expect(await database.sql`select 1 from flow_decoders where device_type_id = ${id}`).toHaveLength(0);
  });

  it('the platform’s types and those of others are nobody’s to change', async () => {
    const theirs = await createDeviceType(creator(b), values());
    for (const id of [platformType, theirs.id]) {
      await expect(updateDeviceType(creator(), { id, ...values() })).rejects.toThrow(
        'device-types.not-found',
      );
      await expect(deleteDeviceType(creator(), { id })).rejects.toThrow('device-types.not-found');
    }
  });
});

describe('a picture', () => {
  const png = Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex');

  it('is its type’s, shown to its customer alone, and goes with it', async () => {
    const { id } = await createDeviceType(creator(), values());
    await setPicture(creator(), { id, bytes: png });
    await setPicture(creator(), { id, bytes: png });
    const { picture } = await getDeviceType(creator(), { id });
    expect(picture).toMatch(/^[0-9a-f]{64}$/);
    const kept = await getPicture(creator(), { id });
    expect(kept).toMatchObject({ mediaType: 'image/png', sha256: picture });
    expect(Buffer.from(kept.bytes)).toEqual(png);
    await expect(getPicture(creator(b), { id })).rejects.toThrow('device-types.not-found');
    await expect(setPicture(creator(b), { id, bytes: png })).rejects.toThrow('device-types.not-found');
    await removePicture(creator(), { id });
    await expect(getPicture(creator(), { id })).rejects.toThrow('device-types.not-found');
    const log = await database.sql`select 1 from audit_log where object_id = ${id}`;
    expect(log).toHaveLength(3);
    await setPicture(creator(), { id, bytes: png });
    await deleteDeviceType(creator(), { id });
    expect(await database.sql`select 1 from device_type_pictures where device_type_id = ${id}`).toHaveLength(
      0,
    );
  });

  it('is one by its bytes, not by what somebody calls it; types of the platform take none', async () => {
    const { id } = await createDeviceType(creator(), values());
    const page = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script>1</script></svg>');
    await expect(setPicture(creator(), { id, bytes: page })).rejects.toThrow('device-types.not-a-picture');
    await expect(setPicture(creator(), { id: platformType, bytes: png })).rejects.toThrow(
      'device-types.not-found',
    );
  });
});
