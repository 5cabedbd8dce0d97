// The least that could be called the same: one process that stores before it answers (group commit), decodes what it
// believes in itself, keeps history, twin and delivery log in a table each, and delivers signed over kept connections.
// No tenants, no strangers' scripts, no retries, nothing that survives a crash. What the product costs above this is the
// price of being one.
import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import postgres from 'postgres';
import { Pool } from 'undici';
import { webhookHeaders } from '#server/drivers/destinations/https/sign-message.ts';
import { messageToken } from '#server/protocols/senml/message-token.ts';

const [, , databaseUrl = '', sinkUrl = '', sharedSecret = '', signingSecret = ''] = process.argv;

interface Uplink {
  devEui: string;
  at: string;
  payload: Buffer;
  body: string;
  response: ServerResponse;
}

const BATCH = 500;
const LOG_EVERY_MS = 60;

const sql = postgres(databaseUrl, { max: 4, onnotice() {} });
const pool = new Pool(new URL(sinkUrl).origin, { connections: 16 });
const path = new URL(sinkUrl).pathname;

await sql.unsafe(`create schema reference;
  create table reference.uplinks (id bigint generated always as identity primary key, device text, at timestamptz, body text);
  create table reference.packs (id bigint generated always as identity primary key, device text, at timestamptz, v float8[]);
  create table reference.twins (device text primary key, reported jsonb, at timestamptz);
  create table reference.deliveries (id uuid primary key, device text, status smallint, at timestamptz)`);

/** One batch at a time; what comes meanwhile is the next one. */
function batched<T>(work: (items: T[]) => Promise<void>, pauseMs = 0): (item: T) => void {
  let waiting: T[] = [];
  let running = false;
  const run = async () => {
    running = true;
    await new Promise((resolve) => (pauseMs ? setTimeout(resolve, pauseMs) : setImmediate(resolve)));
    while (waiting.length > 0) {
      const items = waiting.slice(0, BATCH);
      waiting = waiting.slice(BATCH);
      await work(items);
    }
    running = false;
  };
  return (item) => {
    waiting.push(item);
    if (!running) void run();
  };
}

const accept = batched<Uplink>(async (items) => {
  await sql`insert into reference.uplinks (device, at, body)
    select * from unnest(${items.map(({ devEui }) => devEui)}::text[], ${items.map(({ at }) => at)}::timestamptz[],
      ${items.map(({ body }) => body)}::text[])`;
  for (const item of items) {
    item.response.writeHead(200, { 'content-type': 'application/json' });
    item.response.end('{"status":"accepted"}');
    record(item);
  }
});

const NAMES = ['counter', 'temperature', 'humidity', 'co2', 'battery', 'motion'];

function decode(b: Buffer): number[] {
  const [humidity = 0, battery = 0, motion = 0] = [b[6], b[9], b[10]];
  return [b.readUInt32BE(0), b.readUInt16BE(4) / 10, humidity, b.readUInt16BE(7), battery / 50, motion];
}

const record = batched<Uplink>(async (items) => {
  const values = items.map(({ payload }) => decode(payload));
  const twins = new Map(items.map(({ devEui, at }, n) => [devEui, { at, v: values[n] }]));
  await sql`with packs as (
      insert into reference.packs (device, at, v)
      select d, a, v::float8[] from unnest(${items.map(({ devEui }) => devEui)}::text[],
        ${items.map(({ at }) => at)}::timestamptz[], ${values.map((v) => `{${v.join(',')}}`)}::text[]) as x(d, a, v))
    insert into reference.twins (device, at, reported)
    select d, a, r::jsonb from unnest(${[...twins.keys()]}::text[], ${[...twins.values()].map(({ at }) => at)}::timestamptz[],
      ${[...twins.values()].map(({ v }) => JSON.stringify(v))}::text[]) as x(d, a, r)
    on conflict (device) do update set reported = excluded.reported, at = excluded.at`;
  for (const [n, item] of items.entries()) deliver(item, values[n] as number[]);
});

/** In order per device: the next message waits for the answer to the one before. */
const under = new Map<string, Promise<void>>();

function deliver({ devEui, at }: Uplink, v: number[]): void {
  const records = NAMES.map((n, index) => ({ n, v: v[index] }));
  const base = { bn: `urn:dev:DEVEUI:${devEui}:`, bt: Date.parse(at) / 1000 };
  const body = Buffer.from(JSON.stringify([{ ...base, ...records[0] }, ...records.slice(1)]));
  const sent = (under.get(devEui) ?? Promise.resolve()).then(() => send(devEui, body));
  under.set(devEui, sent);
}

async function send(device: string, body: Buffer): Promise<void> {
  const id = randomUUID();
  const headers = {
    'content-type': 'application/json',
    'things-message-token': messageToken(body, sharedSecret),
    ...webhookHeaders(id, new Date(), body, [signingSecret]),
  };
  const answer = await pool.request({ method: 'POST', path, headers, body });
  await answer.body.dump();
  log({ id, device, status: answer.statusCode });
}

const log = batched<{ id: string; device: string; status: number }>(async (items) => {
  await sql`insert into reference.deliveries (id, device, status, at)
    select i, d, s, now() from unnest(${items.map(({ id }) => id)}::uuid[], ${items.map(({ device }) => device)}::text[],
      ${items.map(({ status }) => status)}::smallint[]) as x(i, d, s)`;
}, LOG_EVERY_MS);

async function text(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}

const server = createServer((request, response) => {
  void text(request).then((body) => {
    const { deviceInfo, time, data } = JSON.parse(body) as {
      deviceInfo: { devEui: string };
      time: string;
      data: string;
    };
    const payload = Buffer.from(data, 'base64');
    accept({ devEui: deviceInfo.devEui.toUpperCase(), at: time, payload, body, response });
  });
});
server.listen(0, '127.0.0.1', () => process.send?.({ port: (server.address() as AddressInfo).port }));
process.on('disconnect', () => process.exit(0));
