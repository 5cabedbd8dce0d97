import { beforeAll, describe, expect, it } from 'vitest';
import { PLATFORM_CUSTOMER_ID } from '#db/columns.ts';
import { createTenant, seedCatalogue, type Tenant } from '#server/customers/tenant.fixture.ts';
import { createDevice } from '#server/devices/create-device.ts';
import { useTestDatabase } from '#server/platform/test-database.ts';
import { createFlow } from './create-flow.ts';
import { linkDestination } from './link-destination.ts';
import { linkDevices, unlinkDevices } from './link-device.ts';
import { getFlow, listFlows } from './read-flows.ts';
import { toggleDecoder } from './toggle-decoder.ts';
import { toggleEncoder } from './toggle-encoder.ts';

const database = useTestDatabase();
let a: Tenant;
let b: Tenant;
let typeId: string;
let devices: string[];

const newFlow = async (name: string) =>
  (await createFlow(a.system, { projectId: a.ids.project, name, description: null })).id;
const codesOf = async (id: string) => (await getFlow(a.system, { id })).warnings.map(({ code }) => code);
const encodersOf = async (id: string) =>
  (await getFlow(a.system, { id })).types.flatMap((type) =>
    type.encoders.filter((one) => one.enabled).map((one) => one.id),
  );

beforeAll(async () => {
  const catalogue = await seedCatalogue(database.sql);
  a = await createTenant(database.sql, 'A', catalogue);
  b = await createTenant(database.sql, 'B', catalogue);
  typeId = a.ids.deviceType;
  devices = [];
  for (const name of ['One', 'Two']) {
    const place = { projectId: a.ids.project, deviceTypeId: typeId, barcode: null, tags: [], flowIds: [] };
    devices.push((await createDevice(a.system, { ...place, name, description: null })).id);
  }
});

describe('encoders of a flow', () => {
  it('a type that comes in has on what it offers to this customer; one that is there stays as it was set', async () => {
    const flowId = await newFlow('Defaults');
    const [one, two] = devices as [string, string];
    await linkDevices(a.system, { flowId, deviceIds: [one] });
    expect(await encodersOf(flowId)).toEqual([a.ids.encoder]);
    const off = { flowId, deviceTypeId: typeId, encoderId: a.ids.encoder, enabled: false };
    expect(await toggleEncoder(a.system, off)).toEqual({ changed: true });
    expect(await toggleEncoder(a.system, off)).toEqual({ changed: false });
    await linkDevices(a.system, { flowId, deviceIds: [two] });
    expect(await encodersOf(flowId)).toEqual([]);
    await unlinkDevices(a.system, { flowId, deviceIds: [one, two] });
    await linkDevices(a.system, { flowId, deviceIds: [one] });
    expect(await encodersOf(flowId)).toEqual([a.ids.encoder]);
    await unlinkDevices(a.system, { flowId, deviceIds: [one] });
  });

  it('is warned of where no flow of a device has it on, and not where another one has', async () => {
    const [flowId, other] = [await newFlow('Without'), await newFlow('With')];
    const [one, two] = devices as [string, string];
    await linkDevices(a.system, { flowId, deviceIds: [one, two] });
    await linkDevices(a.system, { flowId: other, deviceIds: [one] });
    const encoder = { deviceTypeId: typeId, encoderId: a.ids.encoder, enabled: false };
    await toggleEncoder(a.system, { flowId, ...encoder });
    expect(await codesOf(flowId)).toContain('flows.encoder-missing');
    await linkDevices(a.system, { flowId: other, deviceIds: [two] });
    expect(await codesOf(flowId)).not.toContain('flows.encoder-missing');
    await toggleEncoder(a.system, { flowId: other, ...encoder });
    const listed = await listFlows(a.system, { filters: [], limit: 50 });
    for (const id of [flowId, other])
      expect(listed.rows.find((row) => row.id === id)?.warnings.map(({ code }) => code)).toContain(
        'flows.encoder-missing',
      );
  });

  it('the history of the flow tells who switched it', async () => {
    const [row] = await database.sql`
      select before, after from audit_log where customer_id = ${a.customerId} and after ->> 'encoder' is not null limit 1`;
    expect(row).toMatchObject({ before: { enabled: true }, after: { enabled: false } });
  });

  it('one of another customer, and one that the type does not offer, are not there', async () => {
    const flowId = await newFlow('Foreign');
    for (const encoderId of [b.ids.encoder, a.ids.decoder])
      await expect(
        toggleEncoder(a.system, { flowId, deviceTypeId: typeId, encoderId, enabled: true }),
      ).rejects.toMatchObject({ code: 'encoders.not-found' });
    await expect(
      toggleEncoder(b.system, { flowId, deviceTypeId: typeId, encoderId: b.ids.encoder, enabled: true }),
    ).rejects.toMatchObject({ code: 'flows.not-found' });
  });
});

it('what reads LoRa payloads is not switched on for a type without LoRa; where it stands it is warned of', async () => {
  const [pump] = await database.sql<{ id: string }[]>`
    insert into device_types (customer_id, slug, name, category, "group", networks)
    values (${a.customerId}, 'pump', 'Pump', 'own', 'Own', ${['cellular']}) returning id`;
  const pumpId = pump?.id as string;
  const [raw] = await database.sql<{ id: string }[]>`
    select id from decoders where customer_id = ${PLATFORM_CUSTOMER_ID} and built_in = 'raw-lora'`;
  const decoderId = raw?.id as string;
  await database.sql`insert into device_type_decoders values (${a.customerId}, ${a.customerId}, ${pumpId}, ${PLATFORM_CUSTOMER_ID}, ${decoderId})`;
  const flowId = await newFlow('Pumps');
  const link = { flowId, deviceTypeId: pumpId, decoderId };
  await expect(toggleDecoder(a.system, { ...link, enabled: true })).rejects.toMatchObject({
    code: 'flows.decoder-misfit',
  });
  const place = { projectId: a.ids.project, deviceTypeId: pumpId, barcode: null, tags: [] };
  await createDevice(a.system, { ...place, name: 'Pump', description: null, flowIds: [flowId] });
  await database.sql`insert into flow_decoders values (${a.customerId}, ${flowId}, ${a.customerId}, ${pumpId}, ${PLATFORM_CUSTOMER_ID}, ${decoderId})`;
  expect(await codesOf(flowId)).toContain('flows.decoder-misfit');
  expect(await toggleDecoder(a.system, { ...link, enabled: false })).toEqual({ changed: true });
});

it('a destination whose secrets cannot be opened, or whose settings are no use, says so', async () => {
  const flowId = await newFlow('Misconfigured');
  await linkDestination(a.system, { flowId, destinationId: a.ids.destination });
  expect(await codesOf(flowId)).not.toContain('flows.destination-misconfigured');
  const fault = async () =>
    (await getFlow(a.system, { id: flowId })).destinations.map((one) => one.misconfigured);
  const [held] =
    await database.sql`select settings, secrets from destinations where id = ${a.ids.destination}`;
  await database.sql`update destinations set secrets = 'v1.x' where id = ${a.ids.destination}`;
  expect(await fault()).toEqual(['secrets-unreadable']);
  await database.sql`update destinations set secrets = ${held?.secrets}, settings = '{}' where id = ${a.ids.destination}`;
  expect(await fault()).toEqual(['settings']);
  expect(await codesOf(flowId)).toContain('flows.destination-misconfigured');
});

it('a script that the platform stopped is told as such, until another version is published', async () => {
  const codes = await codesOf(a.ids.flow);
  expect(codes).toContain('flows.decoder-suspended');
  await database.sql`delete from decoder_suspensions where customer_id = ${a.customerId}`;
  expect(await codesOf(a.ids.flow)).not.toContain('flows.decoder-suspended');
});
