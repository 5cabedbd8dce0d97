import { randomBytes, randomUUID } from 'node:crypto';
import type { Tenant } from '#server/customers/tenant.fixture.ts';
import { deviceCreateSchema } from '#server/devices/contract.ts';
import { createDevice } from '#server/devices/create-device.ts';
import type { DownlinkChannel } from '#server/downlinks/contract.ts';
import { linkDevices } from '#server/flows/link-device.ts';
import { createConnection } from '#server/lora-networks/create-connection.ts';
import type { useTestDatabase } from '#server/platform/test-database.ts';
import type { Least } from './principals.fixture.ts';

// What the access matrix needs to know of downlinks, and of the devices that they go to.

type Ids = Record<string, string>;

export const anyDevEui = () => randomBytes(8).toString('hex').toUpperCase();

export async function newDevice({ system, ids }: Tenant, hasKeys = false): Promise<Ids> {
  const lora = { devEui: anyDevEui(), joinEui: anyDevEui(), appKey: '0'.repeat(32) };
  const device = deviceCreateSchema.parse({
    projectId: ids.project,
    deviceTypeId: ids.deviceType,
    name: 'New',
    ...(hasKeys ? { lora } : {}),
  });
  return { deviceId: (await createDevice(system, device)).id };
}

export const DOWNLINKS_EXPECTED: Record<string, Least> = Object.fromEntries(
  ['Downlink', 'LoraDownlink', 'HttpDownlink', 'MqttDownlink'].flatMap((noun) => [
    [`search${noun}s`, 'manager.read-only'],
    [`get${noun}`, 'manager.read-only'],
    [`create${noun}`, 'manager.editor'],
    [`cancel${noun}`, 'manager.editor'],
  ]),
);

const records = [{ n: 'interval', v: 300 }];
const feedbackTimeout = 'PT10M';
const LORA = { port: 1, payloadHex: '00', feedbackTimeout };

export const DOWNLINK_BODIES: Record<string, (ids: Ids) => unknown> = {
  createDownlink: ({ deviceId }) => ({ deviceId, method: { type: 'senml', records } }),
  createLoraDownlink: ({ deviceId }) => ({ deviceId, ...LORA }),
  createHttpDownlink: ({ deviceId }) => ({ deviceId, payload: records, feedbackTimeout }),
  createMqttDownlink: ({ deviceId }) => ({ deviceId, payload: records, feedbackTimeout }),
};

type Database = ReturnType<typeof useTestDatabase>;

const linkedDevice =
  (database: Database) =>
  async (tenant: Tenant, network: 'lora' | 'generic', identifier: string): Promise<Ids> => {
    const ids = await newDevice(tenant);
    const { customerId, system } = tenant;
    const row = { customer_id: customerId, device_id: ids.deviceId as string };
    await linkDevices(system, { flowId: tenant.ids.flow, deviceIds: [row.device_id] });
    await database.sql`insert into network_adapters ${database.sql({ ...row, network, identifier })}`;
    return ids;
  };

/** A device of the Internet that signs in to MQTT. */
const boundDevice =
  (database: Database) =>
  async (tenant: Tenant): Promise<Ids> => {
    const ids = await linkedDevice(database)(tenant, 'generic', randomUUID());
    const [row] =
      await database.sql`insert into mqtt_bindings (device_id, customer_id, password) values (${ids.deviceId as string}, ${tenant.customerId}, 'v1.x') returning id`;
    return { ...ids, bindingId: row?.id as string };
  };

/** What the access matrix needs to know of MQTT bindings. */
export function mqttBindingsFresh(database: Database): Record<string, (tenant: Tenant) => Promise<Ids>> {
  const bound = boundDevice(database);
  const unbound = (tenant: Tenant) => linkedDevice(database)(tenant, 'generic', randomUUID());
  return {
    addMqttBinding: unbound,
    getMqttBinding: bound,
    updateMqttBinding: bound,
    deleteMqttBinding: bound,
  };
}

/** Each call of what writes has a device with an empty queue, or a downlink of its own. */
export function downlinksFresh(database: Database): Record<string, (tenant: Tenant) => Promise<Ids>> {
  const linked = linkedDevice(database);
  async function onLora(tenant: Tenant): Promise<Ids> {
    const devEui = anyDevEui();
    const ids = await linked(tenant, 'lora', devEui);
    const { customerId } = tenant;
    const { id } = await createConnection(tenant.system, { name: 'Built in', provider: 'simulated' });
    await database.sql`insert into lora_registrations ${database.sql({ customer_id: customerId, connection_customer_id: customerId, connection_id: id, device_id: ids.deviceId as string, dev_eui: devEui, wish: 'ACTIVE', present: 'ACTIVE', plan: 'standard' })}`;
    return ids;
  }
  async function direct(tenant: Tenant): Promise<Ids> {
    const ids = await linked(tenant, 'generic', randomUUID());
    await database.sql`insert into device_secrets (device_id, customer_id, secret) values (${ids.deviceId as string}, ${tenant.customerId}, 'v1.x')`;
    return ids;
  }
  const waiting = (channel: DownlinkChannel) => async (tenant: Tenant) => {
    const method =
      channel === 'lora' ? { type: 'lora', port: 1, payloadHex: '00' } : { type: 'senml', records };
    const [row] =
      await database.sql`insert into downlinks ${database.sql({ customer_id: tenant.customerId, device_id: tenant.ids.device, channel, method: database.sql.json(method), feedback_seconds: 600, retry_limit: 0, dry_run: false, created_by: 'New' })} returning id`;
    return { downlinkId: row?.id as string };
  };
  return {
    createDownlink: direct,
    createHttpDownlink: direct,
    setTwinDesired: direct,
    createLoraDownlink: onLora,
    createMqttDownlink: boundDevice(database),
    getMqttDownlink: waiting('mqtt'),
    cancelMqttDownlink: waiting('mqtt'),
    getHttpDownlink: waiting('http'),
    cancelDownlink: waiting('http'),
    cancelLoraDownlink: waiting('lora'),
    cancelHttpDownlink: waiting('http'),
  };
}
