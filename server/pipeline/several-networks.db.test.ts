import { afterAll, beforeAll, expect, it } from 'vitest';
import { systemActor } from '#server/access/system-actor.ts';
import { getDelivery } from '#server/deliveries/read-deliveries.ts';
import { useTestDatabase } from '#server/platform/test-database.ts';
import { parseDeviceUrn } from '#server/protocols/senml/device-urn.ts';
import { replayOptionsSchema } from '#server/replays/contract.ts';
import { replayUplink } from '#server/replays/replay-uplink.ts';
import { closeEditorSandbox } from '#server/scripts/editor-sandbox.ts';
import { getUplink } from '#server/uplinks/read-uplinks.ts';
import { addSigning, makeSigning, senmlRequest } from './accept/signing-device.fixture.ts';
import { loopbackHttp, testPipeline, until } from './pipeline.fixture.ts';
import { type Receiver, startReceiver } from './receiver.fixture.ts';
import { chirpstackRequest, makeScene, type Scene, uplinkOf } from './scene.fixture.ts';

const database = useTestDatabase();
const http = loopbackHttp();
const pipeline = testPipeline(http);
let receiver: Receiver;
let scene: Scene;
/** Base names in the order in which messages are sent. */
const names: string[] = [];

beforeAll(async () => {
  receiver = await startReceiver();
  await pipeline.start();
  scene = await makeScene(database.sql, {
    devices: 2,
    builtIn: ['thingsml-json-v2', 'raw-lora-v2'],
    urls: [receiver.url],
  });
});

afterAll(async () => {
  await pipeline.stop();
  await closeEditorSandbox();
  await http.close();
  await receiver.stop();
});

const packOf = (bn: string) => JSON.stringify([{ bn, n: 'level', u: 'm', v: names.length }]);

async function post({ urn, path }: { urn: string; path: string }): Promise<void> {
  const { status } = await pipeline.acceptor.accept(senmlRequest(path, packOf(urn)));
  expect(status).toBe(200);
  names.push(urn);
}

async function publish(urn: string): Promise<void> {
  const parsed = parseDeviceUrn(urn);
  if (!parsed.ok) throw new Error(parsed.error.message);
  const payload = Buffer.from(packOf(urn));
  await pipeline.acceptor.mqtt.publishFromBroker({ urn: parsed.value, payload, isRepeated: false });
  names.push(urn);
}

it('a device of several networks is decoded and delivered in the name that each message came by', async () => {
  const [radio] = scene.devices as [Scene['devices'][number]];
  // LoRa and Internet.
  const internet = await addSigning(database.sql, scene, 'generic', 0);
  // M2M and Internet, linked by one statement as a new device's are: which comes first is not told by their times.
  const m2m = await makeSigning(database.sql, scene, 'cellular', 1);
  const second = await addSigning(database.sql, scene, 'generic', 1);
  await database.sql`update network_adapters set created_at = now() where device_id = ${m2m.deviceId}`;

  await pipeline.acceptor.accept(chirpstackRequest(scene, uplinkOf(radio, 1)));
  names.push(`urn:dev:DEVEUI:${radio.devEui}:`);
  await post(internet);
  await publish(internet.urn);
  for (const door of [m2m, second]) await post(door);
  for (const door of [m2m, second]) await publish(door.urn);

  await until('all delivered', () => receiver.taken.length === names.length);
  const failures = await database.sql`select error from decoding_failures`;
  expect(failures).toEqual([]);
  const bn = () => receiver.taken.map(({ records }) => records[0]?.bn).toSorted();
  expect(bn()).toEqual(names.toSorted());
});

it('so it is told of each message and of its delivery, and again when it is replayed', async () => {
  const actor = systemActor(scene.customerId);
  const [destinationId] = scene.destinationIds as [string];
  await until('written', async () => {
    const [row] = await database.sql`select count(*)::int as n from deliveries`;
    return row?.n === names.length;
  });
  const rows = await database.sql<{ id: number; delivery: number }[]>`
    select u.id::float8 as id, d.id::float8 as delivery from uplinks u join deliveries d on d.uplink_id = u.id order by u.id`;
  const options = replayOptionsSchema.parse({ destinationIds: [destinationId] });
  for (const [at, { id, delivery }] of rows.entries()) {
    const { device, steps } = await getUplink(actor, { id });
    expect([device.urn, steps.map(({ senml }) => senml?.[0]?.bn)]).toEqual([names[at], [names[at]]]);
    const { request } = await getDelivery(actor, { id: delivery });
    expect(JSON.parse(request?.body ?? '')[0].bn).toBe(names[at]);
    expect(await replayUplink(actor, { id, dryRun: false, options })).toMatchObject({ verdict: 'same' });
  }
  // These lie in the table and are read back from it, as after a restart.
  await until('delivered again', () => receiver.taken.length === 2 * names.length);
  const again = receiver.taken.slice(names.length).map(({ records }) => records[0]?.bn);
  expect(again.toSorted()).toEqual(names.toSorted());
});
