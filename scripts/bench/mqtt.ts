// npm run bench mqtt [-- --clients 2000 --seconds 20 --kills 2]: so many devices connected over MQTT, each sending every other
// second with QoS 1, and the worker killed (SIGKILL) under them: all come back at once, and nothing that was acknowledged is lost.

import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import mqtt, { type MqttClient } from 'mqtt';
import { closeDatabase } from '#server/platform/database.ts';
import { type MqttDevice, makeMqttDevices, PASSWORD } from '#server/worker/mqtt/broker-scene.fixture.ts';
import { perSecond, quantile } from '../load/figures.ts';
import { killProcess } from '../load/kill.ts';
import { memoryOf } from '../load/memory.ts';
import { onStand, type Stand, startWorker, type Worker } from '../load/stand.ts';
import { freePort } from '../postgres.ts';

const { values } = parseArgs({
  options: {
    clients: { type: 'string', default: '2000' },
    seconds: { type: 'string', default: '20' },
    kills: { type: 'string', default: '2' },
  },
});
const [CLIENTS, SECONDS, KILLS] = [values.clients, values.seconds, values.kills].map(Number) as [
  number,
  number,
  number,
];
const EVERY_MS = 2_000;
const SETTLE_MS = 60_000;
const BEGAN = 1_790_000_000;

class Sender {
  readonly device: MqttDevice;
  readonly client: MqttClient;
  readonly #tellMs: (ms: number) => void;
  readonly acknowledged: number[] = [];
  sent = 0;

  constructor(device: MqttDevice, port: number, tellMs: (ms: number) => void) {
    this.device = device;
    this.#tellMs = tellMs;
    this.client = mqtt
      .connect(`mqtt://127.0.0.1:${port}`, {
        username: device.urn,
        password: PASSWORD,
        // Whoever has lost its broker comes back within the second, all of them.
        reconnectPeriod: 200 + Math.random() * 800,
        connectTimeout: SETTLE_MS,
      })
      .on('error', () => {});
  }

  send(): void {
    const n = this.sent++;
    const began = performance.now();
    const body = JSON.stringify([{ bt: BEGAN + n, n: 'number', v: n }]);
    this.client.publish(this.device.uplink, body, { qos: 1 }, (error) => {
      if (error) return;
      this.acknowledged.push(n);
      this.#tellMs(performance.now() - began);
    });
  }
}

async function until(what: string, isSo: () => boolean): Promise<number> {
  const began = performance.now();
  while (!isSo()) {
    if (performance.now() - began > SETTLE_MS) throw new Error(`not within ${SETTLE_MS / 1000} s: ${what}`);
    await sleep(20);
  }
  return Math.round(performance.now() - began);
}

async function main(stand: Stand, started: Worker[]): Promise<boolean> {
  const { devices } = await makeMqttDevices(stand.sql, CLIENTS);
  await closeDatabase();
  const port = await freePort();
  stand.env.MQTT_PORT = String(port);
  const launch = async (at?: number) => {
    started[0] = await startWorker(stand, at);
    return started[0];
  };
  let worker = await launch();
  const latencies: number[] = [];
  const senders = devices.map((device) => new Sender(device, port, (ms) => latencies.push(ms)));
  const connected = () => senders.filter(({ client }) => client.connected).length;
  const all = () => connected() === CLIENTS;
  console.log(`${CLIENTS} clients connected in ${await until('all connected', all)} ms`);
  let next = 0;
  const load = setInterval(() => {
    const share = Math.ceil((CLIENTS * 20) / EVERY_MS);
    for (let n = 0; n < share; n++) senders[next++ % CLIENTS]?.send();
  }, 20);
  const pause = (SECONDS * 1000) / (KILLS + 1);
  await sleep(pause);
  const quiet = latencies.splice(0);
  const [p50, p99] = [quantile(quiet, 0.5), quantile(quiet, 0.99)].map(Math.round);
  const { rss } = memoryOf(worker.process.pid as number);
  console.log(
    `${perSecond(quiet.length, pause)} messages/s acknowledged after p50 ${p50} ms, p99 ${p99} ms; worker ${Math.round(rss)} MB`,
  );
  for (let kill = 0; kill < KILLS; kill++) {
    await killProcess(worker.process);
    worker = await launch(worker.port);
    console.log(`killed; all back ${await until('all back', all)} ms after the new worker was ready`);
    await sleep(pause);
  }
  clearInterval(load);
  const sent = () => senders.reduce((sum, one) => sum + one.sent, 0);
  const taken = () => senders.reduce((sum, one) => sum + one.acknowledged.length, 0);
  await until('all acknowledged', () => taken() === sent());
  await Promise.all(senders.map(({ client }) => client.endAsync(true)));
  return judge(stand, senders);
}

async function judge(stand: Stand, senders: readonly Sender[]): Promise<boolean> {
  const rows = await stand.sql<{ d: string; n: number }[]>`
    select device_id as d, (event #>> '{pack,0,v}')::int as n from uplinks order by id`;
  const of = Map.groupBy(rows, ({ d }) => d);
  let [sent, lost, twice, disordered] = [0, 0, 0, 0];
  for (const { device, acknowledged } of senders) {
    const stored = (of.get(device.id) ?? []).map(({ n }) => n);
    const there = new Set(stored);
    sent += acknowledged.length;
    lost += acknowledged.filter((n) => !there.has(n)).length;
    twice += stored.length - there.size;
    disordered += stored.filter((n, at) => at > 0 && n < (stored[at - 1] as number)).length;
  }
  console.log(
    `acknowledged ${sent}  lost ${lost}  stored twice ${twice}  out of a device's order ${disordered}`,
  );
  return sent > 0 && lost === 0 && twice === 0;
}

await onStand('.data/bench-mqtt', main);
