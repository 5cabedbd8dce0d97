import { beforeAll, expect, it } from 'vitest';
import { createTenant, seedCatalogue, type Tenant } from '#server/customers/tenant.fixture.ts';
import { createDevice } from '#server/devices/create-device.ts';
import { useTestDatabase } from '#server/platform/test-database.ts';
import { createFlow } from './create-flow.ts';
import { linkDestination } from './link-destination.ts';
import { linkDevices } from './link-device.ts';
import { readFlowDeletion } from './read-flows.ts';

const database = useTestDatabase();
let a: Tenant;
let b: Tenant;
let other: string;
const before = () => readFlowDeletion(a.system, { id: a.ids.flow });

beforeAll(async () => {
  const catalogue = await seedCatalogue(database.sql);
  a = await createTenant(database.sql, 'A', catalogue);
  b = await createTenant(database.sql, 'B', catalogue);
  other = (await createFlow(a.system, { projectId: a.ids.project, name: 'Other', description: null })).id;
});

it('names devices that send nowhere afterwards, destinations that fall silent, decoders that nobody runs', async () => {
  const [device] = await database.sql`select name from devices where id = ${a.ids.device}`;
  const place = { projectId: a.ids.project, deviceTypeId: a.ids.deviceType, barcode: null, tags: [] };
  for (let n = 0; n < 6; n++)
    await createDevice(a.system, { ...place, name: `Zero ${n}`, description: null, flowIds: [a.ids.flow] });
  const stops = await before();
  expect(stops.devices.count).toBe(7);
  expect(stops.devices.names).toEqual([device?.name, 'Zero 0', 'Zero 1', 'Zero 2', 'Zero 3']);
  expect(stops.destinationIds).toEqual([a.ids.destination]);
  expect(stops.decoders.count).toBe(2);
});

it('what another flow does does not stop', async () => {
  await linkDevices(a.system, { flowId: other, deviceIds: [a.ids.device] });
  expect((await before()).devices.count).toBe(7);
  await linkDestination(a.system, { flowId: other, destinationId: a.ids.destination });
  const stops = await before();
  expect(stops.devices.count).toBe(6);
  expect(stops.destinationIds).toEqual([]);
});

it('of a flow of another customer nothing is told', async () => {
  await expect(readFlowDeletion(b.system, { id: a.ids.flow })).rejects.toMatchObject({
    code: 'flows.not-found',
  });
});
