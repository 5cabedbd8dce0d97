import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { systemActor } from '#server/access/system-actor.ts';
import { createCustomer } from '#server/customers/create-customer.ts';
import { createConnection } from '#server/lora-networks/create-connection.ts';
import { parseWebhook } from '#server/lora-networks/parse-webhook.ts';
import { useTestDatabase } from '#server/platform/test-database.ts';
import type { LoraEvent } from '#server/protocols/lorawan/event.ts';
import type { Made } from './device.fixture.ts';
import { makeDevice } from './device.fixture.ts';
import { startLiveSimulator } from './live.ts';
import { insertSimulatedDevicesSystem } from './repository.ts';
import { nextMessageAt } from './schedule.ts';

const database = useTestDatabase();
const posted: { url: string; authorization: string; body: Buffer }[] = [];
let refusing = 0;
const ingestion = createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => {
    if (refusing-- > 0) return response.writeHead(503).end();
    posted.push({
      url: request.url ?? '',
      authorization: request.headers.authorization ?? '',
      body: Buffer.concat(chunks),
    });
    return response.writeHead(200).end();
  });
});
let ingestUrl = '';
let connection: { id: string; secret: string };
let customerId: string;

beforeAll(async () => {
  await new Promise<void>((resolve) => ingestion.listen(0, '127.0.0.1', resolve));
  ingestUrl = `http://127.0.0.1:${(ingestion.address() as AddressInfo).port}`;
  customerId = (await createCustomer({ name: 'On the air' })).id;
  connection = await createConnection(systemActor(customerId), { name: 'Simulated', provider: 'simulated' });
});

afterAll(() => ingestion.close());

/** Keeps the device and lets it be due at a moment. */
async function keep({ device, memory }: Made, dueAt: Date): Promise<void> {
  const simulated = { id: connection.id, provider: 'simulated' as const, secret: connection.secret };
  await insertSimulatedDevicesSystem(
    [{ customerId, name: device.devEui, device, memory, connection: simulated }],
    new Date(),
  );
  await database.sql`update simulated_devices set next_at = ${dueAt} where dev_eui = ${device.devEui}`;
}

async function liveUntil(enough: () => boolean, atMostMs = 15_000): Promise<void> {
  const stopping = new AbortController();
  const living = startLiveSimulator({ ingestUrl, signal: stopping.signal });
  for (const end = performance.now() + atMostMs; !enough() && performance.now() < end; ) await sleep(20);
  stopping.abort();
  await living;
}

const eventsOf = (devEui: string): LoraEvent[] =>
  posted.flatMap(({ url, body }) => {
    const headers = { 'content-type': 'application/json' };
    const read = parseWebhook('simulated', { query: url.split('?')[1] ?? '', headers, body });
    return read.ok && read.value?.devEui === devEui ? [read.value] : [];
  });

const nextAtOf = async (devEui: string): Promise<Date> => {
  const [row] = await database.sql`select next_at from simulated_devices where dev_eui = ${devEui}`;
  return row?.next_at;
};

/**
 * A device whose own clock is quiet from half a minute ago until half a minute from now: a test lets it be due at a
 * moment of the test's choice, and its next own moment may otherwise be past already (one run in three, for 20 s).
 */
function fresh(devEui: string): Made {
  const now = new Date();
  for (let n = 0; ; n++) {
    const startedAt = new Date(now.getTime() - 3_600_000);
    const made = makeDevice({ devEui, seed: `${devEui} ${n}`, intervalSeconds: 90, startedAt, now });
    const next = nextMessageAt(made.device, new Date(now.getTime() - 30_000));
    if (next && next.getTime() > now.getTime() + 30_000) return made;
  }
}

it('a device that is due joins and sends, and is due again one interval later', async () => {
  const made = fresh('0254000000000001');
  await keep(made, new Date(Date.now() - 8_000));
  await liveUntil(() => eventsOf(made.device.devEui).some(({ kind }) => kind === 'uplink'));
  expect(eventsOf(made.device.devEui).map(({ kind }) => kind)).toEqual(['join', 'uplink']);
  expect(posted[0]).toMatchObject({ authorization: `Bearer ${connection.secret}` });
  expect(posted[0]?.url).toBe(`/ingestion/lora/${connection.id}?event=join`);
  const next = (await nextAtOf(made.device.devEui)).getTime() - Date.now();
  expect(next).toBeGreaterThan(0);
  expect(next).toBeLessThan(95_000);
});

it('counters go on after a restart, from what was kept', async () => {
  const devEui = '0254000000000001';
  await database.sql`update simulated_devices set next_at = ${new Date(Date.now() - 500)} where dev_eui = ${devEui}`;
  await liveUntil(() => eventsOf(devEui).filter(({ kind }) => kind === 'uplink').length === 2);
  const uplinks = eventsOf(devEui).filter((event) => event.kind === 'uplink');
  expect(uplinks.map(({ fCntUp }) => fCntUp)).toEqual([0, 1]);
  expect(new Set(uplinks.map(({ devAddr }) => devAddr)).size).toBe(1);
});

it('what was due while nothing ran is not made up for', async () => {
  const made = fresh('0254000000000002');
  await keep(made, new Date(Date.now() - 3_600_000));
  const stopping = new AbortController();
  const living = startLiveSimulator({ ingestUrl, signal: stopping.signal });
  for (let n = 0; n < 200 && (await nextAtOf(made.device.devEui)) < new Date(); n++) await sleep(20);
  stopping.abort();
  await living;
  expect((await nextAtOf(made.device.devEui)).getTime()).toBeGreaterThan(Date.now());
  expect(eventsOf(made.device.devEui)).toEqual([]);
});

it('posts again what was not taken', async () => {
  const made = fresh('0254000000000003');
  await keep(made, new Date(Date.now() - 20_000));
  refusing = 1;
  await liveUntil(() => eventsOf(made.device.devEui).some(({ kind }) => kind === 'uplink'));
  expect(eventsOf(made.device.devEui).map(({ kind }) => kind)).toEqual(['join', 'uplink']);
});

it('a message that is due while the one before is still refused comes after it', async () => {
  const made = fresh('0254000000000004');
  await keep(made, new Date(Date.now() - 20_000));
  refusing = 2;
  let isDueAgain = false;
  await liveUntil(() => {
    if (refusing === 1 && !isDueAgain) {
      isDueAgain = true;
      void database.sql`
        update simulated_devices set next_at = ${new Date(Date.now() - 1_000)} where dev_eui = ${made.device.devEui}`.then();
    }
    return eventsOf(made.device.devEui).filter(({ kind }) => kind === 'uplink').length === 2;
  });
  const events = eventsOf(made.device.devEui);
  expect(events.map(({ kind }) => kind)).toEqual(['join', 'uplink', 'uplink']);
  expect(events.flatMap((event) => (event.kind === 'uplink' ? [event.fCntUp] : []))).toEqual([0, 1]);
});

it('a device that is deactivated at the built-in network goes on sending, and nothing of it is told', async () => {
  const made = fresh('0059AC0000AA0099');
  const { devEui } = made.device;
  const dueAt = new Date(Date.now() - 1_000);
  await keep(made, dueAt);
  await database.sql`insert into simulated_network_devices ${database.sql({ dev_eui: devEui, customer_id: customerId, connection_customer_id: customerId, connection_id: connection.id, join_eui: made.device.joinEui, app_key: 'v1.x', plan: 'standard', status: 'deactivated' })}`;
  const moved = async () => (await nextAtOf(devEui)).getTime() > dueAt.getTime();
  const stopping = new AbortController();
  const living = startLiveSimulator({ ingestUrl, signal: stopping.signal });
  await expect.poll(moved, { timeout: 15_000 }).toBe(true);
  stopping.abort();
  await living;
  expect(eventsOf(devEui)).toEqual([]);
});
