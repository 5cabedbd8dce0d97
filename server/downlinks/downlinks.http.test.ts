import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { tokenWith } from '#server/http/principals.fixture.ts';
import { answerApi } from '#server/http/route.ts';
import type { SceneDevice } from '#server/pipeline/scene.fixture.ts';
import { useTestDatabase } from '#server/platform/test-database.ts';
import { makeDownlinkScene } from './downlink-scene.fixture.ts';
import { beginSystemDownlinks } from './work.sql.ts';

const database = useTestDatabase();
let device: SceneDevice;
let token: string;

beforeAll(async () => {
  const scene = await makeDownlinkScene(database, 1);
  device = await scene.makeSimulated(0);
  ({ token } = await tokenWith(scene.customerId, ['manager.admin']));
});

beforeEach(() => database.sql`delete from downlinks`);

async function call(method: string, path: string, body?: object) {
  const response = await answerApi(
    new Request(`http://127.0.0.1/api${path}`, {
      method,
      headers: { authorization: `Bearer ${token}`, ...(body ? { 'content-type': 'application/json' } : {}) },
      ...(body ? { body: JSON.stringify(body) } : {}),
    }),
  );
  return { status: response.status, body: await response.json() };
}

const asked = () => ({ deviceId: device.id, port: 10, payloadHex: '0A0B', feedbackTimeout: 'PT25H' });
const send = (more: object = {}) => call('POST', '/lora/downlinks', { ...asked(), ...more });

describe('a LoRa downlink', () => {
  it('is made for a device by its UUID or its URN, and read the same by both addresses', async () => {
    const { status, body } = await send({ deviceId: `urn:dev:DEVEUI:${device.devEui.toLowerCase()}:` });
    expect([status, body]).toMatchObject([
      201,
      {
        deviceId: device.id,
        status: 'PENDING',
        port: 10,
        payloadHex: '0a0b',
        retryCount: 0,
        feedbackTimeout: 'P1DT1H',
      },
    ]);
    expect((await call('GET', `/lora/downlinks/${body.id}`)).body).toEqual(body);
    expect((await call('GET', `/downlinks/${body.id}`)).body).toMatchObject({
      networkId: `urn:dev:DEVEUI:${device.devEui}:`,
      method: { type: 'lora', port: 10, payloadHex: '0a0b' },
    });
    expect((await call('GET', `/http/downlinks/${body.id}`)).status).toBe(404);
  });

  it.each([
    [{ feedbackTimeout: 'PT9M' }, 'feedbackTimeout'],
    [{ feedbackTimeout: undefined }, 'feedbackTimeout'],
    [{ port: 224 }, 'port'],
    [{ retryLimit: 11 }, 'retryLimit'],
    [{ payloadHex: 'xyz' }, 'payloadHex'],
  ])('%j is a 400 that names the field', async (more, path) => {
    const { status, body } = await send(more);
    expect([status, body.errors[0].path]).toEqual([400, path]);
  });

  it('a sixth that waits, a reference twice and a payload that is too long are told apart', async () => {
    const reference = {
      deviceId: device.id,
      method: { type: 'lora', port: 1, payloadHex: '00' },
      externalReference: 'a',
    };
    expect((await call('POST', '/downlinks', reference)).status).toBe(201);
    const twice = await call('POST', '/downlinks', reference);
    const long = await send({ payloadHex: '00'.repeat(52) });
    for (let n = 0; n < 4; n++) await send();
    const sixth = await send();
    expect([twice, long, sixth].map(({ status, body }) => [status, body.code])).toEqual([
      [409, 'downlinks.reference-taken'],
      [400, 'downlinks.payload-too-long-now'],
      [409, 'downlinks.queue-full'],
    ]);
  });
});

it('what waits is cancelled; what is under way only by force, and counts as failed', async () => {
  const [first, second] = [(await send()).body.id, (await send()).body.id];
  await beginSystemDownlinks(new Date());
  const cancelled = await call('DELETE', `/downlinks/${second}`);
  expect([cancelled.status, cancelled.body]).toMatchObject([202, { status: 'CANCELLED' }]);
  const refused = await call('DELETE', `/lora/downlinks/${first}`);
  expect([refused.status, refused.body.code]).toEqual([409, 'downlinks.not-cancellable']);
  const forced = await call('DELETE', `/lora/downlinks/${first}?forced=true`);
  expect([forced.status, forced.body]).toMatchObject([
    202,
    { status: 'DONE', lastFailureReason: 'CANCELLED' },
  ]);
  expect((await call('DELETE', `/lora/downlinks/${first}?forced=true`)).status).toBe(409);
});

it('is found by status, device and text, page by page', async () => {
  const ids: string[] = [];
  for (const payloadHex of ['aa01', 'aa02', 'bb03']) ids.push((await send({ payloadHex })).body.id);
  await beginSystemDownlinks(new Date());
  const found = async (path: string) =>
    ((await call('GET', path)).body.items as { id: string }[]).map(({ id }) => ids.indexOf(id));
  expect(await found('/lora/downlinks?status=EXECUTING')).toEqual([0]);
  expect(await found('/lora/downlinks?sort=-createdAt,-id&status=PENDING')).toHaveLength(2);
  expect(await found(`/lora/downlinks?deviceId=urn:dev:DEVEUI:${device.devEui}:`)).toHaveLength(3);
  expect(await found('/http/downlinks')).toEqual([]);
  expect(await found('/downlinks?q=bb0')).toEqual([2]);
  expect(await found(`/downlinks?q=${device.devEui.slice(0, 8)}`)).toHaveLength(3);
  expect(await found('/downlinks?q=nowhere')).toEqual([]);
  const { body: page } = await call('GET', '/downlinks?limit=2');
  const { body: rest } = await call('GET', page.next.replace('/api', ''));
  expect([...page.items, ...rest.items].map(({ id }) => id).sort()).toEqual([...ids].sort());
});
