import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { Acceptor } from '#server/pipeline/accept/acceptor.ts';
import { BODY_LIMITS } from '#server/pipeline/accept/contract.ts';
import { ConfigurationChanges } from '#server/pipeline/configuration.ts';
import { chirpstackRequest, makeScene, type Scene, uplinkOf } from '#server/pipeline/scene.fixture.ts';
import { useTestDatabase } from '#server/platform/test-database.ts';
import { createIngestServer } from './ingest-server.ts';

const database = useTestDatabase();
const changes = new ConfigurationChanges();
const acceptor = new Acceptor({ changes });
const ingest = createIngestServer(acceptor, {
  shards() {
    throw new Error('a fault of our own');
  },
  isReady: () => true,
});
let scene: Scene;
let origin: string;

beforeAll(async () => {
  scene = await makeScene(database.sql, { devices: 1 });
  await new Promise<void>((resolve) => ingest.server.listen(0, '127.0.0.1', resolve));
  origin = `http://127.0.0.1:${(ingest.server.address() as AddressInfo).port}`;
});
afterAll(async () => {
  await ingest.close(500);
  await acceptor.stop();
});

function post(body?: Uint8Array): Promise<Response> {
  const request = chirpstackRequest(scene, uplinkOf(scene.devices[0] as Scene['devices'][number], 1));
  return fetch(`${origin}${request.path}?${request.query}`, {
    method: 'POST',
    headers: request.headers as Record<string, string>,
    body: Buffer.from(body ?? request.body),
  });
}

it('answers an oversized body whether its connection can be looked up or not', async () => {
  const tooLarge = Buffer.alloc(BODY_LIMITS.networkServer + 1);
  await database.sql`alter table lora_connections rename to lora_connections_away`;
  expect([(await post(tooLarge)).status, (await post()).status]).toEqual([413, 503]);
  await database.sql`alter table lora_connections_away rename to lora_connections`;
  expect([(await post(tooLarge)).status, (await post()).status]).toEqual([413, 200]);
});

it('answers 503 where something of our own fails', async () => {
  const answer = await fetch(`${origin}/readyz`);
  expect([answer.status, answer.headers.get('retry-after')]).toEqual([503, '2']);
  expect(await answer.json()).toMatchObject({ code: 'ingestion.unavailable', instance: '/readyz' });
});
