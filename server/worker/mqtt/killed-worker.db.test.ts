import type { ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { MqttClient } from 'mqtt';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startProcess, WORKER, waitFor } from '#scripts/installation.ts';
import { killProcess } from '#scripts/load/kill.ts';
import { freePort } from '#scripts/postgres.ts';
import { LOOPBACK_CERTIFICATE, LOOPBACK_KEY } from '#server/platform/loopback-tls.fixture.ts';
import { useTestDatabase } from '#server/platform/test-database.ts';
import { type BrokerScene, connectDevice, type MqttDevice, makeBrokerScene } from './broker-scene.fixture.ts';
import { describeMosquitto, runMosquitto } from './mosquitto.fixture.ts';

const database = useTestDatabase();
let scene: BrokerScene;
let device: MqttDevice;
let ports: { INGEST_PORT: string; MQTT_PORT: string; MQTT_TLS_PORT: string };
const folder = mkdtempSync(path.join(tmpdir(), 'mqtt-'));
const certificate = {
  MQTT_TLS_CERT_FILE: path.join(folder, 'certificate.pem'),
  MQTT_TLS_KEY_FILE: path.join(folder, 'key.pem'),
};
let worker: ChildProcess;

async function startWorker(env: Record<string, string> = {}): Promise<ChildProcess> {
  const child = startProcess(WORKER, {
    ...process.env,
    ...ports,
    ...certificate,
    ...env,
    NODE_ENV: 'test',
    DEMO: 'false',
    // One device tells in seconds what it would tell in minutes.
    DEVICE_MESSAGES_PER_SECOND: '0',
  });
  await waitFor(`http://127.0.0.1:${ports.INGEST_PORT}/readyz`, child);
  return child;
}

beforeAll(async () => {
  scene = await makeBrokerScene(database.sql, 1);
  device = scene.devices[0] as MqttDevice;
  const [INGEST_PORT, MQTT_PORT, MQTT_TLS_PORT] = [await freePort(), await freePort(), await freePort()].map(
    String,
  ) as [string, string, string];
  ports = { INGEST_PORT, MQTT_PORT, MQTT_TLS_PORT };
  writeFileSync(certificate.MQTT_TLS_CERT_FILE, LOOPBACK_CERTIFICATE);
  writeFileSync(certificate.MQTT_TLS_KEY_FILE, LOOPBACK_KEY);
  worker = await startWorker();
}, 60_000);
afterAll(async () => {
  await killProcess(worker);
  await scene.close();
  rmSync(folder, { recursive: true, force: true });
});

/**
 * While the client tells again what was not acknowledged it holds back what it is given, and refuses that when the
 * connection breaks off once more (mqtt.js 5.16 `_flushStoreProcessingQueue`): nothing of it was sent, its program tells it anew.
 */
async function publish(client: MqttClient, n: number): Promise<void> {
  for (let told = false; !told; )
    told = await client.publishAsync(device.uplink, message(n), { qos: 1 }).then(
      () => true,
      (error: Error) => {
        if (error.message !== 'Connection closed' || client.disconnecting) throw error;
        return false;
      },
    );
}

const message = (n: number) => JSON.stringify([{ bt: 1_790_000_000 + n, n: 'number', v: n }]);
const stored = async () =>
  (
    await database.sql`select (event #>> '{pack,0,v}')::int as n from uplinks where device_id = ${device.id} order by id`
  ).map(({ n }) => n as number);

/** Nobody can commit a message meanwhile. */
async function whileNothingCommits(work: () => Promise<void>): Promise<void> {
  await database.sql.begin(async (tx) => {
    await tx`lock table uplink_identities in exclusive mode`;
    await work();
  });
}

const isIn = async (work: Promise<unknown>, ms: number) =>
  Promise.race([
    work.then(
      () => true,
      () => false,
    ),
    sleep(ms, false),
  ]);

describeMosquitto('mosquitto_pub over TLS', () => {
  it('is let in where it trusts the certificate that is set, not where it trusts another, nor without TLS', async () => {
    const as = { port: Number(ports.MQTT_TLS_PORT), device };
    const message = ['-q', '1', '-t', device.uplink, '-m', '[{"n":"number","v":0}]'];
    const trust = ['--cafile', certificate.MQTT_TLS_CERT_FILE];
    expect(await runMosquitto('mosquitto_pub', as, [...message, ...trust])).toEqual({ code: 0, out: '' });
    expect(await stored()).toEqual([0]);
    for (const args of [['--tls-use-os-certs'], []])
      expect((await runMosquitto('mosquitto_pub', as, [...message, ...args])).code).not.toBe(0);
    expect(await stored()).toEqual([0]);
    await database.sql`delete from uplinks where device_id = ${device.id}`;
  });
});

it('a worker that is killed before the commit has acknowledged nothing, and the device sends it again', async () => {
  const client = await connectDevice(Number(ports.MQTT_PORT), device, { reconnectPeriod: 100 });
  await publish(client, 1);
  await publish(client, 2);
  let third: Promise<unknown> = Promise.resolve();
  await whileNothingCommits(async () => {
    third = client.publishAsync(device.uplink, message(3), { qos: 1 });
    expect(await isIn(third, 500)).toBe(false);
    expect(await stored()).toEqual([1, 2]);
    await killProcess(worker);
  });
  // Whether the server still carried out what it was asked for, or it was lost: it is there once in the end.
  worker = await startWorker();
  await third;
  expect(await stored()).toEqual([1, 2, 3]);
  await client.endAsync();
}, 60_000);

it('whenever it is killed, what was acknowledged is there, once', async () => {
  const client = await connectDevice(Number(ports.MQTT_PORT), device, { reconnectPeriod: 50 });
  const acknowledged = new Set<number>();
  const all: Promise<unknown>[] = [];
  for (let cycle = 0; cycle < 2; cycle++) {
    for (let n = 0; n < 100; n++) {
      const number = 100 + cycle * 100 + n;
      all.push(publish(client, number).then(() => acknowledged.add(number)));
    }
    await sleep(cycle * 15);
    await killProcess(worker);
    const there = new Set(await stored());
    expect([...acknowledged].filter((n) => !there.has(n))).toEqual([]);
    worker = await startWorker();
  }
  await Promise.all(all);
  const there = (await stored()).filter((n) => n >= 100);
  expect([there.length, new Set(there).size]).toEqual([200, 200]);
  await client.endAsync();
}, 60_000);

it('one that acknowledges before the commit is found out', async () => {
  await killProcess(worker);
  worker = await startWorker({ TEST_MUTATION: 'early-ack' });
  const client = await connectDevice(Number(ports.MQTT_PORT), device);
  await whileNothingCommits(async () => {
    expect(await isIn(client.publishAsync(device.uplink, message(999), { qos: 1 }), 15_000)).toBe(true);
    expect(await stored()).not.toContain(999);
  });
  await client.endAsync(true);
}, 60_000);
