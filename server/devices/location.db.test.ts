import { beforeAll, describe, expect, it } from 'vitest';
import { createTenant, seedCatalogue, type Tenant } from '#server/customers/tenant.fixture.ts';
import { useTestDatabase } from '#server/platform/test-database.ts';
import { getSolvedPlace } from '#server/uplinks/read-uplinks.ts';
import { deviceCreateSchema, deviceUpdateSchema } from './contract.ts';
import { createDevice } from './create-device.ts';
import { getDevice } from './read-devices.ts';
import { updateDevice } from './update-device.ts';

const database = useTestDatabase();
let a: Tenant;
let b: Tenant;

beforeAll(async () => {
  const catalogue = await seedCatalogue(database.sql);
  a = await createTenant(database.sql, 'A', catalogue);
  b = await createTenant(database.sql, 'B', catalogue);
});

const here = { latitude: 52.0907374, longitude: -5.1214201, altitude: null };
const locationOf = async (id: string) => (await getDevice(a.system, { id })).location;
const put = (id: string, location: object | null) =>
  updateDevice(a.system, deviceUpdateSchema.parse({ id, location }));
const add = (more: object) =>
  createDevice(
    a.system,
    deviceCreateSchema.parse({
      projectId: a.ids.project,
      deviceTypeId: a.ids.deviceType,
      name: 'Fender',
      ...more,
    }),
  );

describe('where a device was put', () => {
  it('comes with it, changes and goes; each coordinate old and new in the audit log', async () => {
    const { id } = await add({ location: { latitude: here.latitude, longitude: here.longitude } });
    expect(await locationOf(id)).toEqual(here);
    await put(id, { ...here, longitude: 4.5, altitude: 12.5 });
    expect(await locationOf(id)).toEqual({ ...here, longitude: 4.5, altitude: 12.5 });
    await updateDevice(a.system, deviceUpdateSchema.parse({ id, name: 'Other' }));
    expect(await locationOf(id)).toMatchObject({ altitude: 12.5 });
    await put(id, null);
    expect(await locationOf(id)).toBeNull();
    await put(id, null);
    const rows = await database.sql`
      select operation, before, after from audit_log where object_id = ${id} and after ? 'longitude' order by id`;
    expect(rows.map(({ before, after }) => [before?.longitude ?? null, after.longitude])).toEqual([
      [null, here.longitude],
      [here.longitude, 4.5],
      [4.5, null],
    ]);
    expect(rows[1]?.before).not.toHaveProperty('latitude');
  });

  it('is whole and on this earth, or refused', async () => {
    const { id } = await add({});
    expect(await locationOf(id)).toBeNull();
    for (const location of [
      { latitude: 91, longitude: 0 },
      { latitude: 0, longitude: 180.1 },
      { latitude: 1 },
      { latitude: '1', longitude: 1 },
      { latitude: Number.NaN, longitude: 1 },
    ])
      expect(deviceUpdateSchema.safeParse({ id, location }).success).toBe(false);
    await expect(database.sql`update devices set latitude = 1 where id = ${id}`).rejects.toThrow(
      'devices_location',
    );
    await expect(database.sql`update devices set altitude = 1 where id = ${id}`).rejects.toThrow(
      'devices_location',
    );
  });

  it('of another customer’s device is not to be changed', async () => {
    await expect(put(b.ids.device, here)).rejects.toMatchObject({ code: 'devices.not-found' });
  });
});

describe('where a network solved it to be', () => {
  const tell = async (kind: string, event: object, minutesAgo: number, count = 1) =>
    database.sql`
      insert into uplinks (id, received_at, customer_id, device_id, kind, occurred_at, event, body_id, body_offset, body_length)
      select nextval('uplink_ids'), at, ${a.customerId}, ${a.ids.device}, ${kind}, at, ${database.sql.json(event as never)}, 0, 0, 0
      from (select now() - make_interval(mins => ${minutesAgo}) + n * interval '1 millisecond' as at from generate_series(1, ${count}) n) x`;

  it('is found behind whatever came since, by an index', async () => {
    expect(await getSolvedPlace(a.system, { id: a.ids.device })).toBeNull();
    await tell(
      'lora.location',
      { kind: 'location', location: { latitude: 51.5, longitude: 4.5, radius: 90 } },
      50,
    );
    await tell('lora.uplink', { kind: 'uplink' }, 40, 1000);
    expect(await getSolvedPlace(a.system, { id: a.ids.device })).toMatchObject({
      latitude: 51.5,
      longitude: 4.5,
      radius: 90,
    });
    const plan = await database.sql`
      explain select received_at from uplinks where device_id = ${a.ids.device} and kind = 'lora.location'
      order by received_at desc limit 1`;
    expect(plan.map((row) => row['QUERY PLAN']).join('\n')).toMatch(/device_id_received_at_idx1|located/);
  });

  it('is the newer of what it told by itself and with an uplink', async () => {
    const location = { latitude: 51.7, longitude: 4.7 };
    await tell('lora.uplink', { kind: 'uplink', location }, 10);
    expect(await getSolvedPlace(a.system, { id: a.ids.device })).toMatchObject({ ...location, radius: null });
  });

  it('is nobody else’s to know', async () => {
    await expect(getSolvedPlace(b.system, { id: a.ids.device })).rejects.toMatchObject({
      code: 'devices.not-found',
    });
  });
});
