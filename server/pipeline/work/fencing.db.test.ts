import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import { pipelineSql } from '#server/platform/database.ts';
import { useTestDatabase } from '#server/platform/test-database.ts';
import { Acceptor } from '../accept/acceptor.ts';
import { ConfigurationChanges } from '../configuration.ts';
import { deviceDirectory, topologyDirectory } from '../decode/topology.sql.ts';
import { describeHandOvers } from '../hand-over.fixture.ts';
import type { StreamedWaiting } from '../hand-over.ts';
import { invariantFaults } from '../invariants.sql.ts';
import { staleLeases } from '../metrics.ts';
import { countOf, loopbackHttp, noScripts, testPipeline, until } from '../pipeline.fixture.ts';
import type { Pipeline } from '../pipeline.ts';
import { type Receiver, startReceiver } from '../receiver.fixture.ts';
import { DeviceStates } from '../record/device-states.ts';
import type { QueueRow } from '../record/queue.sql.ts';
import { type RecordedDelivery, StaleLeaseError } from '../record/record-batch.ts';
import { chirpstackRequest, makeScene, type Scene, uplinkOf } from '../scene.fixture.ts';
import { SHARDS } from '../shards.ts';
import { Leases } from './leases.ts';
import { type GroupContext, processGroup } from './process-group.ts';
import type { WaitingUplinks } from './processor.ts';
import { queuedUplinks } from './queued-uplinks.ts';
import { RecentUplinks } from './recent-uplinks.ts';

const database = useTestDatabase();
const http = loopbackHttp();
const changes = new ConfigurationChanges();
const all = Array.from({ length: SHARDS }, (_, shard) => shard);

afterEach(async () => {
  await database.sql`update shard_leases set worker = null, lease_until = now()`;
});

afterAll(() => http.close());

async function leases(): Promise<Leases> {
  const made = new Leases({ gained() {}, lost() {}, isBusy: () => false });
  await made.turn();
  return made;
}

/** What happens to a worker that slept past its leases. */
const expire = () => database.sql`update shard_leases set lease_until = now() - interval '1 second'`;

describeHandOvers(({ open }) => {
  let receiver: Receiver;
  let scene: Scene;
  const running: { stop(): Promise<void> }[] = [];

  beforeEach(async () => {
    receiver = await startReceiver();
    scene = await makeScene(database.sql, { builtIn: ['raw-lora-v2'], devices: 8, urls: [receiver.url] });
  });

  afterEach(async () => {
    await Promise.all(running.splice(0).map((one) => one.stop()));
    await database.sql`delete from delivery_queue`;
    await receiver.stop();
  });

  async function accept(count: number, from = 0): Promise<void> {
    const acceptor = new Acceptor({ changes, stream: (await open()) ?? undefined });
    const devices = scene.devices;
    const frames = Array.from({ length: count }, (_, n) =>
      uplinkOf(devices[n % devices.length] as { devEui: string }, from + n),
    );
    await Promise.all(frames.map((frame) => acceptor.accept(chirpstackRequest(scene, frame))));
  }

  /** A worker whose every step is the test's to take. */
  async function worker() {
    const held = await leases();
    const streamed = (await open())?.waitingFor({ leases: held, poke() {} }) ?? null;
    if (streamed) running.push(streamed);
    streamed?.gained(held.workable());
    const waiting: WaitingUplinks = streamed ?? queuedUplinks;
    const group: GroupContext = {
      recent: new RecentUplinks(),
      devices: deviceDirectory(changes),
      topologies: topologyDirectory(changes),
      scripts: noScripts,
      record: {
        worker: held.worker,
        tokenOf: (shard: number) => held.tokenOf(shard),
        states: new DeviceStates(),
        now: () => new Date(),
      },
    };
    return {
      leases: held,
      streamed,
      group,
      /** So many as wait. */
      async take(count: number): Promise<QueueRow[]> {
        let rows: QueueRow[] = [];
        await until('taken', async () => {
          rows = await waiting.take({ shards: all, busyCustomers: [], limit: 1000, known: () => undefined });
          return rows.length >= count;
        });
        expect(rows).toHaveLength(count);
        return rows;
      },
      async record(rows: QueueRow[]): Promise<RecordedDelivery[]> {
        const made = await processGroup(rows, group);
        waiting.settled(rows);
        return made;
      },
    };
  }

  async function waits(streamed: StreamedWaiting | null): Promise<number> {
    if (!streamed) return countOf(database.sql, 'uplink_queue', scene.customerId);
    return (await (await open())?.lag())?.messages ?? 0;
  }

  async function started(): Promise<Pipeline> {
    const pipeline = testPipeline(http, { handOver: await open() });
    await pipeline.start();
    running.push(pipeline);
    return pipeline;
  }

  it('a worker that comes back after its leases were taken changes nothing', async () => {
    await accept(40);
    const zombie = await worker();
    const rows = await zombie.take(40);
    await expire();
    const heir = await worker();
    const token = (one: typeof heir, shard: number) => one.leases.tokenOf(shard) ?? 0;
    expect(all.every((shard) => token(heir, shard) === token(zombie, shard) + 1)).toBe(true);
    const before = (await staleLeases.get()).values[0]?.value ?? 0;
    if (zombie.streamed) await expect(zombie.record(rows)).rejects.toThrow(StaleLeaseError);
    else expect(await zombie.record(rows)).toEqual([]);
    for (const table of [
      ...(zombie.streamed ? ['uplinks'] : []),
      'packs',
      'twins',
      'delivery_queue',
      'decoding_failures',
    ]) {
      expect([table, await countOf(database.sql, table, scene.customerId)]).toEqual([table, 0]);
    }
    // Made with its device, and still silent.
    const [heard] =
      await database.sql`select count(last_message_at)::int as n from device_activity where customer_id = ${scene.customerId}`;
    expect(heard?.n).toBe(0);
    expect(await waits(zombie.streamed)).toBe(40);
    expect((await staleLeases.get()).values[0]?.value).toBe(before + 1);
    expect(await heir.record(await heir.take(40))).toHaveLength(40);
    expect(await countOf(database.sql, 'packs', scene.customerId)).toBe(40);
    await until('nothing waits', async () => (await waits(heir.streamed)) === 0);
  });

  it('the same rows recorded by two at once are recorded once', async () => {
    await accept(30);
    const one = await worker();
    const rows = await one.take(30);
    const other = { ...one.group, record: { ...one.group.record, states: new DeviceStates() } };
    const made = await Promise.all([one.record(rows), processGroup(rows, other)]);
    expect(made.flat()).toHaveLength(30);
    expect(await countOf(database.sql, 'packs', scene.customerId)).toBe(30);
    expect(await countOf(database.sql, 'delivery_queue', scene.customerId)).toBe(30);
    const [twin] =
      await database.sql`select max(version)::int as version from twins where customer_id = ${scene.customerId}`;
    expect(twin?.version).toBe(1);
  });

  it('a twin that the portal changed meanwhile is merged again, and keeps both', async () => {
    await accept(1);
    const one = await worker();
    const rows = await one.take(1);
    // Between the reading of the twin and its writing.
    const { states } = one.group.record;
    const read = states.of.bind(states);
    states.of = async (ids) => {
      const found = await read(ids);
      states.of = read;
      for (const id of ids) {
        await database.sql`insert into twins (device_id, customer_id, metadata, version) values (${id}, ${scene.customerId}, '{"floor":"2"}', 1)`;
      }
      return found;
    };
    await one.record(rows);
    const [twin] =
      await database.sql`select reported, metadata, version::int from twins where customer_id = ${scene.customerId}`;
    expect(twin?.metadata).toEqual({ floor: '2' });
    expect(twin?.reported.payload.vs).toBe('000000000000000000000000');
    expect(twin?.version).toBe(2);
  });

  describe('a twin that is held in memory', () => {
    async function recorded(by: Awaited<ReturnType<typeof worker>>): Promise<string[]> {
      const rows = await by.take(1);
      await by.record(rows);
      const twins =
        await database.sql`select reported from twins where device_id = any(${rows.map(({ deviceId }) => deviceId)}::uuid[])`;
      return twins.flatMap(({ reported }) => Object.keys(reported)).toSorted();
    }

    it('and cleared in the portal begins anew', async () => {
      await accept(1);
      const by = await worker();
      const names = await recorded(by);
      await database.sql`update twins set reported = '{"old":{"v":1,"t":1,"o":"0"}}', version = version + 1 where customer_id = ${scene.customerId}`;
      await accept(1, 1);
      expect(await recorded(by)).toEqual(['old', ...names].toSorted());
    });

    it('and deleted does not come back', async () => {
      await accept(1);
      const by = await worker();
      await recorded(by);
      await database.sql`delete from twins where customer_id = ${scene.customerId}`;
      await accept(1, 1);
      await recorded(by);
      const [twin] =
        await database.sql`select version::int from twins where customer_id = ${scene.customerId}`;
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
});

it('a worker that cannot renew stops working before anybody else may begin', async () => {
  const worker = await leases();
  expect(worker.workable()).toHaveLength(SHARDS);
  await new Promise((resolve) => setTimeout(resolve, 4_600));
  expect(worker.workable()).toHaveLength(0);
  const early = await leases();
  expect(early.workable()).toHaveLength(0);
});
