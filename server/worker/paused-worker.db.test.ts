import type { ChildProcess } from 'node:child_process';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startProcess, WORKER, waitFor } from '#scripts/installation.ts';
import { killProcess } from '#scripts/load/kill.ts';
import { freePort } from '#scripts/postgres.ts';
import { describeNats } from '#server/pipeline/hand-over.fixture.ts';
import type { HandOver } from '#server/pipeline/hand-over.ts';
import { invariantFaults } from '#server/pipeline/invariants.sql.ts';
import { countOf, loopbackHttp, testPipeline, until } from '#server/pipeline/pipeline.fixture.ts';
import type { Pipeline } from '#server/pipeline/pipeline.ts';
import { type Received, type Receiver, startReceiver } from '#server/pipeline/receiver.fixture.ts';
import {
  chirpstackRequest,
  makeScene,
  type Scene,
  type SceneDevice,
  uplinkOf,
} from '#server/pipeline/scene.fixture.ts';
import { SHARDS } from '#server/pipeline/shards.ts';
import { type Nats, startNats } from '#server/pipeline/stream/nats.fixture.ts';
import { openNatsHandOver } from '#server/pipeline/stream/nats-hand-over.ts';
import { useTestDatabase } from '#server/platform/test-database.ts';

const database = useTestDatabase();
const http = loopbackHttp();

// R10 at its worst moment: the worker stops while one delivery is at the receiver and the next ones wait behind it in memory.
describeNats('a worker that sleeps past its leases in the middle of delivering', (program) => {
  let nats: Nats;
  let stream: HandOver;
  let receiver: Receiver;
  let scene: Scene;
  let sleeper: ChildProcess;
  let ingest: string;
  let heir: Pipeline;

  beforeAll(async () => {
    nats = await startNats(program);
    stream = await openNatsHandOver({ url: nats.url, name: 'paused' });
    receiver = await startReceiver();
    scene = await makeScene(database.sql, { builtIn: ['raw-lora-v2'], urls: [receiver.url] });
    heir = testPipeline(http, { handOver: stream });
    const INGEST_PORT = String(await freePort());
    ingest = `http://127.0.0.1:${INGEST_PORT}`;
    sleeper = startProcess(WORKER, {
      ...process.env,
      ...{ INGEST_PORT, MQTT_PORT: '0', NODE_ENV: 'test', DEMO: 'false' },
      ...{ NATS_URL: nats.url, NATS_STREAM: 'paused' },
      ...{ EGRESS_ALLOW_TEST_CIDR: '127.0.0.0/8', ALLOW_HTTP_DESTINATIONS: 'true' },
    } as NodeJS.ProcessEnv);
    await waitFor(`${ingest}/readyz`, sleeper);
  }, 60_000);

  afterAll(async () => {
    await killProcess(sleeper);
    await heir.stop();
    await stream.close();
    await http.close();
    await receiver.stop();
    await nats.stop();
  });

  const requestOf = (n: number) => chirpstackRequest(scene, uplinkOf(scene.devices[0] as SceneDevice, n));
  const numberOf = ({ records }: Received) => Number.parseInt(records[0]?.vs?.slice(0, 8) ?? '', 16);

  it('sends nothing of what another worker has sent meanwhile, and what comes after stays in order', async () => {
    // The first is to be tried again, so that the others are recorded and wait behind it.
    receiver.answer(() => 503);
    const { path, query, headers } = requestOf(1);
    for (const n of [1, 2, 3, 4, 5]) {
      const body = requestOf(n).body as BodyInit;
      const answer = await fetch(`${ingest}${path}?${query}`, {
        method: 'POST',
        headers: headers as HeadersInit,
        body,
      });
      expect(answer.status).toBe(200);
    }
    await until(
      'all wait',
      async () => (await countOf(database.sql, 'delivery_queue', scene.customerId)) === 5,
    );
    const tried = receiver.calls.length;
    // Stopped while the answer is on its way: what it does next with it is what it does when it wakes up.
    receiver.answer(() => {
      sleeper.kill('SIGSTOP');
      return 200;
    });
    await until('one is at the receiver', () => receiver.calls.length > tried, 30_000);
    receiver.answer(() => 200);
    await heir.start();
    await until('all taken over', () => heir.leases.workable().length === SHARDS, 20_000);
    await until('delivered', () => receiver.taken.length >= 6, 30_000);
    // Nobody knows that the first arrived.
    expect(receiver.taken.map(numberOf)).toEqual([1, 1, 2, 3, 4, 5]);

    const before = receiver.calls.length;
    sleeper.kill('SIGCONT');
    await until('it is back, and has its share', () => heir.leases.workable().length === SHARDS / 2, 20_000);
    for (const n of [6, 7, 8]) expect((await heir.acceptor.accept(requestOf(n))).status).toBe(200);
    await until('the next ones', () => receiver.taken.length >= 9, 20_000);
    expect(receiver.calls.slice(before).map(numberOf)).toEqual([6, 7, 8]);
    expect(await invariantFaults(database.sql)).toEqual([]);
  }, 90_000);
});
