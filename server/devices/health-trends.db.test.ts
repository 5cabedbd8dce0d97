import { beforeAll, expect, it } from 'vitest';
import { actorWith, createTenant, seedCatalogue, type Tenant } from '#server/customers/tenant.fixture.ts';
import { useTestDatabase } from '#server/platform/test-database.ts';
import { createDevice } from './create-device.ts';
import { getHealthTrends } from './get-health-trends.ts';

const database = useTestDatabase();
let a: Tenant;
let b: Tenant;

/** A battery that runs down by a millivolt an hour, over forty days. */
beforeAll(async () => {
  const { sql } = database;
  const catalogue = await seedCatalogue(sql);
  a = await createTenant(sql, 'A', catalogue);
  b = await createTenant(sql, 'B', catalogue);
  const [shape] =
    await sql`insert into shapes (customer_id, hash, names, units, kinds) values (${a.customerId}, ${Buffer.from('battery')}, ${['batteryVoltage', 'temperature']}, ${['V', 'Cel']}, 'nn') returning id`;
  await sql`insert into packs (id, received_at, customer_id, device_id, uplink_id, decoder_id, time, shape_id, v)
    select 50000 + n, now(), ${a.customerId}, ${a.ids.device}, 50000 + n, ${a.ids.decoder},
      now() - n * interval '1 hour', ${shape?.id}, array[3 + n / 1000.0, 20]::float8[]
    from generate_series(1, 960) n`;
});

it('thirty days of the battery and of how the gateways heard it, in few points', async () => {
  const { from, to, battery, signal } = await getHealthTrends(a.system, { id: a.ids.device });
  expect(to - from).toBe(30 * 24 * 3600_000);
  expect(battery).toMatchObject({ name: 'batteryVoltage', unit: 'V' });
  const points = battery?.points ?? [];
  expect(points.length).toBeGreaterThan(150);
  expect(points.length).toBeLessThanOrEqual(181);
  const [first] = points;
  expect(first?.at.getTime()).toBeGreaterThanOrEqual(from);
  expect(first?.max).toBeCloseTo(3.72, 1);
  expect(points.at(-1)?.avg).toBeLessThan(3.01);
  expect(signal).toMatchObject({ name: 'ESP', unit: 'dBm' });
  expect(signal?.points).toEqual([{ at: expect.any(Date), avg: -90.8, min: -90.8, max: -90.8, n: 1 }]);
});

it('a device that tells its own signal is drawn by that, one that tells nothing by nothing', async () => {
  const { id } = await createDevice(a.system, {
    projectId: a.ids.project,
    deviceTypeId: a.ids.deviceType,
    name: 'Quiet',
    description: null,
    barcode: null,
    tags: [],
    flowIds: [],
  });
  expect(await getHealthTrends(a.system, { id })).toMatchObject({ battery: null, signal: null });
  const reported = { 'radio:rssi': { v: -80, u: 'dBm', t: 1, o: '' } };
  await database.sql`insert into twins (device_id, customer_id, reported, version) values (${id}, ${a.customerId}, ${database.sql.json(reported)}, 1)
    on conflict (device_id) do update set reported = excluded.reported`;
  const { signal } = await getHealthTrends(a.system, { id });
  expect(signal).toMatchObject({ name: 'radio:rssi', points: [] });
});

it('is of who may see the device', async () => {
  await expect(getHealthTrends(a.system, { id: b.ids.device })).rejects.toMatchObject({
    code: 'devices.not-found',
  });
  await expect(
    getHealthTrends(actorWith(a.customerId, ['support.user']), { id: a.ids.device }),
  ).rejects.toMatchObject({ code: 'access.forbidden' });
});
