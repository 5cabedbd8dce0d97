import { type AddressInfo, createServer, connect as dial, type Server, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { DELETE, GET, HEAD, OPTIONS, PATCH, POST, PUT } from '#app/ingestion/lora/[connectionId]/route.ts';
import { BODY_LIMITS } from '#server/pipeline/accept/contract.ts';
import { chirpstackRequest, makeScene, type Scene, uplinkOf } from '#server/pipeline/scene.fixture.ts';
import { closeDatabase } from '#server/platform/database.ts';
import { useTestDatabase } from '#server/platform/test-database.ts';

const database = useTestDatabase();
/** What the portal takes for the database; nobody listens there until a test says so. */
const wire = { port: 0, server: undefined as Server | undefined, sockets: new Set<Socket>() };
let scene: Scene;

beforeAll(async () => {
  const free = await listening(createServer(), 0);
  wire.port = (free.address() as AddressInfo).port;
  await new Promise((resolve) => free.close(resolve));
  const url = new URL(database.url);
  url.port = String(wire.port);
  process.env.DATABASE_URL = url.href;
  scene = await makeScene(database.sql, { devices: 1 });
});

afterAll(async () => {
  for (const socket of wire.sockets) socket.destroy();
  await closeDatabase();
  wire.server?.close();
});

function listening(server: Server, port: number): Promise<Server> {
  return new Promise((resolve, reject) => {
    server.once('error', reject).listen(port, '127.0.0.1', () => resolve(server));
  });
}

async function databaseComesBack(): Promise<void> {
  const { hostname, port } = new URL(database.url);
  const server = createServer((near) => {
    const far = dial(Number(port), hostname);
    for (const socket of [near, far]) wire.sockets.add(socket.on('error', () => near.destroy()));
    near.pipe(far).pipe(near);
  });
  wire.server = await listening(server, wire.port);
}

function post(body?: Uint8Array): Promise<Response> {
  const request = chirpstackRequest(scene, uplinkOf(scene.devices[0] as Scene['devices'][number], 1));
  return POST(
    new Request(`http://portal.test${request.path}?${request.query}`, {
      method: 'POST',
      headers: request.headers as Record<string, string>,
      body: Buffer.from(body ?? request.body),
    }),
  );
}

it('answers 503 while the database is away from the very beginning, and stores once it is there', async () => {
  for (const answer of [
    await post(),
    await post(Buffer.alloc(BODY_LIMITS.networkServer + 1)),
    await post(),
  ]) {
    expect(answer.status).toBe(503);
    expect(answer.headers.get('retry-after')).toMatch(/^\d+$/);
    expect(answer.headers.get('content-type')).toBe('application/problem+json');
    expect(await answer.json()).toMatchObject({ code: 'ingestion.unavailable', status: 503 });
  }
  await databaseComesBack();
  let answer = await post();
  for (let n = 0; n < 100 && answer.status === 503; n++) {
    await sleep(100);
    answer = await post();
  }
  expect(await answer.json()).toMatchObject({ status: 'accepted' });
  expect((await post(Buffer.alloc(BODY_LIMITS.networkServer + 1))).status).toBe(413);
});

it.each(Object.entries({ GET, HEAD, PUT, PATCH, DELETE, OPTIONS }))(
  '%s gets our 405',
  async (method, door) => {
    const path = `/ingestion/lora/${scene.connectionId}`;
    const answer = await door(new Request(`http://portal.test${path}`, { method }));
    expect([answer.status, answer.headers.get('allow')]).toEqual([405, 'POST']);
    expect(await answer.json()).toMatchObject({ code: 'ingestion.method', instance: path });
  },
);
