// The receivers of docs/examples, run as a reader would run them, against what the real driver signs and sends.
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { createHttpsDriver } from '#server/drivers/destinations/https/https-driver.ts';
import { httpsSecretsSchema, httpsSettingsSchema } from '#server/drivers/destinations/https/settings.ts';
import { webhookHeaders } from '#server/drivers/destinations/https/sign-message.ts';
import { loopbackPolicy } from '#server/platform/egress.fixture.ts';
import { generateSecret, generateSigningSecret } from '#server/platform/generate-secret.ts';
import { createOutgoingHttp, type OutgoingHttp } from '#server/platform/outgoing-http.ts';
import { messageToken } from '#server/protocols/senml/message-token.ts';
import { blocksOf } from './doc-blocks.fixture.ts';

const secrets = { sharedSecret: generateSecret(), signingSecret: generateSigningSecret() };
const message = {
  deliveryId: '42',
  webhookId: 'msg_42_c2c0a0a4-6a3f-4a59-9d1c-1d8f00000002',
  body: '[{"bn":"urn:dev:DEVEUI:0059AC00001B3461:","bt":1765739955.219,"n":"note","vs":"zürich €"}]',
  deviceUrn: 'urn:dev:DEVEUI:0059AC00001B3461:',
  deviceId: 'c2c0a0a4-6a3f-4a59-9d1c-1d8f00000001',
  flowId: 'c2c0a0a4-6a3f-4a59-9d1c-1d8f00000002',
  projectId: 'c2c0a0a4-6a3f-4a59-9d1c-1d8f00000003',
};
let http: OutgoingHttp;
let child: ChildProcess | undefined;

beforeAll(() => {
  http = createOutgoingHttp(loopbackPolicy());
});
afterAll(() => http.close());
afterEach(() => {
  child?.kill('SIGKILL');
  child = undefined;
});

/** Starts a sample and answers with its address and what it prints from then on. */
async function run(command: string, file: string): Promise<{ url: string; printed: string[] }> {
  const environment = {
    PATH: process.env.PATH,
    SHARED_SECRET: secrets.sharedSecret,
    SIGNING_SECRET: secrets.signingSecret,
    PORT: '0',
  };
  const started = spawn(command, [file], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: environment as unknown as NodeJS.ProcessEnv,
  });
  child = started;
  const printed: string[] = [];
  const url = await new Promise<string>((resolve, reject) => {
    started.once('error', reject).once('exit', (code) => reject(new Error(`${file} ended with ${code}`)));
    createInterface({ input: started.stdout }).on('line', (line) => {
      const address = /^Receiving on (http\S+)$/.exec(line)?.[1];
      if (address) resolve(address);
      else printed.push(line);
    });
  });
  return { url, printed };
}

interface Sent {
  secrets?: object;
  at?: Date;
}

/** The status that the sample answers to one message of the driver. */
async function statusOf(url: string, { secrets: more = {}, at = new Date() }: Sent = {}) {
  const driver = createHttpsDriver({ now: () => at });
  const config = {
    destinationId: 'c2c0a0a4-6a3f-4a59-9d1c-1d8f00000004',
    settings: httpsSettingsSchema.parse({ url }),
    secrets: httpsSecretsSchema.parse({ ...secrets, ...more }),
  };
  return (await driver.send(message, config, http)).status;
}

const minutesAgo = (minutes: number) => new Date(Date.now() - minutes * 60_000);
const hasPython = spawnSync('python3', ['--version']).status === 0;

const SAMPLES = [
  { command: process.execPath, file: 'docs/examples/verify-webhook.mjs', missing: '' },
  {
    command: 'python3',
    file: 'docs/examples/verify_webhook.py',
    missing: hasPython ? '' : ' (skipped: python3 is not on this machine)',
  },
];

for (const { command, file, missing } of SAMPLES) {
  describe.skipIf(missing !== '')(`${file}${missing}`, () => {
    test('takes what the driver sends', async () => {
      const { url, printed } = await run(command, file);
      expect(await statusOf(url)).toBe(204);
      // Once more over the connection that is open.
      expect(await statusOf(url)).toBe(204);
      await expect.poll(() => printed.length).toBe(2);
      expect(printed[0]).toBe(`${message.webhookId} ${message.deviceUrn} 1 records`);
    });

    test('refuses a wrong shared secret, a wrong signing secret, an old and a future timestamp', async () => {
      const { url, printed } = await run(command, file);
      expect(await statusOf(url, { secrets: { sharedSecret: generateSecret() } })).toBe(401);
      expect(await statusOf(url, { secrets: { signingSecret: generateSigningSecret() } })).toBe(401);
      expect(await statusOf(url, { at: minutesAgo(6) })).toBe(401);
      expect(await statusOf(url, { at: minutesAgo(-6) })).toBe(401);
      expect(printed).toEqual([]);
      expect(await statusOf(url, { at: minutesAgo(4) })).toBe(204);
    });

    test('goes on taking messages while the signing secret is being replaced', async () => {
      const { url } = await run(command, file);
      const replaced = {
        signingSecret: generateSigningSecret(),
        formerSigningSecret: secrets.signingSecret,
      };
      expect(await statusOf(url, { secrets: replaced })).toBe(204);
    });
  });
}

test('the test vector of docs/destinations.md is what the driver signs', () => {
  const page = readFileSync('docs/destinations.md', 'utf8');
  const [request = ''] = blocksOf('docs/destinations.md', 'http');
  const [head = '', body = ''] = request.trimEnd().split('\n\n');
  const header = (name: string) => new RegExp(`^${name}: (.+)$`, 'm').exec(head)?.[1] ?? '';
  const [, shared = '', signing = ''] =
    /Test vector: shared secret `(.+?)`, signing secret `(.+?)`/.exec(page) ?? [];
  const bytes = Buffer.from(body);
  expect(bytes).toHaveLength(100);
  expect(header('Things-Message-Token')).toBe(messageToken(bytes, shared));
  const at = new Date(Number(header('webhook-timestamp')) * 1000);
  const signed = webhookHeaders(header('webhook-id'), at, bytes, [signing]);
  expect(header('webhook-signature')).toBe(signed['webhook-signature']);
});
