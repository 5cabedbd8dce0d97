import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import type { OutgoingHttp } from '#server/platform/outgoing-http.ts';
import { chirpstackScene, DEVICE, impatientHttp } from '../driver-scene.fixture.ts';
import { encodeMessage } from './api-messages.ts';
import { APPLICATION, GEO_PROFILE, PROFILE } from './fake-chirpstack.fixture.ts';
import { chirpstackSettingsSchema } from './settings-contract.ts';

let http: OutgoingHttp;
let scene: Awaited<ReturnType<typeof chirpstackScene>>;
beforeAll(() => {
  http = impatientHttp();
});
afterAll(() => http.close());
beforeEach(async () => {
  scene = await chirpstackScene();
});
afterEach(() => scene.fake.stop());

/** Written by hand from device.proto: field number and wire type, length, bytes. */
test('messages have the numbers of ChirpStack’s own', () => {
  const text = (tag: string, value: string) =>
    tag + value.length.toString(16).padStart(2, '0') + Buffer.from(value).toString('hex');
  const hex = (type: string, value: object) => Buffer.from(encodeMessage(type, value)).toString('hex');
  expect(hex('ByDevEui', { devEui: '0059ac00001b3461' })).toBe(text('0a', '0059ac00001b3461'));
  expect(hex('DeviceKeys', { devEui: 'e', nwkKey: 'n', appKey: 'a' })).toBe(
    text('0a', 'e') + text('12', 'n') + text('1a', 'a'),
  );
  const device = {
    devEui: 'e',
    name: 'n',
    description: 'd',
    applicationId: 'a',
    deviceProfileId: 'p',
    skipFcntCheck: true,
    isDisabled: true,
    tags: { k: 'v' },
    joinEui: 'j',
  };
  const inner =
    text('0a', 'e') +
    text('12', 'n') +
    text('1a', 'd') +
    text('22', 'a') +
    text('2a', 'p') +
    '3001' +
    '3801' +
    `4a06${text('0a', 'k')}${text('12', 'v')}` +
    text('52', 'j');
  const queueItem = { devEui: 'e', confirmed: true, fPort: 200, data: Buffer.from([1, 2]) };
  const item = `${text('12', 'e')}180120c8012a020102`;
  expect(hex('QueueItemMessage', { queueItem })).toBe(
    `0a${(item.length / 2).toString(16).padStart(2, '0')}${item}`,
  );
  expect(hex('DeviceMessage', { device })).toBe(`0a${(inner.length / 2).toString(16)}${inner}`);
});

test('a call is gRPC-Web over HTTP/1.1 with the key of the tenant', async () => {
  await scene.driver.create(DEVICE, scene.config, http);
  const call = scene.fake.calls.find(({ path }) => path === '/api.DeviceService/Create');
  expect(call?.headers).toMatchObject({
    'content-type': 'application/grpc-web+proto',
    authorization: expect.stringMatching(/^Bearer \S+$/),
  });
  expect(call?.body.readUInt8(0)).toBe(0);
  expect(call?.body.readUInt32BE(1)).toBe((call?.body.length ?? 0) - 5);
});

test('what others entered of a device stays when its plan changes', async () => {
  await scene.driver.create(DEVICE, scene.config, http);
  const eui = DEVICE.devEui.toLowerCase();
  const entered = {
    description: 'At the crane',
    tags: { dock: '7' },
    variables: { token: 'x' },
    skipFcntCheck: true,
  };
  Object.assign(scene.fake.devices.get(eui) as object, entered);
  await scene.driver.update({ ...DEVICE, plan: 'geo', active: true, newKeys: false }, scene.config, http);
  expect(scene.fake.devices.get(eui)).toMatchObject({ ...entered, deviceProfileId: GEO_PROFILE });
});

test('an older version’s complaint of its database is understood', async () => {
  scene.fake.complainsAsDatabase = true;
  scene.giveAway();
  expect(await scene.driver.create(DEVICE, scene.config, http)).toMatchObject({
    failure: { code: 'lora-network.identifier-in-use' },
  });
});

test('an application that the key does not know', async () => {
  const settings = { ...scene.config.settings, applicationId: PROFILE };
  const config = { ...scene.config, settings };
  expect(await scene.driver.create(DEVICE, config, http)).toMatchObject({
    failure: { code: 'lora-network.forbidden' },
  });
  expect((await scene.driver.test(config, http)).at(-1)).toMatchObject({
    step: 'application',
    failure: { code: 'lora-network.application-unknown' },
  });
});

test.each([
  ['cut off in a frame', Buffer.from([0, 0, 0, 0, 9, 1]), 'lora-network.unavailable'],
  ['without a status', Buffer.from([0, 0, 0, 0, 0]), 'lora-network.unavailable'],
  ['an empty frame of trailers', Buffer.from([0x80, 0, 0, 0, 0]), 'lora-network.unavailable'],
  ['compressed unasked', Buffer.from([1, 0, 0, 0, 1, 0]), 'lora-network.unavailable'],
])('an answer %s is no answer', async (_, body, code) => {
  scene.fake.trouble({ status: 200, body: body.toString('latin1'), type: 'application/grpc-web+proto' });
  expect(await scene.driver.create(DEVICE, scene.config, http)).toMatchObject({ failure: { code } });
});

test('settings that cannot be meant are refused by name', () => {
  const good = scene.config.settings;
  const codes = (change: object) =>
    chirpstackSettingsSchema.safeParse({ ...good, ...change }).error?.issues.map(({ message }) => message) ??
    [];
  expect(codes({})).toEqual([]);
  expect(chirpstackSettingsSchema.parse({ ...good, address: 'https://lora.example/' }).address).toBe(
    'https://lora.example',
  );
  expect(codes({ address: 'ftp://lora.example' })).toEqual(['lora-connections.bad-address']);
  const plan = { id: 'a', name: 'A', geolocation: false, profile: APPLICATION };
  expect(codes({ plans: [plan, plan] })).toEqual(['lora-connections.plan-twice']);
  expect(codes({ plans: [{ ...plan, profile: 'EU868' }] })).toEqual(['lora-connections.profile-not-uuid']);
});
