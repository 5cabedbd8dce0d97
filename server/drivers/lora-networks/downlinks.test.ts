import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { OutgoingHttp } from '#server/platform/outgoing-http.ts';
import {
  chirpstackScene,
  DEVICE,
  impatientHttp,
  type Scene,
  thingsStackScene,
} from './driver-scene.fixture.ts';
import { loraNetworkDrivers } from './registry.ts';

let http: OutgoingHttp;
beforeAll(() => {
  http = impatientHttp();
});
afterAll(() => http.close());

const DOWNLINK = { devEui: DEVICE.devEui, fPort: 7, payload: 'c0ffee', reference: 'a-downlink-1' };

test('through which networks downlinks can be sent', () => {
  const able = loraNetworkDrivers.filter(({ enqueue }) => enqueue).map(({ provider }) => provider);
  expect(able).toEqual(['simulated', 'chirpstack', 'things-stack']);
});

describe.each<[string, () => Promise<Scene>]>([
  ['chirpstack', chirpstackScene],
  ['things-stack', thingsStackScene],
])('%s', (_, startScene) => {
  let scene: Scene;
  beforeEach(async () => {
    scene = await startScene();
  });
  afterEach(() => scene.fake.stop());

  const enqueue = (config = scene.config) => scene.driver.enqueue?.(DOWNLINK, config, http);

  test('is confirmed, with its port and bytes, under the name that the server tells of it by', async () => {
    await scene.driver.create(DEVICE, scene.config, http);
    const outcome = await enqueue();
    const queued = scene.queued?.() ?? [];
    expect(queued).toMatchObject([{ confirmed: true, fPort: 7, payload: 'c0ffee' }]);
    expect(outcome).toEqual({ ok: true, queueItem: queued[0]?.name });
    expect(queued[0]?.name).toBeTruthy();
  });

  test('for a device that is not there is refused for good', async () => {
    expect(await enqueue()).toMatchObject({
      ok: false,
      failure: { code: 'lora-network.not-there', of: 'device', passing: false },
    });
    expect(scene.queued?.()).toEqual([]);
  });

  test('by a key that is not accepted is the connection’s fault; a server that is ill is asked again', async () => {
    await scene.driver.create(DEVICE, scene.config, http);
    expect(await enqueue(scene.wrongKey())).toMatchObject({
      failure: { code: 'lora-network.key-refused', of: 'connection', passing: false },
    });
    scene.fake.always({ status: 503 });
    expect(await enqueue()).toMatchObject({ failure: { passing: true } });
    scene.fake.always(null);
    expect(await enqueue()).toMatchObject({ ok: true });
  });
});

test('chirpstack: a device that is switched off there gets nothing', async () => {
  const scene = await chirpstackScene();
  await scene.driver.create(DEVICE, scene.config, http);
  await scene.driver.deactivate(DEVICE, scene.config, http);
  expect(await scene.driver.enqueue?.(DOWNLINK, scene.config, http)).toMatchObject({
    failure: { code: 'lora-network.deactivated-there' },
  });
  expect(scene.fake.queue).toEqual([]);
  await scene.fake.stop();
});
