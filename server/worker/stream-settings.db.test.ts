import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startProcess, WORKER, waitFor } from '#scripts/installation.ts';
import { killProcess } from '#scripts/load/kill.ts';
import { freePort } from '#scripts/postgres.ts';
import { systemActor } from '#server/access/system-actor.ts';
import { deleteDevice, finishSystemPurges } from '#server/devices/delete-device.ts';
import { answerReadyz } from '#server/http/web-health.ts';
import { accept } from '#server/pipeline/accept/portal-acceptor.ts';
import { describeNats } from '#server/pipeline/hand-over.fixture.ts';
import { closeHandOver } from '#server/pipeline/hand-over.ts';
import { countOf, isRecorded, until } from '#server/pipeline/pipeline.fixture.ts';
import {
  chirpstackRequest,
  makeScene,
  type Scene,
  type SceneDevice,
  uplinkOf,
} from '#server/pipeline/scene.fixture.ts';
import { type Nats, startNats } from '#server/pipeline/stream/nats.fixture.ts';
import { LOOPBACK_CERTIFICATE, LOOPBACK_KEY } from '#server/platform/loopback-tls.fixture.ts';
import { useTestDatabase } from '#server/platform/test-database.ts';

const database = useTestDatabase();

// The portal in this process and a worker in its own know of NATS by their settings alone.
describeNats('portal and worker with NATS_URL', (program) => {
  const folder = mkdtempSync(path.join(tmpdir(), 'nats-settings-'));
  const [certificate, key] = [path.join(folder, 'certificate.pem'), path.join(folder, 'key.pem')];
  let nats: Nats;
  let worker: ChildProcess | undefined;
  let scene: Scene;

  async function launch(more: Record<string, string> = {}) {
    const INGEST_PORT = String(await freePort());
    const own = { INGEST_PORT, MQTT_PORT: '0', NODE_ENV: 'test' as const, DEMO: 'false', ...more };
    const child = startProcess(WORKER, { ...process.env, ...own });
    return { child, url: `http://127.0.0.1:${INGEST_PORT}` };
  }

  async function startWorker(): Promise<ChildProcess> {
    const { child, url } = await launch();
    await waitFor(`${url}/readyz`, child);
    return child;
  }

  beforeAll(async () => {
    writeFileSync(certificate, LOOPBACK_CERTIFICATE);
    writeFileSync(key, LOOPBACK_KEY);
    const more = `tls { cert_file: "${certificate}", key_file: "${key}" }`;
    nats = await startNats(program, 1, { more, caFile: certificate });
    Object.assign(process.env, { NATS_URL: nats.url, NATS_CA_FILE: certificate, NATS_STREAM: 'settings' });
    scene = await makeScene(database.sql, { builtIn: ['raw-lora-v2'], devices: 2 });
    worker = await startWorker();
  }, 60_000);

  afterAll(async () => {
    await closeHandOver();
    if (worker) await killProcess(worker);
    await nats.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  const device = (n: number) => scene.devices[n] as SceneDevice;
  const send = (of: SceneDevice, n: number, more = {}) =>
    accept(chirpstackRequest(scene, uplinkOf(of, n), more));
  const readiness = async () => (await answerReadyz()).json();

  it('a message goes from the portal’s door to the worker; what is refused is counted as ever', async () => {
    const answers = [await send(device(0), 1), await send(device(0), 1)];
    expect(answers.map(({ body }) => JSON.parse(body))).toEqual([
      { status: 'accepted' },
      { status: 'duplicate' },
    ]);
    const unknown = await send({ ...device(0), devEui: '00000000DEADBEEF' }, 2);
    const stranger = await send(device(0), 3, { headers: { authorization: 'Bearer of somebody else' } });
    expect([unknown.status, stranger.status]).toEqual([404, 401]);
    await until('recorded', () => isRecorded(database.sql, scene.customerId, 1));
    expect(await countOf(database.sql, 'packs', scene.customerId)).toBe(1);
    const counted = () =>
      Promise.all(
        ['refusals', 'unknown_devices'].map((table) => countOf(database.sql, table, scene.customerId)),
      );
    await until('counted', async () => String(await counted()) === '2,1');
    expect(await readiness()).toMatchObject({ worker: true, stream: { connected: true } });
  });

  it('what came while no worker was there is seen to wait, and nothing is left of a device deleted meanwhile', async () => {
    await killProcess(worker as ChildProcess);
    const began = new Date();
    const waiting = [await send(device(0), 10), await send(device(1), 11)];
    expect(waiting.map(({ status }) => status)).toEqual([200, 200]);
    expect(await readiness()).toMatchObject({ stream: { connected: true, messages: 2 } });
    await deleteDevice(systemActor(scene.customerId), { id: device(0).id });
    worker = await startWorker();
    await until('all taken', async () => (await readiness()).stream.messages === 0, 20_000);
    await finishSystemPurges(began);
    const rows = await database.sql`select device_id from uplinks where customer_id = ${scene.customerId}`;
    expect(rows.map((row) => row.device_id)).toEqual([device(1).id]);
  }, 60_000);

  it('a worker that is there before NATS says so, refuses what it cannot keep, and begins when it comes', async () => {
    await Promise.all([killProcess(worker as ChildProcess), nats.servers[0]?.kill()]);
    const { child, url } = await launch();
    worker = child;
    await waitFor(`${url}/healthz`, child);
    const ready = async () => {
      const answer = await fetch(`${url}/readyz`);
      return { status: answer.status, ...(await answer.json()) };
    };
    await until('its shards', async () => (await ready()).shards > 0, 20_000);
    expect(await ready()).toMatchObject({ status: 503, database: true, stream: { connected: false } });
    const { path: address, headers, body } = chirpstackRequest(scene, uplinkOf(device(1), 20));
    const post = () =>
      fetch(`${url}${address}?event=up`, {
        method: 'POST',
        headers: headers as Record<string, string>,
        body: body as Buffer<ArrayBuffer>,
      });
    const refused = await post();
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([503, '2']);
    await nats.servers[0]?.start();
    await until('ready', async () => (await ready()).status === 200, 20_000);
    expect((await post()).status).toBe(200);
    const stored = () => countOf(database.sql, 'uplinks', scene.customerId);
    await until('recorded', async () => (await stored()) === 2);
  }, 60_000);

  it.each<[string, Record<string, string>]>([
    ['an address of another kind', { NATS_URL: 'http://127.0.0.1:4222' }],
    ['a file that is not there', { NATS_CA_FILE: '/nowhere/certificate.pem' }],
  ])(
    '%s ends it with the code of a setting',
    async (_, more) => {
      const { child } = await launch(more);
      const [code] = await once(child, 'exit');
      expect(code).toBe(78);
    },
    30_000,
  );
});
