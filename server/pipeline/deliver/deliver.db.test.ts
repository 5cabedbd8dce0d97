import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { systemActor } from '#server/access/system-actor.ts';
import { getDelivery } from '#server/deliveries/read-deliveries.ts';
import { linkDestination, unlinkDestination } from '#server/flows/link-destination.ts';
import { pipelineSql } from '#server/platform/database.ts';
import { unwrapDataKey } from '#server/platform/secrets.ts';
import { useTestDatabase } from '#server/platform/test-database.ts';
import { getUplink } from '#server/uplinks/read-uplinks.ts';
import { countOf, loopbackHttp, TestClock, testPipeline, until } from '../pipeline.fixture.ts';
import type { Pipeline } from '../pipeline.ts';
import { type Receiver, startReceiver } from '../receiver.fixture.ts';
import { addDestination, chirpstackRequest, makeScene, type Scene, uplinkOf } from '../scene.fixture.ts';

const database = useTestDatabase();
const http = loopbackHttp();
let receiver: Receiver;
let other: Receiver;
let clock: TestClock;
let pipeline: Pipeline;

beforeAll(async () => {
  receiver = await startReceiver();
  other = await startReceiver();
});

afterAll(async () => {
  await http.close();
  await receiver.stop();
  await other.stop();
});

afterEach(async () => {
  await pipeline.stop(100);
  await database.sql`delete from delivery_queue`;
  receiver.answer(() => 200);
  other.answer(() => 200);
  for (const r of [receiver, other]) {
    r.calls.length = 0;
    r.taken.length = 0;
  }
});

async function begin(): Promise<void> {
  clock = new TestClock();
  pipeline = testPipeline(http, { clock });
  await pipeline.start();
}

async function send(scene: Scene, from: number, to: number): Promise<void> {
  const frames = Array.from({ length: to - from }, (_, i) => from + i);
  const device = (n: number) => scene.devices[n % scene.devices.length] as Scene['devices'][number];
  await Promise.all(
    frames.map((n) => pipeline.acceptor.accept(chirpstackRequest(scene, uplinkOf(device(n), n)))),
  );
}

/** Moves the test clock in steps small enough for every pause to be seen. */
async function pass(ms: number, step: number): Promise<void> {
  for (let passed = 0; passed < ms; passed += step) {
    clock.advance(step);
    pipeline.dispatcher.tick();
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

const median = (values: number[]) =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] as number;
const counter = ({ records }: Receiver['taken'][number]) =>
  Number.parseInt(records[0]?.vs?.slice(0, 8) ?? '', 16);
const delivered = (scene: Scene) => countOf(database.sql, 'deliveries', scene.customerId);

async function secondDestination(scene: Scene, url: string): Promise<string> {
  const [row] =
    await database.sql`select kek_id as "kekId", wrapped from data_keys where customer_id = ${scene.customerId}`;
  const dataKey = unwrapDataKey(scene.customerId, row as unknown as { kekId: string; wrapped: Uint8Array });
  return addDestination(database.sql, { ...scene, dataKey, url });
}

describe('one destination', () => {
  it('that never answers does not slow another', async () => {
    await begin();
    const scene = await makeScene(database.sql, {
      builtIn: ['raw-lora-v2'],
      devices: 10,
      urls: [receiver.url],
    });
    await secondDestination(scene, other.url);
    const round = async (n: number) => {
      const began = performance.now();
      await send(scene, n * 100, (n + 1) * 100);
      await until('the living one has all', () => other.taken.length === (n + 1) * 100);
      return performance.now() - began;
    };
    const whileBothLive = [await round(0), await round(1), await round(2)];
    await until('both have all', async () => (await delivered(scene)) === 600);
    receiver.answer(() => null);
    receiver.calls.length = 0;
    const whileOneHangs = [await round(3), await round(4), await round(5)];
    // A busy machine slows both alike; that what goes to two goes to one only cannot take longer.
    expect(median(whileOneHangs)).toBeLessThan(3 * median(whileBothLive));
    // Nothing waited for any of them to end: all that was asked of the dead one is still open.
    expect(pipeline.dispatcher.load.inFlight).toBe(receiver.calls.length);
    expect(receiver.calls).toHaveLength(scene.devices.length);
    expect(receiver.taken).toHaveLength(300);
    await until('written', async () => (await delivered(scene)) === 900);
    expect(await countOf(database.sql, 'delivery_queue', scene.customerId)).toBe(300);
  });

  it('that is dead is probed, costs no message its tries, and gets everything in order when it is back', async () => {
    await begin();
    const scene = await makeScene(database.sql, {
      builtIn: ['raw-lora-v2'],
      devices: 20,
      urls: [receiver.url],
    });
    receiver.answer(() => 503);
    await send(scene, 0, 200);
    await until('breaker open', async () => {
      const [row] =
        await database.sql`select failures_in_a_row, breaker_until, last_error from destinations where id = ${scene.destinationIds[0] as string}`;
      return row?.failures_in_a_row >= 10 && row?.breaker_until !== null && row?.last_error === 'HTTP 503';
    });
    expect(pipeline.dispatcher.load.held).toBeLessThanOrEqual(2_000);
    await pass(60 * 60_000, 15_000);
    expect(receiver.calls.length).toBeLessThan(30 + 80);
    expect(pipeline.dispatcher.load.held).toBeLessThanOrEqual(60);
    const [most] =
      await database.sql`select max(attempts)::int as n from delivery_queue where customer_id = ${scene.customerId}`;
    expect(most?.n).toBeLessThanOrEqual(8);
    receiver.answer(() => 200);
    for (let i = 0; i < 400 && receiver.taken.length < 200; i++) await pass(10_000, 10_000);
    expect(new Set(receiver.taken.map(({ webhookId }) => webhookId)).size).toBe(200);
    for (const { devEui } of scene.devices) {
      const counters = receiver.taken.filter(({ records }) => records[0]?.bn?.includes(devEui)).map(counter);
      expect(counters).toEqual([...counters].sort((a, b) => a - b));
    }
    await until('all written', async () => (await delivered(scene)) === 200);
    const [closed] =
      await database.sql`select failures_in_a_row, breaker_until from destinations where id = ${scene.destinationIds[0] as string}`;
    expect(closed).toMatchObject({ failures_in_a_row: 0, breaker_until: null });
  });

  it('that comes back gets what waits step by step', async () => {
    await begin();
    const scene = await makeScene(database.sql, {
      builtIn: ['raw-lora-v2'],
      devices: 20,
      urls: [receiver.url],
    });
    receiver.answer(() => 503);
    await send(scene, 0, 200);
    const id = scene.destinationIds[0] as string;
    const breaker = async () =>
      (
        await database.sql`select failing_since as since, breaker_until as until from destinations where id = ${id}`
      )[0];
    await until('breaker open', async () => (await breaker())?.until !== null);
    receiver.answer(() => 200);
    for (let i = 0; i < 130 && receiver.taken.length === 0; i++) await pass(500, 500);
    await until('half open', async () => (await breaker())?.since === null);
    expect((await breaker())?.until).toBeInstanceOf(Date);
    // The probe, then what 1, 2, 5 and 10 a second come to after 5 s each.
    for (const atMost of [1 + 6, 1 + 16, 1 + 41, 1 + 91]) {
      await pass(5_000, 200);
      expect(receiver.taken.length).toBeLessThanOrEqual(atMost + 1);
      expect(receiver.taken.length).toBeGreaterThan(atMost / 2);
    }
    for (let i = 0; i < 60 && receiver.taken.length < 200; i++) await pass(1_000, 200);
    expect(new Set(receiver.taken.map(({ webhookId }) => webhookId)).size).toBe(200);
  });

  it('that is paused keeps its messages and sends them when it is started', async () => {
    await begin();
    const scene = await makeScene(database.sql, {
      builtIn: ['raw-lora-v2'],
      devices: 3,
      urls: [receiver.url],
    });
    await database.sql`update destinations set status = 'paused' where customer_id = ${scene.customerId}`;
    await send(scene, 0, 60);
    await until(
      'recorded',
      async () => (await countOf(database.sql, 'delivery_queue', scene.customerId)) === 60,
    );
    await pass(2_000, 500);
    expect(receiver.calls).toHaveLength(0);
    await database.sql`update destinations set status = 'active' where customer_id = ${scene.customerId}`;
    await until('sent', () => receiver.taken.length === 60);
  });

  it('that is deleted cancels what waits for it', async () => {
    await begin();
    const scene = await makeScene(database.sql, { builtIn: ['raw-lora-v2'], urls: [receiver.url] });
    await database.sql`update destinations set status = 'paused' where customer_id = ${scene.customerId}`;
    await send(scene, 0, 5);
    await until(
      'recorded',
      async () => (await countOf(database.sql, 'delivery_queue', scene.customerId)) === 5,
    );
    await database.sql`delete from flow_destinations where customer_id = ${scene.customerId}`;
    await database.sql`delete from destinations where customer_id = ${scene.customerId}`;
    await until('cancelled', async () => {
      const rows = await database.sql`select state from deliveries where customer_id = ${scene.customerId}`;
      return rows.length === 5 && rows.every(({ state }) => state === 'cancelled');
    });
    expect(await countOf(database.sql, 'delivery_queue', scene.customerId)).toBe(0);
  });

  it('that is unlinked gets nothing more of what waited, also of what a worker holds', async () => {
    await begin();
    const scene = await makeScene(database.sql, {
      builtIn: ['raw-lora-v2'],
      devices: 2,
      urls: [receiver.url],
    });
    receiver.answer(() => 503);
    await send(scene, 0, 6);
    await until('tried and held', () => {
      const { held, inFlight, unwritten } = pipeline.dispatcher.load;
      return held === 6 && inFlight === 0 && unwritten === 0 && receiver.calls.length > 1;
    });
    const link = { flowId: scene.flowId, destinationId: scene.destinationIds[0] as string };
    await unlinkDestination(systemActor(scene.customerId), link);
    await until('heard', () => pipeline.dispatcher.load.held === 0);
    receiver.answer(() => 200);
    const calls = receiver.calls.length;
    for (let i = 0; i < 40; i++) await pass(60_000, 20_000);
    expect(receiver.calls).toHaveLength(calls);
    expect(pipeline.dispatcher.load).toMatchObject({ held: 0, inFlight: 0, unwritten: 0 });
    const rows = await database.sql`
      select state, attempt_log->-1->>'error' as error from deliveries where customer_id = ${scene.customerId}`;
    expect(rows).toHaveLength(6);
    for (const row of rows) expect(row).toEqual({ state: 'cancelled', error: 'flows.unlinked' });
    await linkDestination(systemActor(scene.customerId), link);
    await send(scene, 6, 8);
    await until(
      'new ones are sent',
      () => receiver.taken.filter((taken) => counter(taken) >= 6).length === 2,
    );
  });

  it('that says 410 is suspended', async () => {
    await begin();
    const scene = await makeScene(database.sql, { builtIn: ['raw-lora-v2'], urls: [receiver.url] });
    receiver.answer(() => 410);
    await send(scene, 0, 1);
    await until('suspended', async () => {
      const [row] =
        await database.sql`select status from destinations where customer_id = ${scene.customerId}`;
      return row?.status === 'suspended';
    });
    await until('written', async () => (await delivered(scene)) === 1);
    const [row] =
      await database.sql`select state, status_code from deliveries where customer_id = ${scene.customerId}`;
    expect(row).toMatchObject({ state: 'failed', status_code: 410 });
  });
});

describe('one message', () => {
  it('that is refused waits with its device alone, and ends as a dead letter with its attempts', async () => {
    await begin();
    const scene = await makeScene(database.sql, {
      builtIn: ['raw-lora-v2'],
      devices: 2,
      urls: [receiver.url],
    });
    const [bad, good] = scene.devices as [Scene['devices'][number], Scene['devices'][number]];
    receiver.answer((m) => (m.records[0]?.bn?.includes(bad.devEui) && counter(m) === 0 ? 400 : 200));
    await send(scene, 0, 10);
    const of = (d: typeof bad) =>
      receiver.taken.filter(({ records }) => records[0]?.bn?.includes(d.devEui)).map(counter);
    await until('the good device has all', () => of(good).length === 5);
    expect(of(bad)).toEqual([]);
    await pass(60_000, 1_000);
    await until('the next ones of the bad device follow', () => of(bad).length === 4);
    expect(of(bad)).toEqual([2, 4, 6, 8]);
    const dead =
      await database.sql`select state, attempts, status_code, attempt_log from deliveries where customer_id = ${scene.customerId} and state = 'failed'`;
    expect(dead).toMatchObject([{ state: 'failed', attempts: 3, status_code: 400 }]);
    expect(dead[0]?.attempt_log).toHaveLength(3);
  });

  it('keeps its webhook-id over its attempts', async () => {
    await begin();
    const scene = await makeScene(database.sql, { builtIn: ['raw-lora-v2'], urls: [receiver.url] });
    let tries = 0;
    receiver.answer(() => (++tries < 3 ? 500 : 200));
    await send(scene, 0, 1);
    for (let i = 0; i < 60 && receiver.taken.length === 0; i++) await pass(2_000, 1_000);
    expect(receiver.calls).toHaveLength(3);
    expect(new Set(receiver.calls.map(({ webhookId }) => webhookId)).size).toBe(1);
    await until('written', async () => (await delivered(scene)) === 1);
    const [row] =
      await database.sql`select state, attempts from deliveries where customer_id = ${scene.customerId}`;
    expect(row).toMatchObject({ state: 'delivered', attempts: 3 });
  });

  it.each([
    [
      'raw-lora-v2',
      [
        ['bn', 'bt', 'n', 'vs'],
        ['n', 'v'],
        ['n', 'vs'],
      ],
    ],
    [
      'raw-lora',
      [
        ['bn', 'bt'],
        ['n', 'vs'],
        ['n', 'v'],
      ],
    ],
  ])(
    'of %s is in its form, also when it is sent again by a replay that only the table knows of',
    async (key, form) => {
      await begin();
      const scene = await makeScene(database.sql, { builtIn: [key], urls: [receiver.url] });
      await send(scene, 0, 1);
      await until('delivered', async () => (await delivered(scene)) === 1);
      const [{ shard }] = scene.devices as [Scene['devices'][number]];
      await pipelineSql()`
      insert into delivery_queue (id, customer_id, destination_id, device_id, flow_id, uplink_id, pack_id, received_at, shard, next_at, replay_of)
      select nextval('delivery_ids'), customer_id, destination_id, device_id, flow_id, uplink_id, pack_id, received_at, ${shard}, now() - interval '1 minute', id
      from deliveries where customer_id = ${scene.customerId}`;
      const notice = JSON.stringify({ destinationId: scene.destinationIds[0], customerId: scene.customerId });
      await database.sql`select pg_notify('deliveries', ${notice})`;
      await until('again', () => receiver.taken.length === 2);
      expect(receiver.taken[0]?.webhookId).toBe(receiver.taken[1]?.webhookId);
      expect(receiver.taken[0]?.body).toBe(receiver.taken[1]?.body);
      expect(receiver.taken[0]?.records.map((record) => Object.keys(record))).toEqual(form);
      const [row] = await database.sql`
      select id::int, uplink_id::int as "uplinkId" from deliveries where customer_id = ${scene.customerId} limit 1`;
      const shown = await getDelivery(systemActor(scene.customerId), { id: row?.id });
      expect(shown.request?.body).toBe(receiver.taken[0]?.body);
      const { steps } = await getUplink(systemActor(scene.customerId), {
        id: row?.uplinkId,
        deviceId: scene.devices[0]?.id as string,
      });
      expect(JSON.stringify(steps[0]?.senml)).toBe(receiver.taken[0]?.body);
    },
  );
});

it('what a dead worker left is taken over and sent', async () => {
  await begin();
  const scene = await makeScene(database.sql, { builtIn: ['raw-lora-v2'], devices: 4, urls: [receiver.url] });
  receiver.answer(() => 503);
  await send(scene, 0, 40);
  await until(
    'recorded',
    async () => (await countOf(database.sql, 'delivery_queue', scene.customerId)) === 40,
  );
  const first = pipeline;
  await first.stop(100);
  receiver.answer(() => 200);
  clock = new TestClock(Date.now() + 60_000);
  pipeline = testPipeline(http, { clock });
  await pipeline.start();
  for (let i = 0; i < 200 && receiver.taken.length < 40; i++) await pass(20_000, 10_000);
  expect(receiver.taken).toHaveLength(40);
  for (const { devEui } of scene.devices) {
    const counters = receiver.taken.filter(({ records }) => records[0]?.bn?.includes(devEui)).map(counter);
    expect(counters).toEqual([...counters].sort((a, b) => a - b));
  }
});
