import { afterAll, afterEach, beforeAll, beforeEach } from 'vitest';
import { createTenant, seedCatalogue, type Tenant } from '#server/customers/tenant.fixture.ts';
import { newLoraDevice } from '#server/devices/new-lora-device.fixture.ts';
import { chirpstackScene, impatientHttp } from '#server/drivers/lora-networks/driver-scene.fixture.ts';
import type { ConnectionApi } from '#server/lora-networks/contract.ts';
import { createConnection } from '#server/lora-networks/create-connection.ts';
import { setConnectionApi } from '#server/lora-networks/set-connection-api.ts';
import type { OutgoingHttp } from '#server/platform/outgoing-http.ts';
import { useTestDatabase } from '#server/platform/test-database.ts';
import type { NetworkWish } from './contract.ts';
import { getLoraDevice } from './read-registrations.ts';
import { Registrar } from './registrar.ts';
import { wishOnNetwork } from './wish-on-network.ts';

// Two customers in a database of their own, and a network server of the first; each test begins without any registration.

process.env.EGRESS_ALLOW_TEST_CIDR = '127.0.0.0/8';
export const database = useTestDatabase();
export const joinEui = '0059AC00000FFFFF';
export const DAY_MS = 24 * 3600_000;

export let http: OutgoingHttp;
export let tenant: Tenant;
export let other: Tenant;
export let scene: Awaited<ReturnType<typeof chirpstackScene>>;
export let connectionId: string;
/** How far the workers' clock is ahead. */
let ahead = 0;

beforeAll(async () => {
  http = impatientHttp();
  const catalogue = await seedCatalogue(database.sql);
  tenant = await createTenant(database.sql, 'A', catalogue);
  other = await createTenant(database.sql, 'B', catalogue);
});
afterAll(() => http.close());
beforeEach(async () => {
  ahead = 0;
  await database.sql`delete from lora_registrations`;
  await database.sql`delete from simulated_network_devices`;
  await database.sql`update lora_connections set status = 'disabled'`;
  scene = await chirpstackScene();
  connectionId = (await createConnection(tenant.system, { name: 'Harbour', provider: 'chirpstack' })).id;
  await setConnectionApi(tenant.system, api());
});
afterEach(() => scene.fake.stop());

export function api(settings: object = {}, more: object = {}): ConnectionApi {
  const { address, applicationId, plans } = scene.config.settings as Record<string, unknown>;
  return {
    id: connectionId,
    provider: 'chirpstack',
    settings: { address, applicationId, plans, ...settings },
    secrets: scene.config.secrets,
    ...more,
  } as ConnectionApi;
}

export const newDevice = (keys: Parameters<typeof newLoraDevice>[1] = {}, of = tenant) =>
  newLoraDevice(of, keys);

export const wish = (id: string, wanted: NetworkWish, of = tenant) =>
  wishOnNetwork(of.system, { deviceId: id, wish: wanted });
export const register = (id: string) => wish(id, { kind: 'register' });
export const shown = (id: string) => getLoraDevice(tenant.system, { id });
export const statusOf = async (id: string) => (await shown(id)).status;

/** As the worker: whatever is due now, by a worker that remembers nothing. */
export async function work(registrar = fresh()): Promise<void> {
  while ((await registrar.look()) > 0) await registrar.idle();
}
export const fresh = (by = http) => new Registrar({ http: by, clock: { now: clock }, random: () => 0.5 });
export const clock = () => new Date(Date.now() + ahead);
export const later = (ms: number) => {
  ahead += ms;
};
export const there = ({ devEui }: { devEui: string }) => scene.fake.devices.get(devEui.toLowerCase());
