import { loopbackPolicy } from '#server/platform/egress.fixture.ts';
import { createOutgoingHttp, type OutgoingHttp } from '#server/platform/outgoing-http.ts';
import { chirpstackDriver } from './chirpstack/chirpstack-driver.ts';
import * as chirpstack from './chirpstack/fake-chirpstack.fixture.ts';
import type { LoraNetworkDriver, NetworkConfig, NetworkDevice } from './contract.ts';
import type { FakeServer } from './fake-server.fixture.ts';
import * as thingpark from './thingpark/fake-thingpark.fixture.ts';
import { thingparkDriver } from './thingpark/thingpark-driver.ts';
import * as thingsStack from './things-stack/fake-things-stack.fixture.ts';
import { thingsStackDriver } from './things-stack/things-stack-driver.ts';

export const DEVICE: NetworkDevice = {
  devEui: '0059AC00001B3461',
  joinEui: '0059AC00000FFFFF',
  appKey: '000102030405060708090A0B0C0D0E0F',
  name: 'Quay 7',
  plan: 'standard',
};
export const OTHER_KEY = 'F0'.repeat(16);

/** What of a device is at a fake, whatever kind it is. */
export interface Seen {
  active: boolean;
  /** null: it never tells. */
  key: string;
  profile: string;
}

/** A driver, the fake of its server, and what the tests know of it. */
export interface Scene {
  driver: LoraNetworkDriver;
  fake: FakeServer;
  config: NetworkConfig;
  profiles: { standard: string; geo: string };
  seen(): Seen | null;
  /** What waits for it there, whether it is confirmed, and the port and bytes. */
  queued?(): { confirmed: boolean; fPort: number; payload: string; name: string | null }[];
  /** The DevEUI is somebody else's at this server. */
  giveAway(): void;
  isForeignThere(): boolean;
  /** The profile of a plan is gone. */
  loseProfile(): void;
  wrongKey(): NetworkConfig;
}

const EUI = DEVICE.devEui;
const eui = EUI.toLowerCase();
const ids = {
  connectionId: 'c0000000-0000-4000-8000-000000000001',
  customerId: 'c0000000-0000-4000-8000-000000000002',
};

const plans = (standard: string, geo: string) => [
  { id: 'standard', name: 'Standard', geolocation: false, profile: standard },
  { id: 'geo', name: 'With geolocation', geolocation: true, profile: geo },
];

export async function chirpstackScene(): Promise<Scene & { fake: chirpstack.FakeChirpstack }> {
  const fake = await chirpstack.startFakeChirpstack();
  const { PROFILE: standard, GEO_PROFILE: geo } = chirpstack;
  const settings = {
    address: fake.address,
    applicationId: chirpstack.APPLICATION,
    plans: plans(standard, geo),
  };
  return {
    driver: chirpstackDriver as LoraNetworkDriver,
    fake,
    config: { ...ids, settings, secrets: { apiKey: chirpstack.API_KEY } },
    profiles: { standard, geo },
    seen: () => {
      const device = fake.devices.get(eui);
      if (!device) return null;
      return {
        active: !device.isDisabled,
        key: (fake.keys.get(eui) ?? '').toUpperCase(),
        profile: device.deviceProfileId,
      };
    },
    queued: () =>
      fake.queue.map(({ id, confirmed, fPort, data }) => ({
        confirmed,
        fPort,
        payload: Buffer.from(data).toString('hex'),
        name: id,
      })),
    giveAway: () => fake.foreign.add(eui),
    isForeignThere: () => fake.foreign.has(eui),
    loseProfile: () => fake.profiles.clear(),
    wrongKey: () => ({ ...ids, settings, secrets: { apiKey: 'wrong' } }),
  };
}

export async function thingsStackScene(): Promise<Scene & { fake: thingsStack.FakeThingsStack }> {
  const fake = await thingsStack.startFakeThingsStack();
  const [standard, geo] = ['EU_863_870_TTN', 'EU_863_870'];
  const settings = {
    address: fake.address,
    applicationId: thingsStack.APPLICATION,
    lorawanVersion: '1.0.3',
    plans: plans(standard, geo),
  };
  return {
    driver: thingsStackDriver as LoraNetworkDriver,
    fake,
    config: { ...ids, settings, secrets: { apiKey: thingsStack.API_KEY } },
    profiles: { standard, geo },
    seen: () => {
      const { is, js, ns, as } = fake.registries;
      const id = `eui-${eui}`;
      if (!is.has(id)) return null;
      const keys = js.get(id)?.root_keys as { app_key?: { key?: string } } | undefined;
      return {
        active: ns.has(id) && as.has(id),
        key: keys?.app_key?.key ?? '',
        profile: String(ns.get(id)?.frequency_plan_id ?? ''),
      };
    },
    queued: () =>
      (fake.queues.get(`eui-${eui}`) ?? []).map(({ confirmed, f_port, frm_payload, correlation_ids }) => ({
        confirmed: confirmed === true,
        fPort: Number(f_port),
        payload: Buffer.from(String(frm_payload), 'base64').toString('hex'),
        name: (correlation_ids as string[])[0]?.replace('things-portal:', '') ?? null,
      })),
    giveAway: () => fake.foreign.add(EUI),
    isForeignThere: () => fake.foreign.has(EUI),
    loseProfile: () => {
      fake.frequencyPlans = [];
    },
    wrongKey: () => ({ ...ids, settings, secrets: { apiKey: 'wrong' } }),
  };
}

export async function thingparkScene(): Promise<Scene & { fake: thingpark.FakeThingpark }> {
  const fake = await thingpark.startFakeThingpark();
  const { PLAN: standard, GEO_PLAN: geo } = thingpark;
  const settings = {
    address: fake.address,
    clientId: thingpark.CLIENT_ID,
    deviceProfileId: thingpark.DEVICE_PROFILE,
    routingProfileId: thingpark.ROUTING,
    plans: plans(standard, geo),
  };
  return {
    driver: thingparkDriver as LoraNetworkDriver,
    fake,
    config: { ...ids, settings, secrets: { clientSecret: thingpark.CLIENT_SECRET } },
    profiles: { standard, geo },
    seen: () => {
      const device = fake.devices.get(EUI);
      return device ? { active: true, key: device.applicationKey, profile: device.connectivityPlanId } : null;
    },
    giveAway: () => fake.foreign.add(EUI),
    isForeignThere: () => fake.foreign.has(EUI),
    loseProfile: () => {
      settings.plans = plans('gone/plan', 'gone/geo');
    },
    wrongKey: () => ({ ...ids, settings, secrets: { clientSecret: 'wrong' } }),
  };
}

/** The real client, less patient: hasty enough to meet a server that hangs, or patient enough for a busy machine. */
export function impatientHttp(timeoutMs = 8_000): OutgoingHttp {
  const http = createOutgoingHttp(loopbackPolicy());
  return { ...http, request: (url, request) => http.request(url, { ...request, timeoutMs }) };
}
