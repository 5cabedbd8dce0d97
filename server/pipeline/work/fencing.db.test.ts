import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import { pipelineSql } from '#server/platform/database.ts';
import { useTestDatabase } from '#server/platform/test-database.ts';
import { Acceptor } from '../accept/acceptor.ts';
import { ConfigurationChanges } from '../configuration.ts';
import { deviceDirectory, topologyDirectory } from '../decode/topology.sql.ts';
import { invariantFaults } from '../invariants.sql.ts';
import { staleLeases } from '../metrics.ts';
import { countOf, loopbackHttp, noScripts, testPipeline, until } from '../pipeline.fixture.ts';
import type { Pipeline } from '../pipeline.ts';
import { type Receiver, startReceiver } from '../receiver.fixture.ts';
import { DeviceStates } from '../record/device-states.ts';
import { takeQueued } from '../record/queue.sql.ts';
import { chirpstackRequest, makeScene, type Scene, uplinkOf } from '../scene.fixture.ts';
import { SHARDS } from '../shards.ts';
import { Leases } from './leases.ts';
import { processGroup } from './process-group.ts';
import { RecentUplinks } from './recent-uplinks.ts';

const database = useTestDatabase();
const http = loopbackHttp();
const changes = new ConfigurationChanges();
let receiver: Receiver;
let scene: Scene;
const running: { stop(): Promise<void> }[] = [];

beforeEach(async () => {
  receiver = await startReceiver();
  scene = await makeScene(database.sql, { builtIn: ['raw-lora-v2'], devices: 8, urls: [receiver.url] });
});

afterEach(async () => {
  await Promise.all(running.splice(0).map((one) => one.stop()));
  await database.sql`update shard_leases set worker = null, lease_until = now()`;
  await database.sql`delete from delivery_queue`;
  await receiver.stop();
});

afterAll(() => http.close());

async function accept(count: number, from = 0): Promise<void> {
  const acceptor = new Acceptor({ changes });
  const devices = scene.devices;
  const frames = Array.from({ length: count }, (_, n) =>
    uplinkOf(devices[n % devices.length] as { devEui: string }, from + n),
  );
  await Promise.all(frames.map((frame) => acceptor.accept(chirpstackRequest(scene, frame))));
}

async function leases(): Promise<Leases> {
  const made = new Leases({ gained() {}, lost() {}, isBusy: () => false });
  await made.turn();
  return made;
}

function context(of: Leases) {
  return {
    recent: new RecentUplinks(),
    devices: deviceDirectory(changes),
    topologies: topologyDirectory(changes),
    scripts: noScripts,
    record: {
      worker: of.worker,
      tokenOf: (shard: number) => of.tokenOf(shard),
      states: new DeviceStates(),
      now: () => new Date(),
    },
  };
}

const all = Array.from({ length: SHARDS }, (_, shard) => shard);
const take = () => takeQueued({ shards: all, busyCustomers: [], limit: 1000, known: () => undefined });

async function started(): Promise<Pipeline> {
  const pipeline = testPipeline(http);
  await pipeline.start();
  running.push(pipeline);
  return pipeline;
}

/** What happens to a worker that slept past its leases. */
const expire = () => database.sql`update shard_leases set lease_until = now() - interval '1 second'`;

it('a worker that comes back after its leases were taken changes nothing', async () => {
  await accept(40);
  const zombie = await leases();
  const rows = await take();
  expect(rows).toHaveLength(40);
  await expire();
  const heir = await leases();
  expect(all.every((shard) => (heir.tokenOf(shard) ?? 0) === (zombie.tokenOf(shard) ?? 0) + 1)).toBe(true);
  const before = (await staleLeases.get()).values[0]?.value ?? 0;
  expect(await processGroup(rows, context(zombie))).toEqual([]);
  for (const table of ['packs', 'twins', 'delivery_queue', 'decoding_failures']) {
    expect([table, await countOf(database.sql, table, scene.customerId)]).toEqual([table, 0]);
  }
  // Made with its device, and still silent.
  const [heard] =
    await database.sql`select count(last_message_at)::int as n from device_activity where customer_id = ${scene.customerId}`;
  expect(heard?.n).toBe(0);
  expect(await countOf(database.sql, 'uplink_queue', scene.customerId)).toBe(40);
  expect((await staleLeases.get()).values[0]?.value).toBe(before + 1);
  expect(await processGroup(await take(), context(heir))).toHaveLength(40);
  expect(await countOf(database.sql, 'packs', scene.customerId)).toBe(40);
});

it('the same rows recorded by two at once are recorded once', async () => {
  await accept(30);
  const worker = await leases();
  const rows = await take();
  const made = await Promise.all([processGroup(rows, context(worker)), processGroup(rows, context(worker))]);
  expect(made.flat()).toHaveLength(30);
  expect(await countOf(database.sql, 'packs', scene.customerId)).toBe(30);
  expect(await countOf(database.sql, 'delivery_queue', scene.customerId)).toBe(30);
  const [twin] =
    await database.sql`select max(version)::int as version from twins where customer_id = ${scene.customerId}`;
  expect(twin?.version).toBe(1);
});

it('a twin that the portal changed meanwhile is merged again, and keeps both', async () => {
  await accept(1);
  const worker = await leases();
  const group = context(worker);
  const [row] = await take();
  // Between the reading of the twin and its writing.
  const { states } = group.record;
  const read = states.of.bind(states);
  states.of = async (ids) => {
    const found = await read(ids);
    states.of = read;
    for (const id of ids) {
      await database.sql`insert into twins (device_id, customer_id, metadata, version) values (${id}, ${scene.customerId}, '{"floor":"2"}', 1)`;
    }
    return found;
  };
  await processGroup([row as NonNullable<typeof row>], group);
  const [twin] =
    await database.sql`select reported, metadata, version::int from twins where customer_id = ${scene.customerId}`;
  expect(twin?.metadata).toEqual({ floor: '2' });
  expect(twin?.reported.payload.vs).toBe('000000000000000000000000');
  expect(twin?.version).toBe(2);
});

describe('a twin that is held in memory', () => {
  async function recorded(group: ReturnType<typeof context>): Promise<string[]> {
    const rows = await take();
    await processGroup(rows, group);
    const twins =
      await database.sql`select reported from twins where device_id = any(${rows.map(({ deviceId }) => deviceId)}::uuid[])`;
    return twins.flatMap(({ reported }) => Object.keys(reported)).toSorted();
  }

  it('and cleared in the portal begins anew', async () => {
    await accept(1);
    const group = context(await leases());
    const names = await recorded(group);
    await database.sql`update twins set reported = '{"old":{"v":1,"t":1,"o":"0"}}', version = version + 1 where customer_id = ${scene.customerId}`;
    await accept(1, 1);
    expect(await recorded(group)).toEqual(['old', ...names].toSorted());
  });

  it('and deleted does not come back', async () => {
    await accept(1);
    const group = context(await leases());
    await recorded(group);
    await database.sql`delete from twins where customer_id = ${scene.customerId}`;
    await accept(1, 1);
    await recorded(group);
    const [twin] = await database.sql`select version::int from twins where customer_id = ${scene.customerId}`;
    expect(twin?.version).toBe(1);
  });
});

it('two workers share the shards, and the one that is left takes all', async () => {
  const one = await started();
  const two = await started();
  const share = (p: Pipeline) => p.leases.workable().length;
  await until('shared', () => share(one) === SHARDS / 2 && share(two) === SHARDS / 2);
  const frames = Array.from({ length: 200 }, (_, n) =>
    uplinkOf(scene.devices[n % 8] as { devEui: string }, n),
  );
  const send = (frame: (typeof frames)[number], n: number) =>
    (n % 2 ? one : two).acceptor.accept(chirpstackRequest(scene, frame));
  for (let n = 0; n < 200; n += 20) await Promise.all(frames.slice(n, n + 20).map(send));
  await until('delivered', () => receiver.taken.length === 200);
  await two.stop();
  await until('all of them', () => share(one) === SHARDS);
  expect(await invariantFaults(pipelineSql())).toEqual([]);
});

it('a worker that cannot renew stops working before anybody else may begin', async () => {
  const worker = await leases();
  expect(worker.workable()).toHaveLength(SHARDS);
  await new Promise((resolve) => setTimeout(resolve, 4_600));
  expect(worker.workable()).toHaveLength(0);
  const early = await leases();
  expect(early.workable()).toHaveLength(0);
});
