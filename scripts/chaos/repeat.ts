import mqtt, { type MqttClient } from 'mqtt';
import {
  makeSigning,
  type SigningScene,
  senmlRequest,
} from '#server/pipeline/accept/signing-device.fixture.ts';
import { disorderedFrames, randomOf, shuffled } from '#server/pipeline/disorder.fixture.ts';
import { invariantFaults } from '#server/pipeline/invariants.sql.ts';
import {
  chirpstackRequest,
  makeScene,
  SHARED_SECRET,
  SIGNING_SECRET,
} from '#server/pipeline/scene.fixture.ts';
import { closeDatabase } from '#server/platform/database.ts';
import { type MqttDevice, makeMqttDevices, PASSWORD } from '#server/worker/mqtt/broker-scene.fixture.ts';
import { type Post, postAll } from '../load/posts.ts';
import { quiet } from '../load/queues.ts';
import { startSink } from '../load/sink.ts';
import { closeStand, openStand, type Stand, startWorker, type Worker } from '../load/stand.ts';
import { SIX_VALUES } from '../load/uplinks.ts';
import { freePort } from '../postgres.ts';
import { check } from './checks.ts';

export interface RepeatOptions {
  dir: string;
  runs: number;
  seed: number;
}

const FRAMES = 200;
const MOST_TIMES = 8;
const HOUR = 3_600_000;
/** So many devices of MQTT tell at the same time. */
const MQTT_AT_ONCE = 4;

/**
 * R5: each of 200 frames of a device is told one to eight times, to two processes at the same moment: by network servers,
 * by devices over HTTP with and without `Idempotency-Key`, and over MQTT, with DUP where it comes again. One device a run.
 */
export async function repeat({ dir, runs, seed }: RepeatOptions): Promise<void> {
  console.log(
    `\nR5: ${FRAMES} frames told one to ${MOST_TIMES} times to two processes, ${runs} runs a door, seed=${seed}`,
  );
  const stand = await openStand(dir, {}, { DEVICE_MESSAGES_PER_SECOND: '0' });
  const workers: Worker[] = [];
  try {
    const mqttPorts = [await freePort(), await freePort()];
    for (const port of mqttPorts) {
      stand.env.MQTT_PORT = String(port);
      workers.push(await startWorker(stand));
    }
    const ports = workers.map(({ port }) => port);
    await byNetworkServers(stand, ports, runs, randomOf(seed));
    await byDevices(stand, ports, runs, randomOf(seed + 1));
    await overMqtt(stand, mqttPorts, runs, randomOf(seed + 2));
    const faults = await invariantFaults(stand.sql, { unchanged: true });
    check('the invariants hold', faults.length === 0, faults.join('; '));
  } finally {
    await closeDatabase();
    await closeStand(stand, workers);
  }
}

/** Each of them one to eight times, in any order, to one door or the other. */
function* often<T>(all: readonly T[], random: () => number): Generator<{ one: T; door: number }> {
  const told = all.flatMap((one) => Array.from({ length: 1 + Math.floor(random() * MOST_TIMES) }, () => one));
  for (const one of shuffled(told, random)) yield { one, door: random() < 0.5 ? 0 : 1 };
}

async function byNetworkServers(stand: Stand, ports: number[], runs: number, random: () => number) {
  const sinks = [
    await startSink(SHARED_SECRET, SIGNING_SECRET),
    await startSink(SHARED_SECRET, SIGNING_SECRET),
  ];
  try {
    const scripts = [{ contract: 'ts013' as const, source: SIX_VALUES }];
    const scene = await makeScene(stand.sql, { devices: runs, scripts, urls: sinks.map(({ url }) => url) });
    let posts = 0;
    function* all(): Generator<Post> {
      for (const device of scene.devices)
        for (const { one, door } of often(disorderedFrames(device, Date.now() - 40 * HOUR), random)) {
          posts++;
          yield { request: chirpstackRequest(scene, one), door };
        }
    }
    const statuses = await postAll(ports, all());
    check('network servers: all is answered 200', statuses.get(200) === posts, told(statuses));
    check('network servers: nothing waits any more', await quiet(stand, 120));
    const frames = runs * FRAMES;
    for (const table of ['uplinks', 'packs', 'deliveries']) {
      const [row] =
        await stand.sql`select count(*)::int as n from ${stand.sql(table)} where customer_id = ${scene.customerId}`;
      const expected = table === 'deliveries' ? frames * sinks.length : frames;
      check(
        `network servers: one of ${table} a frame`,
        row?.n === expected,
        `${row?.n} of ${expected}, of ${posts} posts`,
      );
    }
    for (const sink of sinks) {
      const { messages, duplicates, badSignatures } = await sink.report();
      check(
        'network servers: each destination was given each frame once',
        messages === frames && duplicates + badSignatures === 0,
        `${messages}`,
      );
    }
  } finally {
    for (const sink of sinks) sink.stop();
  }
}

async function byDevices(stand: Stand, ports: number[], runs: number, random: () => number) {
  const scene = await makeScene(stand.sql, { devices: runs });
  const devices: SigningScene[] = [];
  for (let n = 0; n < runs; n++)
    devices.push(await makeSigning(stand.sql, scene, n % 2 ? 'cellular' : 'generic', n));
  let posts = 0;
  function* all(): Generator<Post> {
    for (const device of devices)
      for (const { one, door } of often([...Array(FRAMES).keys()], random)) {
        posts++;
        yield { request: senmlPost(device, one), door };
      }
  }
  const statuses = await postAll(ports, all());
  check('devices over HTTP: all is answered 200', statuses.get(200) === posts, told(statuses));
  await oneRowEach(stand, 'devices over HTTP', scene.customerId, runs * FRAMES);
}

/** Every third is known by its key alone: it tells no time, and says something else each time. */
function senmlPost({ path, urn }: SigningScene, n: number): Post['request'] {
  if (n % 3 === 0) {
    const request = senmlRequest(path, JSON.stringify([{ bn: urn, n: 'told', v: Math.random() }]));
    return { ...request, headers: { ...request.headers, 'idempotency-key': `frame ${n}` } };
  }
  return senmlRequest(path, JSON.stringify([{ bn: urn, bt: 1_790_000_000 + n, n: 'told', v: n }]));
}

async function overMqtt(stand: Stand, ports: number[], runs: number, random: () => number) {
  const { customerId, devices } = await makeMqttDevices(stand.sql, runs);
  const left = [...devices];
  await Promise.all(
    Array.from({ length: MQTT_AT_ONCE }, async () => {
      for (let device = left.pop(); device; device = left.pop()) await tellOverMqtt(device, ports, random);
    }),
  );
  await oneRowEach(stand, 'devices over MQTT', customerId, runs * FRAMES);
}

/** The device is connected to both; what it tells again it marks (DUP), as after an acknowledgement that was lost. */
async function tellOverMqtt(device: MqttDevice, ports: number[], random: () => number): Promise<void> {
  const clients = await Promise.all(
    ports.map((port, n) =>
      mqtt.connectAsync(`mqtt://127.0.0.1:${port}`, {
        username: device.urn,
        password: PASSWORD,
        clientId: `way-${n}`,
      }),
    ),
  );
  const heard = new Set<number>();
  const sent: Promise<unknown>[] = [];
  for (const { one: n, door } of often([...Array(FRAMES).keys()], random)) {
    const body = JSON.stringify([{ bt: 1_790_000_000 + n, n: 'number', v: n }]);
    const client = clients[door] as MqttClient;
    sent.push(client.publishAsync(device.uplink, body, { qos: 1, dup: heard.has(n) }));
    heard.add(n);
  }
  await Promise.all(sent);
  await Promise.all(clients.map((client) => client.endAsync()));
}

async function oneRowEach({ sql }: Stand, who: string, customerId: string, expected: number): Promise<void> {
  const [row] = await sql`select count(*)::int as n from uplinks where customer_id = ${customerId}`;
  check(`${who}: one message of each`, row?.n === expected, `${row?.n} of ${expected}`);
}

function told(statuses: ReadonlyMap<number, number>): string {
  return [...statuses].map(([status, n]) => `${status}: ${n}`).join(', ');
}
