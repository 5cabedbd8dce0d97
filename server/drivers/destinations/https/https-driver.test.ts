import { Webhook } from 'standardwebhooks';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type Receiver, startReceiver } from '#scripts/receiver.ts';
import { judge } from '#server/deliveries/rules.ts';
import { loopbackPolicy } from '#server/platform/egress.fixture.ts';
import { generateSecret, generateSigningSecret } from '#server/platform/generate-secret.ts';
import { LOOPBACK_CERTIFICATE, LOOPBACK_KEY } from '#server/platform/loopback-tls.fixture.ts';
import { createOutgoingHttp, type OutgoingHttp } from '#server/platform/outgoing-http.ts';
import type { OutgoingMessage } from '../contract.ts';
import { destinationDriver, destinationDrivers } from '../registry.ts';
import { httpsDriver } from './https-driver.ts';
import { httpsSecretsSchema, httpsSettingsSchema } from './settings.ts';

const secrets = { sharedSecret: generateSecret(), signingSecret: generateSigningSecret() };
const message: OutgoingMessage = {
  deliveryId: '42',
  webhookId: 'msg_42',
  body: '[{"bn":"urn:dev:DEVEUI:0059AC00001B3461:","bt":1765739955.219,"n":"note","vs":"zürich €"}]',
  deviceUrn: 'urn:dev:DEVEUI:0059AC00001B3461:',
  deviceId: 'c2c0a0a4-6a3f-4a59-9d1c-1d8f00000001',
  flowId: 'c2c0a0a4-6a3f-4a59-9d1c-1d8f00000002',
  projectId: 'c2c0a0a4-6a3f-4a59-9d1c-1d8f00000003',
};
const destinationId = 'c2c0a0a4-6a3f-4a59-9d1c-1d8f00000004';

let http: OutgoingHttp;
let receiver: Receiver;

beforeAll(() => {
  http = createOutgoingHttp(loopbackPolicy());
});
afterAll(() => http.close());
beforeEach(async () => {
  receiver = await startReceiver({ secret: secrets.sharedSecret, whsec: secrets.signingSecret });
});
afterEach(() => receiver.close());

function config(settings: object = {}, more: object = {}) {
  return {
    destinationId,
    settings: httpsSettingsSchema.parse({ url: receiver.url, ...settings }),
    secrets: httpsSecretsSchema.parse({ ...secrets, ...more }),
  };
}

const send = (settings: object = {}, more: object = {}, sent: Partial<OutgoingMessage> = {}) =>
  httpsDriver.send({ ...message, ...sent }, config(settings, more), http);

test('the registry knows it', () => {
  expect(destinationDriver('https')?.kind).toBe('https');
  expect(destinationDriver('constructor')).toBeUndefined();
  expect(new Set(destinationDrivers.map(({ kind }) => kind)).size).toBe(destinationDrivers.length);
});

describe('what arrives', () => {
  test('is exactly the body, with token and signature that check out', async () => {
    const outcome = await send();
    expect(outcome).toMatchObject({ status: 200, accepted: true, response: 'ok' });
    expect(judge(outcome)).toBe('delivered');
    const [received] = receiver.journal;
    expect(received).toMatchObject({
      method: 'POST',
      body: message.body,
      tokenValid: true,
      signatureValid: true,
      webhookId: 'msg_42',
      destinationId,
      deviceUrn: message.deviceUrn,
    });
    expect(received?.headers['content-type']).toBe('application/json');
  });

  test('is accepted by the reference library of Standard Webhooks, and not when a byte differs', async () => {
    await send();
    const { headers, body } = receiver.journal[0] ?? { headers: {}, body: '' };
    const webhook = new Webhook(secrets.signingSecret);
    expect(webhook.verify(body, headers as Record<string, string>)).toEqual(JSON.parse(body));
    expect(() => webhook.verify(`${body} `, headers as Record<string, string>)).toThrow();
    expect(() =>
      new Webhook(generateSigningSecret()).verify(body, headers as Record<string, string>),
    ).toThrow();
  });

  test('carries both signatures while the secret is being replaced', async () => {
    const former = generateSigningSecret();
    await send({}, { formerSigningSecret: former });
    const { headers, body } = receiver.journal[0] ?? { headers: {}, body: '' };
    for (const secret of [secrets.signingSecret, former]) {
      expect(new Webhook(secret).verify(body, headers as Record<string, string>)).toBeTruthy();
    }
  });

  test('keeps its id over attempts', async () => {
    await send();
    await send();
    expect(receiver.journal.map(({ webhookId }) => webhookId)).toEqual(['msg_42', 'msg_42']);
  });

  test('bytes go as they are', async () => {
    await send({}, {}, { body: Buffer.from(message.body as string) });
    expect(receiver.journal[0]).toMatchObject({ body: message.body, tokenValid: true, signatureValid: true });
  });

  test('GET carries the body too', async () => {
    await send({ method: 'GET', url: `${receiver.url}hook?plant=7` });
    expect(receiver.journal[0]).toMatchObject({
      method: 'GET',
      url: '/hook?plant=7',
      body: message.body,
      tokenValid: true,
    });
  });

  test.each([
    ['none', {}, {}, {}],
    [
      'basic',
      { username: 'jan' },
      { password: 'geheim:é' },
      { authorization: `Basic ${btoa('jan:geheim:Ã©')}` },
    ],
    ['bearer', {}, { bearerToken: 'abc' }, { authorization: 'Bearer abc' }],
    ['api-key', {}, { apiKey: 'abc' }, { 'x-api-key': 'abc' }],
  ])('authentication %s', async (authentication, settings, more, expected) => {
    await send(
      { authentication, ...settings, headerNames: ['X-Plant'] },
      { ...more, headers: { 'X-Plant': 'seven' } },
    );
    const headers = receiver.journal[0]?.headers ?? {};
    expect(headers).toMatchObject({ ...expected, 'x-plant': 'seven' });
    expect('authorization' in headers || 'x-api-key' in headers).toBe(authentication !== 'none');
  });
});

describe('what the receiver answers becomes an outcome', () => {
  test.each([
    ['500', { status: 500, response: 'no: 500' }, 'retry'],
    ['429', { status: 429, retryAfter: '120' }, 'retry'],
    ['302', { status: 302 }, 'permanent'],
    ['410', { status: 410 }, 'gone'],
    ['reset', { error: 'outgoing.broken-off' }, 'retry'],
    ['hang', { error: 'outgoing.timeout' }, 'retry'],
  ] as const)('%s', async (how, expected, judgement) => {
    receiver.fail(how, 1);
    const outcome = await send({ timeoutSeconds: 1 });
    expect(outcome).toMatchObject(expected);
    expect(outcome.accepted).toBeUndefined();
    expect(judge(outcome)).toBe(judgement);
    expect(judge(await send())).toBe('delivered');
    expect(receiver.journal.map(({ url }) => url)).toEqual(['/', '/']);
  });

  test('a wrong shared secret is the receiver’s 401', async () => {
    expect(await send({}, { sharedSecret: generateSecret() })).toMatchObject({ status: 401 });
    expect(receiver.journal[0]).toMatchObject({ tokenValid: false, signatureValid: true });
  });

  test('an expected response code counts as taken besides 2xx', async () => {
    receiver.fail('302');
    expect(judge(await send({ expectedResponseCode: 302 }))).toBe('delivered');
    receiver.fail(null);
    expect(judge(await send({ expectedResponseCode: 302 }))).toBe('delivered');
  });

  test('an address inside is refused without a word to it', async () => {
    const outcome = await send({ url: 'https://169.254.169.254/latest/meta-data' });
    expect(outcome).toMatchObject({ error: 'outgoing.forbidden-address' });
    expect(judge(outcome)).toBe('permanent');
  });

  test('a part that is missing', async () => {
    const outcome = await send({ authentication: 'bearer' });
    expect(outcome).toMatchObject({
      error: 'destinations.misconfigured',
      message: 'bearerToken is missing.',
    });
    expect(receiver.journal).toEqual([]);
  });
});

test('over TLS with the receiver’s own authority', async () => {
  const tls = await startReceiver({ tls: { cert: LOOPBACK_CERTIFICATE, key: LOOPBACK_KEY } });
  const url = tls.url;
  expect(await send({ url })).toMatchObject({ error: 'outgoing.tls' });
  expect(judge(await send({ url, certificateAuthority: LOOPBACK_CERTIFICATE }))).toBe('delivered');
  await tls.close();
});

describe('at save', () => {
  test('a good one has no faults', async () => {
    expect(await httpsDriver.check(config(), http)).toEqual([]);
  });

  test('faults name the field', async () => {
    const bad = config({
      url: 'https://10.0.0.1/',
      authentication: 'basic',
      clientCertificate: LOOPBACK_CERTIFICATE,
    });
    expect(await httpsDriver.check(bad, http)).toEqual([
      { path: 'url', message: 'outgoing.forbidden-address' },
      { path: 'password', message: 'destinations.required' },
      { path: 'username', message: 'destinations.required' },
      { path: 'clientKey', message: 'destinations.required' },
    ]);
  });

  test.each([
    [['Bad Name'], 'destinations.bad-header-name'],
    [[''], 'destinations.bad-header-name'],
    [['X-A\r\nX-B'], 'destinations.bad-header-name'],
    [['Host'], 'destinations.reserved-header'],
    [['content-length'], 'destinations.reserved-header'],
    [['Transfer-Encoding'], 'destinations.reserved-header'],
    [['Things-Message-Token'], 'destinations.reserved-header'],
    [['webhook-signature'], 'destinations.reserved-header'],
    [['Proxy-Authorization'], 'destinations.reserved-header'],
    [['X-A', 'x-a'], 'destinations.header-twice'],
    [Array.from({ length: 21 }, (_, i) => `x-${i}`), 'destinations.too-many-headers'],
  ])('headers called %j are refused', (headerNames, code) => {
    const result = httpsSettingsSchema.safeParse({ url: 'https://x.example/', headerNames });
    expect(result.error?.issues.map(({ message: words }) => words)).toContain(code);
  });

  test.each(['x\r\nX-B: y', 'x\ny', 'x\0', 'zürich €'])('a header of the value %j is refused', (value) => {
    const result = httpsSecretsSchema.safeParse({ ...secrets, headers: { 'X-A': value } });
    expect(result.error?.issues.map(({ message: words }) => words)).toEqual([
      'destinations.bad-header-value',
    ]);
  });

  test('a header without a value is told by its name; a value without a header is not kept', async () => {
    const named = config(
      { headerNames: ['X-Plant', 'X-Site'] },
      { headers: { 'X-Plant': '7', 'X-Old': '1' } },
    );
    expect(await httpsDriver.check(named, http)).toEqual([
      { path: 'headers.X-Site', message: 'destinations.required' },
    ]);
    expect(httpsDriver.usedSecrets?.(named)).toEqual({ ...secrets, headers: { 'X-Plant': '7' } });
    expect(httpsDriver.usedSecrets?.(config({}, { headers: { 'X-Old': '1' } }))).toEqual(secrets);
  });

  test.each([
    ['Aa1!'.repeat(7), 'destinations.secret-too-short'],
    ['Aa1!'.repeat(26), 'destinations.secret-too-long'],
    [`${'Aa1!'.repeat(8)} `, 'destinations.secret-characters'],
    ['aa1!'.repeat(8), 'destinations.secret-classes'],
    ['AA1!'.repeat(8), 'destinations.secret-classes'],
    ['Aaa!'.repeat(8), 'destinations.secret-classes'],
    ['Aa11'.repeat(8), 'destinations.secret-classes'],
  ])('shared secret %s is refused', (sharedSecret, code) => {
    const result = httpsSecretsSchema.safeParse({ ...secrets, sharedSecret });
    expect(result.error?.issues.map(({ message: words }) => words)).toContain(code);
  });

  test.each(['', 'whsec_', 'whsec_c2hvcnQ=', `whsec_${'A'.repeat(90)}`, secrets.signingSecret.slice(6)])(
    'signing secret "%s" is refused',
    (signingSecret) => {
      expect(httpsSecretsSchema.safeParse({ ...secrets, signingSecret }).success).toBe(false);
    },
  );
});

describe('the delivery log', () => {
  test('shows the request without its secrets', () => {
    const shown = httpsDriver.describeRequest(
      message,
      config(
        {
          url: `${receiver.url}hook?plant=7&access_token=s3cret-in-query`,
          authentication: 'bearer',
          headerNames: ['X-Plant', 'X-Auth-Code'],
        },
        {
          bearerToken: 's3cret-token',
          headers: { 'X-Plant': 's3cret-plant', 'X-Auth-Code': 's3cret-in-header' },
        },
      ),
    );
    expect(shown).toMatchObject({
      method: 'POST',
      address: `${receiver.url}hook?plant=7&access_token=••••`,
      headers: {
        'X-Plant': '••••',
        'X-Auth-Code': '••••',
        Authorization: 'Bearer ••••',
        'Things-Message-Token': '••••',
        'webhook-signature': 'v1,••••',
        'webhook-id': 'msg_42',
      },
    });
    const text = JSON.stringify(shown);
    for (const secret of ['s3cret', secrets.sharedSecret, secrets.signingSecret])
      expect(text).not.toContain(secret);
  });

  test('shows readable text of an answer, and not much', async () => {
    const answer = Buffer.concat([Buffer.from('a\0b\nc\x1b'), Buffer.from([0xff]), Buffer.alloc(5000, 'x')]);
    const answering: OutgoingHttp = {
      ...http,
      request: async () => ({
        ok: true,
        status: 400,
        headers: {},
        body: answer,
        truncated: false,
        durationMs: 1.26,
      }),
    };
    const outcome = await httpsDriver.send(message, config(), answering);
    expect(outcome.response?.slice(0, 7)).toBe('a b\nc \uFFFD');
    expect(outcome.response).toHaveLength(1024);
    expect(outcome.durationMs).toBe(1.3);
  });
});
