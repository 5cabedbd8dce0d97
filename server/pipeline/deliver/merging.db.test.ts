import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { systemActor } from '#server/access/system-actor.ts';
import { getDelivery } from '#server/deliveries/read-deliveries.ts';
import { replayDeliveries } from '#server/deliveries/replay-deliveries.ts';
import type { Merger } from '#server/destinations/merger-contract.ts';
import { useTestDatabase } from '#server/platform/test-database.ts';
import { buildChirpstackLocation, chirpstackJson } from '#server/protocols/chirpstack/build-chirpstack.ts';
import { invariantFaults } from '../invariants.sql.ts';
import { countOf, loopbackHttp, TestClock, testPipeline, until } from '../pipeline.fixture.ts';
import type { Pipeline } from '../pipeline.ts';
import { type Receiver, startReceiver } from '../receiver.fixture.ts';
import { chirpstackRequest, makeScene, type Scene, type SceneDevice, uplinkOf } from '../scene.fixture.ts';

const database = useTestDatabase();
const http = loopbackHttp();
let receiver: Receiver;
let clock: TestClock;
const running = new Set<Pipeline>();

beforeAll(async () => {
  receiver = await startReceiver();
});

afterAll(async () => {
  await http.close();
  await receiver.stop();
});

afterEach(async () => {
  for (const one of running) await one.stop(100);
  running.clear();
  for (const table of ['delivery_queue', 'merging_deliveries'])
    await database.sql`delete from ${database.sql(table)}`;
  receiver.answer(() => 200);
  receiver.taken.length = 0;
});

async function begin(): Promise<Pipeline> {
  const pipeline = testPipeline(http, { clock });
  running.add(pipeline);
  await pipeline.start();
  return pipeline;
}

/** Devices whose payloads and geolocations go to one destination, joined by the merger; raw frames go there, too. */
async function merging(more: Partial<Merger> = {}, devices = 1): Promise<Scene> {
  clock = new TestClock();
  const builtIn = ['raw-lora-v2', 'lora-geolocation', 'raw-lora-extended-v2'];
  const scene = await makeScene(database.sql, { builtIn, devices, urls: [receiver.url] });
  const decoderIds = scene.decoderIds.slice(0, 2);
  await setMerger(scene, { merge: true, decoderIds, ttl: 10, orphanStrategy: 'FORWARD', ...more });
  await database.sql`delete from flow_decoders where decoder_id = ${scene.decoderIds[2] as string}`;
  return scene;
}

const setMerger = ({ destinationIds: [id] }: Scene, merger: Merger) =>
  database.sql`update destinations set merger = ${database.sql.json(merger)} where id = ${id as string}`;

const BASE = 1_700_000_000_000;

async function payload(pipeline: Pipeline, scene: Scene, n: number, of = 0): Promise<void> {
  const { status } = await pipeline.acceptor.accept(
    chirpstackRequest(scene, uplinkOf(scene.devices[of] as SceneDevice, n)),
  );
  expect(status).toBe(200);
}

/** The network tells where frame n was, a second and a half after it. */
async function location(pipeline: Pipeline, scene: Scene, n: number, of = 0): Promise<void> {
  const { devEui } = scene.devices[of] as SceneDevice;
  const built = buildChirpstackLocation({
    kind: 'location',
    devEui,
    occurredAt: new Date(BASE + n * 1000 + 1_500).toISOString(),
    identity: `location:${devEui}-${n}`,
    location: { latitude: 52 + n / 1000, longitude: 4 },
    fCntUp: null,
  });
  const { status } = await pipeline.acceptor.accept(
    chirpstackRequest(scene, uplinkOf(scene.devices[of] as SceneDevice, n), {
      query: 'event=location',
      body: chirpstackJson(built),
    }),
  );
  expect(status).toBe(200);
}

const waits = (n: number) =>
  until(`${n} wait`, async () => {
    const [row] = await database.sql`select count(*)::int as n from merging_deliveries`;
    return row?.n === n;
  });

const frames = ({ records }: Receiver['taken'][number]) => ({
  payload: records.find(({ n }) => n === 'payload')?.vs?.slice(0, 8),
  latitude: records.find(({ n }) => n === 'latitude')?.v,
});

describe('a destination that merges', () => {
  it('gets payload and geolocation as one message, which tells of both in the log', async () => {
    const scene = await merging();
    const pipeline = await begin();
    await payload(pipeline, scene, 1);
    await waits(1);
    expect(receiver.taken).toEqual([]);
    await location(pipeline, scene, 1);
    await until('delivered', () => receiver.taken.length === 1);
    const [message] = receiver.taken;
    expect(message?.verified).toBe(true);
    expect(message?.records[0]).toMatchObject({ bt: (BASE + 2_500) / 1000, t: -1.5 });
    expect(message && frames(message)).toEqual({ payload: '00000001', latitude: 52.001 });
    await until('written', async () => (await countOf(database.sql, 'deliveries', scene.customerId)) === 2);
    const log = await database.sql<{ id: number; state: string; into: number | null }[]>`
      select id::float8 as id, state, merged_into::float8 as into from deliveries order by id`;
    const [lead, partner] = log as unknown as [(typeof log)[number], (typeof log)[number]];
    expect(log).toMatchObject([{ state: 'delivered' }, { state: 'merged', into: lead.id }]);
    const actor = systemActor(scene.customerId);
    const shown = await getDelivery(actor, { id: lead.id });
    expect(shown.request?.body).toBe(message?.body);
    expect(shown.parts.map(({ deliveryId }) => deliveryId)).toEqual([lead.id, partner.id]);
    expect(await getDelivery(actor, { id: partner.id })).toMatchObject({
      mergedInto: lead.id,
      mayReplay: false,
    });
    await replayDeliveries(actor, { ids: [lead.id] });
    clock.advance(60_000);
    await pipeline.dispatcher.sweep(true);
    await until('sent again, whole', () => receiver.taken.length === 2);
    expect(receiver.taken[1]).toMatchObject({ body: message?.body, webhookId: message?.webhookId });
    await expect(replayDeliveries(actor, { ids: [partner.id] })).rejects.toMatchObject({
      code: 'deliveries.merged',
    });
    await until(
      'at rest',
      async () => (await countOf(database.sql, 'delivery_queue', scene.customerId)) === 0,
    );
    expect(await invariantFaults(database.sql, { unchanged: true })).toEqual([]);
  });

  it('forwards alone what finds no partner in time; decoders that it does not merge wait for nobody', async () => {
    const scene = await merging();
    const [, , raw] = scene.decoderIds as [string, string, string];
    await database.sql`insert into flow_decoders (customer_id, flow_id, device_type_customer_id, device_type_id, decoder_customer_id, decoder_id)
      values (${scene.customerId}, ${scene.flowId}, ${scene.customerId}, ${scene.deviceTypeId}, ${scene.customerId}, ${raw})`;
    const pipeline = await begin();
    await payload(pipeline, scene, 1);
    await until('what is not merged is there', () => receiver.taken.length === 1);
    await waits(1);
    clock.advance(9_000);
    pipeline.dispatcher.tick();
    await waits(1);
    clock.advance(1_000);
    await until('forwarded', () => receiver.taken.length === 2);
    expect(receiver.taken[1] && frames(receiver.taken[1])).toEqual({ payload: '00000001' });
  });

  it('discards what finds none where nothing may go alone, says so, and sends it when it is asked to', async () => {
    const scene = await merging({ orphanStrategy: 'DISCARD', ttl: 5 });
    const pipeline = await begin();
    await payload(pipeline, scene, 1);
    await waits(1);
    clock.advance(5_000);
    await until('discarded', async () => (await countOf(database.sql, 'deliveries', scene.customerId)) === 1);
    const [row] = await database.sql<{ id: number }[]>`
      select id::float8 as id, state, attempt_log->0->>'error' as error from deliveries
      where customer_id = ${scene.customerId}`;
    expect(row).toMatchObject({ state: 'discarded', error: 'destinations.no-partner' });
    expect(await invariantFaults(database.sql, { unchanged: true })).toEqual([]);
    await replayDeliveries(systemActor(scene.customerId), { ids: [row?.id as number] });
    clock.advance(60_000);
    await pipeline.dispatcher.sweep(true);
    await until('sent', () => receiver.taken.length === 1);
  });

  it('joins what a worker left waiting that is gone', async () => {
    const scene = await merging();
    const first = await begin();
    await payload(first, scene, 1);
    await waits(1);
    // Its leases are given back and nothing else: what it held of deliveries was nowhere but in the tables.
    await first.stop(0);
    running.delete(first);
    const second = await begin();
    await until('taken over', () => second.leases.workable().length > 0);
    await location(second, scene, 1);
    await until('delivered', () => receiver.taken.length === 1);
    expect(receiver.taken[0] && frames(receiver.taken[0])).toEqual({ payload: '00000001', latitude: 52.001 });
    await waits(0);
  });

  it('joins at once what lies complete in the tables when a worker takes over', async () => {
    const scene = await merging({ ttl: 300 });
    const first = await begin();
    await payload(first, scene, 1);
    await waits(1);
    await first.stop(0);
    running.delete(first);
    // The second pack, as the dead worker recorded it and died.
    await database.sql`
      with one as (
        insert into delivery_queue select (jsonb_populate_record(q, '{"id": 9000000}')).* from delivery_queue q returning id)
      insert into merging_deliveries
      select (jsonb_populate_record(m, jsonb_build_object('delivery_id', one.id, 'decoder_id', ${scene.decoderIds[1] as string}::text))).*
      from merging_deliveries m, one`;
    await begin();
    await until('joined', () => receiver.taken.length === 1);
    expect(receiver.taken[0]?.records.filter(({ n }) => n === 'payload')).toHaveLength(2);
    // No pack was made for it.
    await database.sql`delete from deliveries where id = 9000000`;
  });

  it('lets all go at once when it merges no more', async () => {
    const scene = await merging({ ttl: 300 });
    const pipeline = await begin();
    await payload(pipeline, scene, 1);
    await waits(1);
    await setMerger(scene, { merge: false, decoderIds: [], ttl: 10, orphanStrategy: 'FORWARD' });
    await until('gone', () => receiver.taken.length === 1);
  });

  it('takes what two flows bring for two messages, each whole', async () => {
    const scene = await merging();
    const [flowId, typeId] = [randomUUID(), scene.deviceTypeId];
    const { customerId: c } = scene;
    await database.sql`insert into flows (id, customer_id, project_id, name) values (${flowId}, ${c}, ${scene.projectId}, 'Second')`;
    await database.sql`insert into flow_devices (customer_id, flow_id, device_id) values (${c}, ${flowId}, ${scene.devices[0]?.id as string})`;
    await database.sql`insert into flow_destinations (customer_id, flow_id, destination_id) values (${c}, ${flowId}, ${scene.destinationIds[0] as string})`;
    for (const id of scene.decoderIds.slice(0, 2))
      await database.sql`insert into flow_decoders (customer_id, flow_id, device_type_customer_id, device_type_id, decoder_customer_id, decoder_id)
        values (${c}, ${flowId}, ${c}, ${typeId}, ${c}, ${id})`;
    const pipeline = await begin();
    await payload(pipeline, scene, 1);
    await waits(2);
    await location(pipeline, scene, 1);
    await until('both', () => receiver.taken.length === 2);
    for (const message of receiver.taken)
      expect(frames(message)).toEqual({ payload: '00000001', latitude: 52.001 });
    expect(new Set(receiver.taken.map(({ webhookId }) => webhookId)).size).toBe(2);
  });

  it('gets each pair once and in order, by two workers and a receiver that fails on the way', async () => {
    const scene = await merging({}, 12);
    const workers = [await begin(), await begin()];
    let calls = 0;
    receiver.answer(() => (++calls % 7 === 3 ? 503 : 200));
    const rounds = 6;
    for (let n = 1; n <= rounds; n++) {
      // Some locations are told before their frames.
      const told = n % 3 === 0 ? [location, payload] : [payload, location];
      for (const tell of told)
        await Promise.all(scene.devices.map((_, of) => tell(workers[of % 2] as Pipeline, scene, n, of)));
    }
    await until(
      'all at rest',
      async () => {
        clock.advance(2_000);
        for (const { dispatcher } of workers) dispatcher.tick();
        return (await countOf(database.sql, 'delivery_queue', scene.customerId)) === 0;
      },
      20_000,
    );
    for (const { devEui } of scene.devices) {
      const mine = receiver.taken.filter(({ records }) => records[0]?.bn?.includes(devEui));
      expect(mine.map(frames)).toEqual(
        Array.from({ length: rounds }, (_, i) => ({
          payload: String(i + 1).padStart(8, '0'),
          latitude: 52 + (i + 1) / 1000,
        })),
      );
    }
    expect(await invariantFaults(database.sql, { unchanged: true })).toEqual([]);
  });
});
