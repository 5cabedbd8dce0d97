import { beforeAll, expect, it } from 'vitest';
import { createTenant, seedCatalogue, type Tenant } from '#server/customers/tenant.fixture.ts';
import { createDevice } from '#server/devices/create-device.ts';
import { useTestDatabase } from '#server/platform/test-database.ts';
import { createFlow } from './create-flow.ts';
import { readFlowHours } from './list-flow-rows.ts';
import { toggleDecoder } from './toggle-decoder.ts';

const HOUR_MS = 3_600_000;
const database = useTestDatabase();
let a: Tenant;
let b: Tenant;
let flow: string;
let device: string;
/** Beginning of the hour in which the test began. */
let hour: number;
let next = 90_000;

/** Of the flow's own decoder; the other one is not enabled in the flow. */
let enabled: string;
let disabled: string;

beforeAll(async () => {
  const { sql } = database;
  // A database of an operator in India: its hours begin half an hour after UTC's.
  await sql.unsafe(
    `alter database "${new URL(database.url).pathname.slice(1)}" set timezone to 'Asia/Kolkata'`,
  );
  const catalogue = await seedCatalogue(sql);
  a = await createTenant(sql, 'A', catalogue);
  b = await createTenant(sql, 'B', catalogue);
  enabled = catalogue.decoderId;
  disabled = a.ids.decoder;
  flow = (await createFlow(a.system, { projectId: a.ids.project, name: 'Counted', description: null })).id;
  const { id } = await createDevice(a.system, {
    projectId: a.ids.project,
    deviceTypeId: a.ids.deviceType,
    name: 'Counted',
    description: null,
    barcode: null,
    tags: [],
    flowIds: [flow],
  });
  device = id;
  await toggleDecoder(a.system, {
    flowId: flow,
    deviceTypeId: a.ids.deviceType,
    decoderId: enabled,
    enabled: true,
  });
  hour = Math.floor(Date.now() / HOUR_MS) * HOUR_MS;
  await sql`select ensure_partitions(now() - interval '7 days', 3)`;
});

/** A message of a device that came at that moment, and the decoders that failed on it. */
async function came(at: number, failed: string[] = [], of = device): Promise<void> {
  const id = next++;
  const when = new Date(at);
  await database.sql`
    insert into uplinks (id, received_at, customer_id, device_id, kind, occurred_at, event, body_id, body_offset, body_length)
    values (${id}, ${when}, ${a.customerId}, ${of}, 'lora.uplink', ${when}, '{}', 1, 0, 0)`;
  for (const decoder of failed)
    await database.sql`
      insert into decoding_failures (uplink_id, decoder_id, customer_id, device_id, received_at, error)
      values (${id}, ${decoder}, ${a.customerId}, ${of}, ${when}, '{}')`;
}

it('counts each message once in the hour that it came in, and once as failed if a decoder of the flow failed on it', async () => {
  await came(hour - 23 * HOUR_MS - 1);
  await came(hour - 23 * HOUR_MS);
  await came(hour - 2 * HOUR_MS - 1, [enabled]);
  await came(hour - 2 * HOUR_MS, [enabled, disabled]);
  await came(hour - 2 * HOUR_MS + 29 * 60_000, [disabled]);
  await came(hour - 2 * HOUR_MS + 31 * 60_000);
  await came(hour, [enabled]);
  await came(hour, [], a.ids.device);
  const counted = new Map([
    [hour - 24 * HOUR_MS, [1, 0]],
    [hour - 23 * HOUR_MS, [1, 0]],
    [hour - 3 * HOUR_MS, [1, 1]],
    [hour - 2 * HOUR_MS, [3, 1]],
    [hour, [1, 1]],
  ]);

  const day = (await readFlowHours(a.system, [flow])).get(flow) ?? [];

  const present = day.at(-1)?.at ?? 0;
  // The clock may strike while the test runs.
  expect([hour, hour + HOUR_MS]).toContain(present);
  const hours = Array.from({ length: 24 }, (_, n) => present - (23 - n) * HOUR_MS);
  expect(day.map(({ at, messages, failures }) => [at, messages, failures])).toEqual(
    hours.map((at) => [at, ...(counted.get(at) ?? [0, 0])]),
  );
});

it('keeps flows apart, answers in zeros for one without messages, and with nothing for none', async () => {
  const empty = await createFlow(a.system, { projectId: a.ids.project, name: 'Empty', description: null });
  const days = await readFlowHours(a.system, [a.ids.flow, empty.id]);
  const sum = (id: string) => days.get(id)?.reduce((n, { messages }) => n + messages, 0);
  // The fixture's own message, and the one above that its device sent.
  expect([sum(a.ids.flow), sum(empty.id)]).toEqual([2, 0]);
  expect(days.has(flow)).toBe(false);
  expect((await readFlowHours(a.system, [])).size).toBe(0);
});

it('tells another customer nothing', async () => {
  const day = (await readFlowHours(b.system, [flow])).get(flow) ?? [];
  expect(day.every(({ messages, failures }) => messages + failures === 0)).toBe(true);
});
