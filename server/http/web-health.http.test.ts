import { expect, it } from 'vitest';
import { useTestDatabase } from '#server/platform/test-database.ts';
import { answerApiDocs, answerOpenApi } from './api-docs.ts';
import { answerHealthz, answerMetrics, answerReadyz } from './web-health.ts';

process.env.METRICS_TOKEN = 'a token for metrics';

const database = useTestDatabase();

const metrics = (headers: Record<string, string> = {}) =>
  answerMetrics(new Request('http://127.0.0.1:3000/metrics', { headers }));

it('lives, and is ready once a worker holds shards', async () => {
  expect(answerHealthz().status).toBe(200);
  const before = await answerReadyz();
  expect([before.status, (await before.json()).worker]).toEqual([503, false]);
  await database.sql`update shard_leases set worker = gen_random_uuid(), lease_until = now() + interval '1 minute'`;
  const after = await answerReadyz();
  expect([after.status, await after.json()]).toMatchObject([
    200,
    { database: true, worker: true, shards: 64, lagging: false },
  ]);
});

it('tells its figures to this machine, and to others with the token', async () => {
  const local = await metrics({ 'x-forwarded-for': '127.0.0.1' });
  expect([local.status, await local.text()]).toEqual([200, expect.stringContaining('things_')]);
  expect((await metrics({ 'x-forwarded-for': '203.0.113.9' })).status).toBe(401);
  expect((await metrics({ 'x-forwarded-for': '127.0.0.1, 203.0.113.9' })).status).toBe(401);
  expect((await metrics({ 'x-forwarded-for': '203.0.113.9', authorization: 'Bearer wrong' })).status).toBe(
    401,
  );
  expect(
    (await metrics({ 'x-forwarded-for': '203.0.113.9', authorization: 'Bearer a token for metrics' })).status,
  ).toBe(200);
});

it('documents itself without loading anything from elsewhere', async () => {
  const document = await answerOpenApi().json();
  expect(document.openapi).toBe('3.1.0');
  const page = await answerApiDocs(
    new Request('http://127.0.0.1:3000/api/docs', { headers: { 'x-nonce': 'n"1' } }),
  ).text();
  for (const path of Object.keys(document.paths)) expect(page).toContain(`/api${path}`);
  expect(page).not.toMatch(/(src|href)="https?:/);
  expect(page).toContain('nonce="n&quot;1"');
});
