// The curl examples of docs/ingestion.md, pasted into a shell, against the code that authenticates and reads them.
import { spawn, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  type Authentication,
  authenticateWebhook,
  type LoraProvider,
} from '#server/lora-networks/authenticate-webhook.ts';
import { parseWebhook } from '#server/lora-networks/parse-webhook.ts';
import type { LoraEvent } from '#server/protocols/lorawan/event.ts';
import type { ParseResult } from '#server/protocols/parse-result.ts';
import { blocksOf } from './doc-blocks.fixture.ts';

const PAGE = 'docs/ingestion.md';
const CONNECTION = '38236f3c-6706-4e10-8b1c-28c22f86c0f2';
const DEVEUI = '0059AC0000180000';
const KEY = 'c6f5e3b263092120b8766b9aed9c41b4';
const missing = ['bash', 'curl', 'openssl', 'sed'].filter(
  (tool) => spawnSync(tool, ['--version']).error !== undefined,
);
const because = missing.length > 0 ? ` (skipped: ${missing.join(', ')} not on this machine)` : '';

interface Heard {
  path: string;
  known: Authentication;
  event: ParseResult<LoraEvent | null>;
}

let server: Server;
let provider: LoraProvider = 'chirpstack';
let heard: Heard[] = [];

beforeAll(async () => {
  server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const [path = '', query = ''] = (request.url ?? '').split('?');
    const headers = request.headers as Record<string, string | undefined>;
    const call = { query, headers, body: Buffer.concat(chunks) };
    const known = authenticateWebhook({ provider, secret: KEY }, call);
    heard.push({ path, known, event: parseWebhook(provider, call) });
    response.end('{}');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
afterAll(() => new Promise((resolve) => server.close(resolve)));

function paste(block: string, secret: string): Promise<number | null> {
  const { port } = server.address() as AddressInfo;
  const env = {
    PATH: process.env.PATH,
    PORTAL: `http://127.0.0.1:${port}`,
    CONNECTION,
    DEVEUI,
    SECRET: secret,
  };
  const shell = spawn('bash', ['-eu', '-c', block], {
    stdio: 'ignore',
    env: env as unknown as NodeJS.ProcessEnv,
  });
  return new Promise((resolve) => shell.on('exit', resolve));
}

const PROVIDERS: LoraProvider[] = ['chirpstack', 'things-stack', 'thingpark'];

describe.skipIf(because !== '')(`the examples of ${PAGE}${because}`, () => {
  test.each(PROVIDERS.map((name, index) => [name, index] as const))('%s', async (name, index) => {
    const block = blocksOf(PAGE, 'sh')[index] ?? '';
    provider = name;
    heard = [];
    expect(await paste(block, KEY)).toBe(0);
    expect(await paste(block, 'f'.repeat(32))).toBe(0);
    const [right, wrong] = heard;
    expect(right).toMatchObject({ path: `/ingestion/lora/${CONNECTION}`, known: { ok: true } });
    expect(right?.event).toMatchObject({
      ok: true,
      value: { kind: 'uplink', devEui: DEVEUI, fPort: 5, frmPayload: '0100e202290400270506060308070d62' },
    });
    expect(wrong?.known).toMatchObject({ ok: false, reason: 'unauthorized' });
  });
});

test('every code that the ingestion may answer stands in the page of who sends: network servers, or devices themselves', () => {
  const page = readFileSync(PAGE, 'utf8') + readFileSync('docs/own-messages.md', 'utf8');
  const sources = [
    'server/pipeline/accept/refuse.ts',
    'server/lora-networks/authenticate-webhook.ts',
    'server/protocols/provider-envelope/body-fault.ts',
    'server/protocols/thingpark/verify-thingpark-token.ts',
  ];
  const quoted = sources.flatMap((file) => [
    ...readFileSync(file, 'utf8').matchAll(/'((?:ingestion|envelope|thingpark)\.[a-z-]+)'/g),
  ]);
  const codes = new Set(quoted.map(([, code]) => code as string));
  /** Umbrella codes that a more exact one always replaces, and states that a connection cannot be in. */
  const never = [
    'ingestion.malformed',
    'ingestion.unauthorized',
    'thingpark.key-missing',
    'thingpark.as-id-wrong',
    'ingestion.not-found',
  ];
  expect(codes.size).toBeGreaterThan(20);
  expect([...codes].filter((code) => !never.includes(code) && !page.includes(code))).toEqual([]);
});
