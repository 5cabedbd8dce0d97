import net, { type AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Acceptor } from '#server/pipeline/accept/acceptor.ts';
import { BODY_LIMITS } from '#server/pipeline/accept/contract.ts';
import { DEVICE_SECRET, makeSigning } from '#server/pipeline/accept/signing-device.fixture.ts';
import { ConfigurationChanges } from '#server/pipeline/configuration.ts';
import { chirpstackRequest, makeScene, type Scene, uplinkOf } from '#server/pipeline/scene.fixture.ts';
import { useTestDatabase } from '#server/platform/test-database.ts';
import { messageToken } from '#server/protocols/senml/message-token.ts';
import { createIngestServer, type IngestServer } from './ingest-server.ts';

const database = useTestDatabase();
let scene: Scene;
let acceptor: Acceptor;
let ingest: IngestServer;
let port: number;
let ready = true;

beforeAll(async () => {
  scene = await makeScene(database.sql, { devices: 2 });
  acceptor = new Acceptor({ changes: new ConfigurationChanges() });
  ingest = createIngestServer(acceptor, { shards: () => 64, isReady: () => ready });
  await new Promise<void>((resolve) => ingest.server.listen(0, '127.0.0.1', resolve));
  port = (ingest.server.address() as AddressInfo).port;
});

afterAll(() => ingest.close(100));

const at = (path: string) => `http://127.0.0.1:${port}${path}`;

function post(
  n: number,
  more: { body?: BodyInit; headers?: Record<string, string>; path?: string } = {},
): Promise<Response> {
  const { path, query, headers, body } = chirpstackRequest(
    scene,
    uplinkOf(scene.devices[0] as { devEui: string }, n),
  );
  return fetch(at(more.path ?? `${path}?${query}`), {
    method: 'POST',
    headers: { ...(headers as Record<string, string>), ...more.headers },
    body: more.body ?? (body as BodyInit),
  });
}

/** What comes back on a bare socket until it is closed, and how long that took. */
function talk(...parts: (string | number)[]): Promise<{ text: string; ms: number }> {
  const began = performance.now();
  return new Promise((resolve) => {
    let text = '';
    const socket = net.connect(port, '127.0.0.1', async () => {
      for (const part of parts) {
        if (typeof part === 'string') socket.write(part);
        else await new Promise((done) => setTimeout(done, part));
      }
    });
    socket.on('data', (chunk) => {
      text += chunk;
    });
    socket.on('error', () => {});
    socket.on('close', () => resolve({ text, ms: performance.now() - began }));
  });
}

it('takes a webhook over a socket', async () => {
  const answer = await post(1);
  expect([answer.status, (await answer.json()).status]).toEqual([200, 'accepted']);
  expect((await (await post(1)).json()).status).toBe('duplicate');
});

it('refuses a body over the limit, told or not, and counts it', async () => {
  const big = Buffer.alloc(BODY_LIMITS.networkServer + 1, 32);
  expect((await post(2, { body: big })).status).toBe(413);
  const chunked = new ReadableStream({
    start(controller) {
      for (let i = 0; i < 5; i++) controller.enqueue(big.subarray(0, 60_000));
      controller.close();
    },
  });
  const answer = await fetch(at(`/ingestion/lora/${scene.connectionId}?event=up`), {
    method: 'POST',
    body: chunked,
    duplex: 'half',
  } as RequestInit);
  expect([answer.status, (await answer.json()).code]).toEqual([413, 'ingestion.too-large']);
  await acceptor.sightings.flush();
  const [row] =
    await database.sql`select count::int from refusals where connection_id = ${scene.connectionId} and reason = 'too-large'`;
  expect(row?.count).toBe(2);
});

it('answers problem documents for what is not there, not allowed, or not readable', async () => {
  const cases: [Promise<Response>, number, string][] = [
    [fetch(at('/')), 404, 'ingestion.not-found'],
    [fetch(at('/ingestion/lora/x'), { method: 'POST', body: '{}' }), 404, 'ingestion.unknown-connection'],
    [fetch(at(`/ingestion/lora/${scene.connectionId}`)), 405, 'ingestion.method'],
    [post(3, { headers: { authorization: 'Bearer wrong' } }), 401, 'ingestion.secret-wrong'],
    [post(3, { body: 'no json' }), 400, 'envelope.not-json'],
    [post(3, { headers: { 'content-encoding': 'gzip' } }), 415, 'ingestion.encoding'],
  ];
  for (const [asked, status, code] of cases) {
    const answer = await asked;
    expect(answer.headers.get('content-type')).toBe('application/problem+json');
    expect([answer.status, (await answer.json()).code]).toEqual([status, code]);
  }
});

it('cuts off who sends headers or a body too slowly', async () => {
  const slowHead = await talk('POST /ingestion/lora/x HTTP/1.1\r\n', 10_000);
  expect(slowHead.text).toContain(' 408 ');
  expect(slowHead.ms).toBeLessThan(4_000);
  const head = `POST /ingestion/lora/${scene.connectionId} HTTP/1.1\r\nhost: x\r\ncontent-length: 100\r\n\r\n`;
  const slowBody = await talk(head, 'abc', 10_000);
  expect(slowBody.ms).toBeLessThan(6_500);
});

describe('a device of the original platform’s own library, whose header lines end in a bare LF', () => {
  const body = '[{"bn":"urn:dev:IMEI:490154203237518:","i_":-24,"v":10}]';
  const lines = [
    'POST /ingestion/m2m/senml/v1 HTTP/1.1',
    'Host: 10.151.236.157',
    'Content-Type: application/json',
    `Things-Message-Token: ${messageToken(Buffer.from(body), DEVICE_SECRET)}`,
    `Content-Length: ${body.length}`,
  ];
  const asked = `${lines.join('\n')}\n\n${body}`;

  it('is heard, message after message on one connection, byte by byte too', async () => {
    const device = await makeSigning(database.sql, scene, 'cellular', 1);
    await database.sql`update network_adapters set identifier = '490154203237518' where device_id = ${device.deviceId}`;
    const last = (text: string) => text.replace('\nHost:', '\nConnection: close\nHost:');
    const { text } = await talk(asked, 300, last(asked.replace(/[0-9a-f]{64}/, '0'.repeat(64))));
    expect([...text.matchAll(/HTTP\/1\.1 (\d+)/g)].map(([, status]) => status).slice(0, 2)).toEqual([
      '200',
      '401',
    ]);
    const rows = await database.sql`select kind from uplinks where device_id = ${device.deviceId}`;
    expect(rows).toEqual([{ kind: 'http.senml' }]);
    const slow = await talk(...[...last(asked)].flatMap((byte, n) => (n % 40 === 0 ? [byte, 1] : [byte])));
    expect(slow.text).toContain('HTTP/1.1 200');
  });

  it('is not let in otherwise, and what could be read in two ways is not read', async () => {
    const elsewhere = await talk('GET /healthz HTTP/1.1\nHost: x\n\n', 1_000);
    expect(elsewhere.text).toContain(' 400 ');
    const smuggled = await talk(
      asked.replace('Content-Type', 'Transfer-Encoding: chunked\nContent-Type'),
      1_000,
    );
    expect(smuggled.text).toContain(' 400 ');
    const strict = asked.replaceAll('\n', '\r\n').replace('Host:', 'X: y\nHost:');
    expect((await talk(strict, 1_000)).text).toContain(' 400 ');
  });
});

it('tells whether it lives, is ready, and how it does', async () => {
  expect((await fetch(at('/healthz'))).status).toBe(200);
  expect(await (await fetch(at('/readyz'))).json()).toMatchObject({
    database: true,
    worker: true,
    lagging: false,
  });
  ready = false;
  expect((await fetch(at('/readyz'))).status).toBe(503);
  ready = true;
  const text = await (await fetch(at('/metrics'))).text();
  expect(text).toContain('things_ingest_answers_total{door="lora",outcome="accepted"}');
  const proxied = await fetch(at('/metrics'), { headers: { 'x-forwarded-for': '203.0.113.9' } });
  expect(proxied.status).toBe(401);
});
