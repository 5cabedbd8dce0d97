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
  clock ??= new TestClock();
  const pipeline = testPipeline(http, { clock });
  running.add(pipeline);
  await pipeline.start();
  return pipeline;
}

/** A device whose payloads and geolocations go to one destination, joined by the merger. */
async function merging(more: Partial<Merger> = {}): Promise<{ scene: Scene; device: SceneDevice }> {
  clock = new TestClock();
  const builtIn = ['raw-lora-v2', 'lora-geolocation', 'raw-lora-extended-v2'];
  const scene = await makeScene(database.sql, { builtIn: builtIn.slice(0, 2), urls: [receiver.url] });
  await setMerger(scene, {
    merge: true,
    decoderIds: scene.decoderIds,
    ttl: 10,
    orphanStrategy: 'FORWARD',
    ...more,
  });
  return { scene, device: scene.devices[0] as SceneDevice };
}

const setMerger = ({ destinationIds: [id] }: Scene, merger: Merger) =>
  database.sql`update destinations set merger = ${database.sql.json(merger)} where id = ${id as string}`;

const BASE = 1_700_000_000_000;

async function payload(pipeline: Pipeline, scene: Scene, n: number): Promise<void> {
  const { status } = await pipeline.acceptor.accept(
    chirpstackRequest(scene, uplinkOf(scene.devices[0] as SceneDevice, n)),
  );
  expect(status).toBe(200);
}

/** The network tells where frame n was, a second and a half after it. */
async function location(pipeline: Pipeline, scene: Scene, n: number): Promise<void> {
  const { devEui } = scene.devices[0] as SceneDevice;
  const built = buildChirpstackLocation({
    kind: 'location',
    devEui,
    occurredAt: new Date(BASE + n * 1000 + 1_500).toISOString(),
    identity: `location:${devEui}-${n}`,
    location: { latitude: 52 + n / 1000, longitude: 4 },
    fCntUp: null,
  });
  const { status } = await pipeline.acceptor.accept(
    chirpstackRequest(scene, uplinkOf(scene.devices[0] as SceneDevice, n), {
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
    const { scene } = await merging();
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
});
