import { randomUUID } from 'node:crypto';
import { beforeAll, beforeEach, expect, it } from 'vitest';
import { makeDownlinkScene } from '#server/downlinks/downlink-scene.fixture.ts';
import { createFirmware } from '#server/firmware/create-firmware.ts';
import { getDeviceFirmware } from '#server/firmware/read-firmware.ts';
import { useTestDatabase } from '#server/platform/test-database.ts';
import { doBulkWork, killedBetweenBatches, rowsOfTask, undoneTask } from './bulk-work.fixture.ts';
import { confirmTask } from './confirm-task.ts';
import type { BulkList, BulkSelection } from './contract.ts';
import { startSelection } from './create-task.ts';

const DEVICES = 620;
const database = useTestDatabase();
let scene: Awaited<ReturnType<typeof makeDownlinkScene>>;
let versionId: string;

beforeAll(async () => {
  scene = await makeDownlinkScene(database, DEVICES);
  await database.sql`
    insert into lora_registrations (customer_id, connection_id, connection_customer_id, device_id, dev_eui, wish, present, plan)
    select customer_id, ${scene.connectionId}, ${scene.customerId}, device_id, identifier, 'ACTIVE', 'ACTIVE', 'standard'
    from network_adapters where customer_id = ${scene.customerId} and network = 'lora'`;
  ({ id: versionId } = await createFirmware(scene.actor, {
    deviceTypeId: scene.deviceTypeId,
    version: '2.3',
    notes: null,
    fileName: null,
    command: { port: 6, payloadHex: '3e' },
    bytes: new Uint8Array(),
  }));
});

beforeEach(async () => {
  await database.sql`delete from firmware_assignments`;
  await database.sql`delete from downlinks`;
  await database.sql`delete from bulk_tasks where undo_of is not null`;
  await database.sql`delete from bulk_tasks`;
});

const idOf = (nth: number) => scene.devices[nth]?.id as string;
const assign = (selection: BulkSelection['selection'], list: BulkList = 'devices') =>
  startSelection(scene.actor, {
    kind: 'assign-firmware',
    list,
    selection,
    options: { firmwareVersionId: versionId },
  });
const states = () => database.sql<{ state: string; n: number }[]>`
  select state, count(*)::int as n from downlinks group by state order by state`;
const statuses = async (nth: number) =>
  (await getDeviceFirmware(scene.actor, { id: idOf(nth) })).assignments.map(
    (one) => one.reason ?? one.status,
  );

it('queues one command for each device that can be told; the others are named', async () => {
  for (let n = 0; n < 5; n++) await scene.send(idOf(1));
  await database.sql`delete from flow_devices where device_id = ${idOf(2)}`;
  await database.sql`insert into twins (device_id, customer_id, reported, version) values
    (${idOf(3)}, ${scene.customerId}, ${database.sql.json({ firmwareVersion: { vs: '2.3', t: 1, o: '' } })}, 1)`;
  const ids = [0, 1, 2, 3, 4].map(idOf);
  const { id, finished } = await assign({ ids: [...ids, randomUUID()] });
  expect(finished).toEqual({ done: 2, failed: 0, refused: 3, same: 1 });
  expect((await rowsOfTask(scene.actor, id)).map(({ reasons }) => reasons[0]?.code ?? null)).toEqual([
    null,
    'downlinks.queue-full',
    'downlinks.cannot-send.no-flow',
    null,
    null,
    'device-unknown',
  ]);
  expect(await states()).toEqual([{ state: 'PENDING', n: 7 }]);
  await undoneTask(database.sql, scene.actor, id);
  expect(await states()).toEqual([
    { state: 'CANCELLED', n: 2 },
    { state: 'PENDING', n: 5 },
  ]);
  expect(await statuses(0)).toEqual(['withdrawn']);
  await database.sql`insert into flow_devices (customer_id, flow_id, device_id) values (${scene.customerId}, ${scene.flowId}, ${idOf(2)})`;
  await database.sql`delete from twins`;
});

it('withdraws many, and gives what has failed once more to the same devices, each once', async () => {
  await assign({ ids: [idOf(0), idOf(1)] });
  const version = { field: 'version', op: 'is' as const, value: versionId };
  const query = { query: { filters: [version] }, except: [] };
  const { finished } = await startSelection(scene.actor, {
    kind: 'withdraw-firmware',
    list: 'firmware-assignments',
    selection: query,
    options: {},
  });
  expect(finished).toMatchObject({ done: 2 });
  expect(await states()).toEqual([{ state: 'CANCELLED', n: 2 }]);
  await assign({ ids: [idOf(0)] });
  await database.sql`update firmware_assignments set status = 'failed', reason = 'FEEDBACK_TIMEOUT'`;
  await database.sql`update downlinks set state = 'CANCELLED', reason = 'CANCELLED', ended_at = now() where state = 'PENDING'`;
  // The first device stands there twice.
  expect((await assign(query, 'firmware-assignments')).finished).toEqual({
    done: 2,
    failed: 0,
    refused: 0,
    same: 1,
  });
  expect((await statuses(0))[0]).toBe('offered');
  expect(await states()).toEqual([
    { state: 'CANCELLED', n: 3 },
    { state: 'PENDING', n: 2 },
  ]);
});

it('all that match are told once, whichever worker dies', async () => {
  const { id } = await assign({ query: { filters: [] }, except: [] });
  await doBulkWork();
  await confirmTask(scene.actor, { id });
  await killedBetweenBatches(database.sql, scene.actor, id);
  expect(await states()).toEqual([{ state: 'PENDING', n: DEVICES }]);
  const [row] = await database.sql`
    select count(*)::int as n, count(distinct downlink_id)::int as told from firmware_assignments where status = 'offered'`;
  expect(row).toEqual({ n: DEVICES, told: DEVICES });
}, 60_000);
