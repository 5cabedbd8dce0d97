import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import type { OutgoingHttp } from '#server/platform/outgoing-http.ts';
import { DEVICE, impatientHttp, thingsStackScene } from '../driver-scene.fixture.ts';

let http: OutgoingHttp;
let scene: Awaited<ReturnType<typeof thingsStackScene>>;
beforeAll(() => {
  http = impatientHttp();
});
afterAll(() => http.close());
beforeEach(async () => {
  scene = await thingsStackScene();
});
afterEach(() => scene.fake.stop());

const order = () => scene.fake.calls.map(({ method, path }) => `${method} ${path.split('?')[0]}`);
const at = (registry: string) =>
  `/api/v3${registry}/applications/harbour-sensors/devices/eui-0059ac00001b3461`;

test('the registries are filled in their order and emptied in the reverse', async () => {
  await scene.driver.create(DEVICE, scene.config, http);
  expect(order()).toEqual([
    `GET ${at('')}`,
    'POST /api/v3/applications/harbour-sensors/devices',
    `GET ${at('/js')}`,
    `PUT ${at('/js')}`,
    `PUT ${at('/ns')}`,
    `PUT ${at('/as')}`,
  ]);
  scene.fake.calls.length = 0;
  await scene.driver.remove(DEVICE, scene.config, http);
  expect(order()).toEqual(['/as', '/ns', '/js', ''].map((registry) => `DELETE ${at(registry)}`));
});

test('each registry gets its own fields, named in the mask', async () => {
  await scene.driver.create(DEVICE, scene.config, http);
  const host = new URL(scene.fake.address).host;
  const { is, js, ns } = scene.fake.registries;
  const id = 'eui-0059ac00001b3461';
  expect(is.get(id)).toMatchObject({
    name: 'Quay 7',
    join_server_address: host,
    network_server_address: host,
    application_server_address: host,
    ids: {
      dev_eui: DEVICE.devEui,
      join_eui: DEVICE.joinEui,
      application_ids: { application_id: 'harbour-sensors' },
    },
  });
  expect(js.get(id)).toMatchObject({
    root_keys: { app_key: { key: DEVICE.appKey } },
    network_server_address: host,
  });
  expect(ns.get(id)).toMatchObject({
    frequency_plan_id: 'EU_863_870_TTN',
    lorawan_version: 'MAC_V1_0_3',
    lorawan_phy_version: 'PHY_V1_0_3_REV_A',
    supports_join: true,
  });
});

test('an Identity Server of its own is asked for what is its own', async () => {
  const identity = await thingsStackScene();
  const settings = { ...scene.config.settings, identityAddress: identity.fake.address };
  await scene.driver.create(DEVICE, { ...scene.config, settings }, http);
  expect(identity.fake.registries.is.size).toBe(1);
  expect(identity.fake.registries.ns.size + scene.fake.registries.is.size).toBe(0);
  expect(scene.fake.registries.ns.size).toBe(1);
  await identity.fake.stop();
});

test('rights that a key lacks are named', async () => {
  scene.fake.rights = ['RIGHT_APPLICATION_DEVICES_READ', 'RIGHT_APPLICATION_DEVICES_WRITE'];
  const steps = await scene.driver.test(scene.config, http);
  expect(steps.find(({ step }) => step === 'rights')).toMatchObject({
    failure: {
      code: 'lora-network.rights-missing',
      reason: 'RIGHT_APPLICATION_DEVICES_READ_KEYS, RIGHT_APPLICATION_DEVICES_WRITE_KEYS',
    },
  });
});

test('an application that the key has no right to', async () => {
  const settings = { ...scene.config.settings, applicationId: 'another' };
  const config = { ...scene.config, settings };
  expect(await scene.driver.create(DEVICE, config, http)).toMatchObject({
    failure: { code: 'lora-network.forbidden', reason: expect.stringContaining('no rights for application') },
  });
  expect((await scene.driver.test(config, http)).at(-1)).toMatchObject({
    step: 'application',
    failure: { code: 'lora-network.forbidden' },
  });
});
