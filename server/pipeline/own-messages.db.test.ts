import { afterAll, beforeAll, expect, it } from 'vitest';
import { useTestDatabase } from '#server/platform/test-database.ts';
import { makeSigning, senmlRequest } from './accept/signing-device.fixture.ts';
import { describeHandOvers } from './hand-over.fixture.ts';
import { isRecorded, loopbackHttp, testPipeline, until } from './pipeline.fixture.ts';
import type { Pipeline } from './pipeline.ts';
import { type Receiver, startReceiver } from './receiver.fixture.ts';
import { makeScene } from './scene.fixture.ts';

const database = useTestDatabase();
const http = loopbackHttp();
let receiver: Receiver;

beforeAll(async () => {
  receiver = await startReceiver();
});

afterAll(async () => {
  await http.close();
  await receiver.stop();
});

describeHandOvers((handOver) => {
  let pipeline: Pipeline;

  beforeAll(async () => {
    pipeline = testPipeline(http, { handOver: await handOver.open() });
    await pipeline.start();
  });

  afterAll(() => pipeline.stop());

  it('a device’s own SenML ends at the receiver, in history and in the twin, in the order it was sent', async () => {
    const scene = await makeScene(database.sql, { builtIn: ['thingsml-json-v2'], urls: [receiver.url] });
    const { urn, path, deviceId } = await makeSigning(database.sql, scene, 'cellular');
    const sent = Array.from({ length: 20 }, (_, n) => [
      { bn: urn, bt: 1777000000 + n, n: 'level', u: 'm', v: n },
      { n: 'door', vb: n % 2 === 0 },
      { i_: -24, v: 20 },
    ]);
    const answers = await Promise.all(
      sent.map((pack) => pipeline.acceptor.accept(senmlRequest(path, JSON.stringify(pack)))),
    );
    expect(answers.every(({ status, body }) => status === 200 && body === '[]')).toBe(true);
    const got = () => receiver.taken.filter(({ records }) => records[0]?.bn === urn);
    await until('all delivered', () => got().length === 20);
    expect(got().map(({ records }) => records[0]?.v)).toEqual(sent.map((_, n) => n));
    expect(got()[0]?.records).toEqual([
      { bn: urn, bt: 1777000000, n: 'level', u: 'm', v: 0 },
      { n: 'door', vb: true },
      { n: 'temperature', u: 'Cel', v: 20 },
      { n: 'timeOrigin', vs: 'DEVICE' },
    ]);
    await until('recorded', () => isRecorded(database.sql, scene.customerId, 20));
    const [twin] = await database.sql`select reported from twins where device_id = ${deviceId}`;
    expect(twin?.reported).toMatchObject({
      level: { v: 19, u: 'm' },
      temperature: { v: 20 },
      door: { vb: false },
    });
    const [last] = await database.sql`select last_signal from device_activity where device_id = ${deviceId}`;
    expect(last?.last_signal).toBeNull();
  });
});
