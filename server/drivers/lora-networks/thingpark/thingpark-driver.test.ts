import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import type { OutgoingHttp } from '#server/platform/outgoing-http.ts';
import { DEVICE, impatientHttp, OTHER_KEY, thingparkScene } from '../driver-scene.fixture.ts';

let http: OutgoingHttp;
let scene: Awaited<ReturnType<typeof thingparkScene>>;
beforeAll(() => {
  http = impatientHttp();
});
afterAll(() => http.close());
beforeEach(async () => {
  scene = await thingparkScene();
});
afterEach(() => scene.fake.stop());

const tokensAsked = () => scene.fake.calls.filter(({ path }) => path.startsWith('/admin/')).length;

test('a device is what the DX Core API asks for', async () => {
  await scene.driver.create(DEVICE, scene.config, http);
  const call = scene.fake.calls.find(
    ({ method, path }) => method === 'POST' && path === '/core/latest/api/devices',
  );
  expect(JSON.parse(call?.body.toString() ?? '')).toEqual({
    name: 'Quay 7',
    EUI: DEVICE.devEui,
    activationType: 'OTAA',
    applicationEUI: DEVICE.joinEui,
    applicationKey: DEVICE.appKey,
    connectivityPlanId: 'actility-sub/tpk-standard',
    deviceProfileId: 'LORA/GenericA.1.0.3a_ETSI',
    routingProfileId: 'TWA_100000001.1',
  });
});

test('one token serves many calls, and a revoked one is asked for anew', async () => {
  await scene.driver.create(DEVICE, scene.config, http);
  await scene.driver.remove(DEVICE, scene.config, http);
  expect(tokensAsked()).toBe(1);
  scene.fake.tokens.clear();
  expect(await scene.driver.create(DEVICE, scene.config, http)).toEqual({ ok: true });
  expect(tokensAsked()).toBe(2);
});

test('another plan does not make the device anew: it need not join again', async () => {
  await scene.driver.create(DEVICE, scene.config, http);
  const before = scene.fake.devices.get(DEVICE.devEui)?.ref;
  await scene.driver.update({ ...DEVICE, plan: 'geo', active: true, newKeys: false }, scene.config, http);
  expect(scene.fake.devices.get(DEVICE.devEui)?.ref).toBe(before);
  await scene.driver.update(
    { ...DEVICE, appKey: OTHER_KEY, active: true, newKeys: true },
    scene.config,
    http,
  );
  expect(scene.fake.devices.get(DEVICE.devEui)?.ref).not.toBe(before);
});
