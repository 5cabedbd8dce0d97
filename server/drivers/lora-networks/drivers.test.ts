import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { OutgoingHttp } from '#server/platform/outgoing-http.ts';
import type { NetworkConfig, NetworkOutcome } from './contract.ts';
import {
  chirpstackScene,
  DEVICE,
  impatientHttp,
  OTHER_KEY,
  type Scene,
  thingparkScene,
  thingsStackScene,
} from './driver-scene.fixture.ts';
import { loraNetworkDriver, loraNetworkDrivers } from './registry.ts';

let http: OutgoingHttp;
/** For servers that never answer. */
let hasty: OutgoingHttp;
beforeAll(() => {
  http = impatientHttp();
  hasty = impatientHttp(300);
});
afterAll(() => Promise.all([http.close(), hasty.close()]));

test('the registry knows each once', () => {
  const names = loraNetworkDrivers.map(({ provider }) => provider);
  expect(names).toEqual(['simulated', 'chirpstack', 'things-stack', 'thingpark']);
  expect(() => loraNetworkDriver('constructor')).toThrow(/no driver/);
});

const SCENES: [string, () => Promise<Scene>][] = [
  ['chirpstack', chirpstackScene],
  ['things-stack', thingsStackScene],
  ['thingpark', thingparkScene],
];

describe.each(SCENES)('%s', (provider, startScene) => {
  let scene: Scene;
  beforeEach(async () => {
    scene = await startScene();
  });
  afterEach(() => scene.fake.stop());

  const create = (change = {}, config: NetworkConfig = scene.config, by = http) =>
    scene.driver.create({ ...DEVICE, ...change }, config, by);
  const active = () => ({ active: true, key: DEVICE.appKey, profile: scene.profiles.standard });
  /** Deactivated is off the list, where a server knows no switched-off devices. */
  const inactive = () => expect(scene.seen()?.active ?? false).toBe(false);

  test('a device is made with its keys and its plan, once however often it is asked', async () => {
    expect(await create()).toEqual({ ok: true });
    expect(scene.seen()).toEqual(active());
    expect(await create()).toEqual({ ok: true });
    expect(scene.seen()).toEqual(active());
  });

  test('there with other keys is refused, and stays as it is', async () => {
    await create();
    // ThingPark tells no keys; what it tells is the JoinEUI.
    const other = provider === 'thingpark' ? { joinEui: '1111111111111111' } : { appKey: OTHER_KEY };
    expect(codeOf(await create(other))).toBe('lora-network.other-keys');
    expect(scene.seen()).toEqual(active());
  });

  test('of somebody else on the same server: refused for good, in the server’s words, and left alone', async () => {
    scene.giveAway();
    const outcome = await create();
    expect(outcome).toMatchObject({
      ok: false,
      failure: { code: 'lora-network.identifier-in-use', of: 'device', passing: false },
    });
    expect(outcome.ok ? '' : outcome.failure.reason).toMatch(/already/i);
    expect(await scene.driver.remove(DEVICE, scene.config, http)).toEqual({ ok: true });
    expect(scene.isForeignThere()).toBe(true);
  });

  test('deactivated it is not listened to; reactivated it is as before', async () => {
    await create();
    for (const _ of [1, 2]) {
      expect(await scene.driver.deactivate(DEVICE, scene.config, http)).toEqual({ ok: true });
      inactive();
    }
    for (const _ of [1, 2]) {
      expect(await scene.driver.reactivate(DEVICE, scene.config, http)).toEqual({ ok: true });
      expect(scene.seen()).toEqual(active());
    }
  });

  test('another plan is another profile; new keys replace the old; a deactivated device stays so', async () => {
    await create();
    const update = (change: object) =>
      scene.driver.update({ ...DEVICE, active: true, newKeys: false, ...change }, scene.config, http);
    expect(await update({ plan: 'geo' })).toEqual({ ok: true });
    expect(scene.seen()).toEqual({ ...active(), profile: scene.profiles.geo });
    expect(await update({ appKey: OTHER_KEY, newKeys: true })).toEqual({ ok: true });
    expect(scene.seen()).toEqual({ ...active(), key: OTHER_KEY });
    await scene.driver.deactivate(DEVICE, scene.config, http);
    expect(await update({ plan: 'geo', active: false })).toEqual({ ok: true });
    inactive();
  });

  test('what somebody took off the server is put back by a change', async () => {
    const outcome = await scene.driver.update(
      { ...DEVICE, active: true, newKeys: false },
      scene.config,
      http,
    );
    expect(outcome).toEqual({ ok: true });
    expect(scene.seen()).toEqual(active());
  });

  test('removed it is gone, also when it was gone already', async () => {
    await create();
    for (const _ of [1, 2]) {
      expect(await scene.driver.remove({ devEui: DEVICE.devEui }, scene.config, http)).toEqual({ ok: true });
      expect(scene.seen()).toBeNull();
    }
  });

  test('a plan that the connection or the server does not have is told so', async () => {
    expect(codeOf(await create({ plan: 'nonsense' }))).toBe('lora-network.plan-unknown');
    scene.loseProfile();
    const outcome = await create();
    expect(outcome).toMatchObject({
      failure: { code: 'lora-network.profile-unknown', of: 'connection', passing: false },
    });
  });

  test('a key that is not accepted is the connection’s fault', async () => {
    const outcome = await create({}, scene.wrongKey());
    expect(outcome).toMatchObject({
      failure: { code: 'lora-network.key-refused', of: 'connection', passing: false },
    });
    expect(JSON.stringify(outcome)).not.toMatch(/wrong|000102/);
    const steps = await scene.driver.test(scene.wrongKey(), http);
    expect(steps.at(-1)).toMatchObject({ step: 'key', failure: { code: 'lora-network.key-refused' } });
  });

  test.each([
    ['500', { status: 500 }, 'lora-network.unavailable', true],
    ['503', { status: 503 }, 'lora-network.unavailable', true],
    ['429', { status: 429 }, 'lora-network.unavailable', true],
    ['a page instead of an API', { status: 200 }, 'lora-network.not-an-api', false],
    ['404 of a web server', { status: 404 }, 'lora-network.not-an-api', false],
    ['a redirect', { status: 302 }, 'lora-network.not-an-api', false],
    ['a broken connection', 'drop', 'outgoing.broken-off', true],
    ['no answer', 'hang', 'outgoing.timeout', true],
  ] as const)('%s', async (_, trouble, code, passing) => {
    scene.fake.always(trouble);
    const by = trouble === 'hang' ? hasty : http;
    expect(await create({}, scene.config, by)).toMatchObject({
      failure: { code, passing, of: 'connection' },
    });
    expect((await scene.driver.test(scene.config, by))[0]).toMatchObject({
      step: 'address',
      failure: { code },
    });
    scene.fake.always(null);
    expect(await create()).toEqual({ ok: true });
  });

  test('cut off at any call, before or after it was carried out, it ends the same when it is asked again', async () => {
    await create();
    const calls = scene.fake.calls.length;
    expect(calls).toBeGreaterThan(1);
    for (const trouble of ['drop', 'done-then-drop', 'done-then-hang'] as const) {
      const by = trouble === 'done-then-hang' ? hasty : http;
      for (let at = 0; at < calls; at++) {
        await scene.driver.remove(DEVICE, scene.config, http);
        scene.fake.trouble(...Array(at).fill(null), trouble);
        for (let tries = 0; tries < 4 && !(await create({}, scene.config, by)).ok; tries++);
        scene.fake.trouble();
        expect(await create()).toEqual({ ok: true });
        expect(scene.seen()).toEqual(active());
      }
    }
  });

  test('a test of the connection says what is there, and changes nothing', async () => {
    const steps = await scene.driver.test(scene.config, http);
    expect(steps.filter(({ failure }) => failure)).toEqual([]);
    expect(steps.filter(({ step }) => step === 'plan').map(({ subject }) => subject)).toEqual([
      'Standard',
      'With geolocation',
    ]);
    scene.loseProfile();
    const lost = (await scene.driver.test(scene.config, http)).filter(({ failure }) => failure);
    expect(lost.map(({ step, failure }) => [step, failure?.code])).toEqual(
      Array(2).fill(['plan', 'lora-network.profile-unknown']),
    );
    expect(scene.seen()).toBeNull();
  });

  test('an address inside is refused, when it is saved and when it is called', async () => {
    const settings = { ...scene.config.settings, address: 'https://169.254.169.254' };
    const inside = { ...scene.config, settings };
    expect(await scene.driver.check(settings, http)).toEqual([
      { path: 'address', message: 'outgoing.forbidden-address' },
    ]);
    expect(await create({}, inside)).toMatchObject({
      failure: { code: 'outgoing.forbidden-address', passing: false },
    });
    expect(await scene.driver.check(scene.config.settings, http)).toEqual([]);
  });
});

const codeOf = (outcome: NetworkOutcome) => (outcome.ok ? 'ok' : outcome.failure.code);
