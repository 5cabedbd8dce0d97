import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { watchDevices } from '#server/alerts/watch-devices.ts';
import { LOOPBACK_CERTIFICATE, LOOPBACK_KEY } from '#server/platform/loopback-tls.fixture.ts';
import { useTestDatabase } from '#server/platform/test-database.ts';
import { Acceptor } from '../accept/acceptor.ts';
import type { AcceptedMessage } from '../accept/message.ts';
import { ConfigurationChanges } from '../configuration.ts';
import type { ScriptRunner } from '../decode/decode-batch.ts';
import { describeNats } from '../hand-over.fixture.ts';
import type { HandOver } from '../hand-over.ts';
import { invariantFaults } from '../invariants.sql.ts';
import { countOf, isRecorded, loopbackHttp, noScripts, testPipeline, until } from '../pipeline.fixture.ts';
import { type Receiver, startReceiver } from '../receiver.fixture.ts';
import { chirpstackRequest, makeScene, type Scene, type SceneDevice, uplinkOf } from '../scene.fixture.ts';
import { shardOf } from '../shards.ts';
import { sealEnvelope } from './envelope.ts';
import { type Nats, startNats } from './nats.fixture.ts';
import { openNatsHandOver } from './nats-hand-over.ts';
import { WINDOW } from './shard-window.ts';
import { openUplinkStream, type UplinkStream } from './uplink-stream.ts';

const database = useTestDatabase();
const http = loopbackHttp();
const changes = new ConfigurationChanges();

describeNats('the stream', (program) => {
  let nats: Nats;
  let receiver: Receiver;
  let stream: UplinkStream;
  const handOvers: HandOver[] = [];
  const running: { stop(): Promise<unknown> }[] = [];

  beforeAll(async () => {
    nats = await startNats(program);
    receiver = await startReceiver();
    stream = await openUplinkStream({ url: nats.url, name: 'things-uplinks' });
  });

  beforeEach(() => {
    receiver.taken.length = 0;
  });

  afterEach(async () => {
    await Promise.all(running.splice(0).map((one) => one.stop()));
    await Promise.all(handOvers.splice(0).map((one) => one.close()));
    await database.sql`update shard_leases set worker = null, lease_until = now()`;
    await stream.jsm.streams.purge('things-uplinks');
  });

  afterAll(async () => {
    await stream.close();
    await http.close();
    await receiver.stop();
    await nats.stop();
  });

  async function handOver(): Promise<HandOver> {
    const one = await openNatsHandOver({ url: nats.url, name: 'things-uplinks' });
    handOvers.push(one);
    return one;
  }

  async function started(scripts: ScriptRunner = noScripts) {
    const pipeline = testPipeline(http, { handOver: await handOver(), scripts });
    running.push(pipeline);
    await pipeline.start();
    return pipeline;
  }

  /** A door alone, which nobody works behind. */
  const door = () => new Acceptor({ changes, stream });
  const say = (acceptor: Acceptor, scene: Scene, n: number, device = scene.devices[0] as SceneDevice) =>
    acceptor.accept(chirpstackRequest(scene, uplinkOf(device, n)));
  const makeOne = (devices = 1) =>
    makeScene(database.sql, { builtIn: ['raw-lora-v2'], devices, urls: [receiver.url] });
  const numbersOf = ({ devEui }: SceneDevice) =>
    receiver.taken
      .filter(({ records }) => records[0]?.bn?.includes(devEui))
      .map(({ records }) => Number.parseInt(records[0]?.vs?.slice(0, 8) ?? '', 16));

  it('answers a repetition as one, and stores nothing before somebody works', async () => {
    const scene = await makeOne();
    const answers = [await say(door(), scene, 1), await say(door(), scene, 1)];
    expect(answers.map(({ status, body }) => [status, JSON.parse(body)])).toEqual([
      [200, { status: 'accepted' }],
      [200, { status: 'duplicate' }],
    ]);
    expect(await countOf(database.sql, 'uplinks', scene.customerId)).toBe(0);
    expect((await stream.lag()).byShard.get(scene.devices[0]?.shard as number)).toBe(1);
  });

  it('a repetition that the stream does not know any more is recorded once, beside the first or after it', async () => {
    const scene = await makeOne();
    const device = scene.devices[0] as SceneDevice;
    const message = (n: number): AcceptedMessage => ({
      device: { id: device.id, customerId: scene.customerId, shard: device.shard, active: true },
      connectionId: scene.connectionId,
      kind: 'lora.uplink',
      event: uplinkOf(device, n),
      body: Buffer.from(`body ${n}`),
      receivedAt: new Date(),
    });
    // Without the name by which the stream knows repetitions.
    const tell = (n: number) => stream.js.publish(stream.subjectOf(device.shard), sealEnvelope(message(n)));
    for (const n of [1, 2, 1, 2, 2]) await tell(n);
    await started();
    await until('both', () => isRecorded(database.sql, scene.customerId, 2));
    for (const n of [2, 3, 1, 4]) await tell(n);
    await until('all', () => isRecorded(database.sql, scene.customerId, 4));
    await until('delivered', () => numbersOf(device).length === 4);
    await until('acknowledged', async () => (await stream.lag()).messages === 0);
    expect(numbersOf(device)).toEqual([1, 2, 3, 4]);
    const [twin] = await database.sql`select observed from twins where device_id = ${device.id}`;
    expect(twin?.observed.sessions[0].last).toBe(4);
    expect(await invariantFaults(database.sql)).toEqual([]);
  });

  it('what only is history and what is of a deactivated device is stored, and nothing made of it', async () => {
    const scene = await makeOne();
    const device = scene.devices[0] as SceneDevice;
    await database.sql`update devices set status = 'DEACTIVATED' where id = ${device.id}`;
    expect((await say(door(), scene, 1)).status).toBe(200);
    await started();
    await until('stored', () => isRecorded(database.sql, scene.customerId, 1));
    const [row] =
      await database.sql`select processed, body_length > 0 as has from uplinks where customer_id = ${scene.customerId}`;
    expect(row).toMatchObject({ processed: false, has: true });
    expect(await countOf(database.sql, 'packs', scene.customerId)).toBe(0);
    await until('acknowledged', async () => (await stream.lag()).messages === 0);
  });

  it('a customer whose script is slow does not stand before another, and comes in order when it is through', async () => {
    const quick = await makeOne(120);
    const slow = await makeScene(database.sql, {
      scripts: [{ contract: 'ts013', source: 'function decodeUplink() {}' }],
      devices: 1,
      urls: [receiver.url],
    });
    const stuck = slow.devices[0] as SceneDevice;
    const behind = quick.devices.find(({ id }) => shardOf(id) === stuck.shard) ?? quick.devices[0];
    const other = behind as SceneDevice;
    await database.sql`update devices set shard = ${stuck.shard} where id = ${other.id}`;
    const gate = Promise.withResolvers<void>();
    const scripts: ScriptRunner = {
      async runBatch(calls) {
        await gate.promise;
        return calls.map(({ input }) => {
          const { bytes } = input as { bytes: number[] };
          const n = Buffer.from(bytes).readUInt32BE(0);
          return { output: { data: { n }, warnings: [], errors: [] }, logs: [], error: null, durationMs: 1 };
        });
      },
    };
    const acceptor = door();
    const flood = WINDOW + 60;
    for (let n = 0; n < flood; n++) await say(acceptor, slow, n);
    await say(acceptor, quick, 7, other);
    await started(scripts);
    await until('the other passed', () => numbersOf(other).length === 1).finally(gate.resolve);
    expect(numbersOf(stuck)).toEqual([]);
    const slowly = () => receiver.taken.filter(({ records }) => records[0]?.bn?.includes(stuck.devEui));
    await until('all of the slow one', () => slowly().length === flood, 20_000);
    expect(slowly().map(({ records }) => records.find(({ n }) => n === 'n')?.v)).toEqual(
      Array.from({ length: flood }, (_, n) => n),
    );
    expect(await countOf(database.sql, 'uplinks', slow.customerId)).toBe(flood);
    await until('acknowledged', async () => (await stream.lag()).messages === 0);
    expect(await invariantFaults(database.sql)).toEqual([]);
  }, 40_000);

  it('what is no message of ours stays where it is and holds nobody up', async () => {
    const scene = await makeOne();
    const { shard } = scene.devices[0] as SceneDevice;
    await stream.js.publish(stream.subjectOf(shard), 'from somewhere else');
    await say(door(), scene, 1);
    await started();
    await until('recorded', () => isRecorded(database.sql, scene.customerId, 1));
    await until('one is left', async () => (await stream.lag()).messages === 1);
  });

  it('without NATS a message is answered 503 with Retry-After; after its kill -9 nothing is missing', async () => {
    const scene = await makeOne(4);
    const pipeline = await started();
    const server = nats.servers[0] as Nats['servers'][number];
    const accepted = new Set<string>();
    const send = async (n: number) => {
      const device = scene.devices[n % 4] as SceneDevice;
      const answer = await say(pipeline.acceptor, scene, n, device);
      if (answer.status === 200) accepted.add(`${device.devEui}/${n}`);
      return answer;
    };
    for (let n = 0; n < 100; n++) await send(n);
    await server.kill();
    const refused = await send(100);
    expect([refused.status, refused.headers['retry-after']]).toEqual([503, '2']);
    // Whom nobody can hear is not missed: the time without it is none in which the platform listened.
    expect(await watchDevices(new Date(), handOvers[0] ?? null)).toBe('deaf');
    await server.start();
    await until('accepting again', async () => (await send(200 + (accepted.size % 2))).status === 200);
    for (let n = 300; n < 400; n++) await send(n);
    const arrived = () =>
      new Set(scene.devices.flatMap((device) => numbersOf(device).map((n) => `${device.devEui}/${n}`)));
    await until('all of them', () => [...accepted].every((one) => arrived().has(one)), 15_000);
    for (const device of scene.devices)
      expect(numbersOf(device)).toEqual(numbersOf(device).toSorted((x, y) => x - y));
    expect(await invariantFaults(database.sql)).toEqual([]);
  }, 40_000);

  it('goes over TLS to servers that ask for it, where their certificate is trusted', async () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'nats-tls-'));
    const [caFile, key] = [path.join(folder, 'certificate.pem'), path.join(folder, 'key.pem')];
    writeFileSync(caFile, LOOPBACK_CERTIFICATE);
    writeFileSync(key, LOOPBACK_KEY);
    const tls = `tls { cert_file: "${caFile}", key_file: "${key}" }`;
    const secure = await startNats(program, 1, { more: tls, caFile });
    const url = secure.url;
    try {
      const open = await openUplinkStream({ url, name: 'secure', caFile });
      expect((await open.lag()).messages).toBe(0);
      await open.close();
      // Nobody whom everybody knows has signed it.
      await expect(openUplinkStream({ url, name: 'secure' })).rejects.toThrow(/certificate/i);
      // A server without TLS is not spoken to in the clear when TLS is asked for.
      await expect(openUplinkStream({ url: nats.url, name: 'secure', caFile })).rejects.toThrow();
    } finally {
      await secure.stop();
      rmSync(folder, { recursive: true, force: true });
    }
  }, 20_000);

  it('a stream that would lose messages is refused', async () => {
    const { jsm } = stream;
    await jsm.streams.add({
      name: 'unfit',
      subjects: ['unfit.*'],
      storage: 'memory' as never,
      max_age: 60e9,
    });
    await expect(openUplinkStream({ url: nats.url, name: 'unfit' })).rejects.toThrow(
      /kept in memory.*retention limits.*drops messages by age.*drops old messages/,
    );
    await expect(openUplinkStream({ url: nats.url, name: 'three', replicas: 3 })).rejects.toThrow(
      /JetStream: /,
    );
  });
});
