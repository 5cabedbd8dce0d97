import { spawn, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createTenant, seedCatalogue, type Tenant } from '#server/customers/tenant.fixture.ts';
import { useTestDatabase } from '#server/platform/test-database.ts';
import { answerApi } from './route.ts';
import { answerToken } from './token-endpoint.ts';

// The examples of docs/api.md, pasted into a shell one after the other, against the API itself.

const database = useTestDatabase();
const PAGE = 'docs/api.md';
const missing = ['bash', 'curl', 'sed'].filter((tool) => spawnSync(tool, ['--version']).error !== undefined);
let a: Tenant;
let server: Server;
const calls: string[] = [];

beforeAll(async () => {
  a = await createTenant(database.sql, 'A', await seedCatalogue(database.sql));
  server = createServer(async (incoming, outgoing) => {
    const chunks: Buffer[] = [];
    for await (const chunk of incoming) chunks.push(chunk as Buffer);
    const method = incoming.method ?? 'GET';
    const request = new Request(`http://127.0.0.1${incoming.url}`, {
      method,
      headers: incoming.headers as Record<string, string>,
      ...(chunks.length > 0 ? { body: Buffer.concat(chunks) } : {}),
    });
    const response = await (incoming.url === '/api/oauth/token' ? answerToken(request) : answerApi(request));
    calls.push(`${response.status} ${method} ${incoming.url?.replace(/[0-9a-f-]{36}/g, '*')}`);
    outgoing.writeHead(response.status, Object.fromEntries(response.headers)).end(await response.text());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
afterAll(() => new Promise((resolve) => server.close(resolve)));

it.skipIf(missing.length > 0)('the examples of the page do what it says', async () => {
  const blocks = [...readFileSync(PAGE, 'utf8').matchAll(/^```sh\n([\s\S]*?)^```$/gm)].map(
    ([, text]) => text,
  );
  const script = blocks
    .join('\n')
    .replace(/^PORTAL=.*$/m, `PORTAL=http://127.0.0.1:${(server.address() as AddressInfo).port}`)
    .replace(/^CLIENT_ID=.*$/m, `CLIENT_ID=${a.apiKey.clientId}`)
    .replace(/^CLIENT_SECRET=.*$/m, `CLIENT_SECRET=${a.apiKey.clientSecret}`);
  const shell = spawn('bash', ['-euo', 'pipefail', '-c', script], {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: {
      PATH: process.env.PATH,
      PROJECT: a.ids.project,
      TYPE: a.ids.deviceType,
    } as unknown as NodeJS.ProcessEnv,
  });
  expect(await new Promise((resolve) => shell.on('exit', resolve))).toBe(0);
  expect(calls).toEqual([
    '200 POST /api/oauth/token',
    '200 GET /api/devices?limit=2',
    '201 POST /api/devices',
    '201 POST /api/devices/*/network-adapters',
    '201 POST /api/device-groups',
    '201 POST /api/device-groups/*/devices',
    '200 PUT /api/devices/*',
    '204 DELETE /api/device-groups/*/devices/*',
    '204 DELETE /api/devices/*',
  ]);
});
