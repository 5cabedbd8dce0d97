import { randomUUID } from 'node:crypto';
import { type AddressInfo, createServer } from 'node:net';
import mqtt, { type IClientOptions, type MqttClient } from 'mqtt';
import type postgres from 'postgres';
import { vi } from 'vitest';
import { mqttPasswordPlace } from '#server/mqtt/seal-password.ts';
import { Acceptor } from '#server/pipeline/accept/acceptor.ts';
import { ConfigurationChanges } from '#server/pipeline/configuration.ts';
import { makeScene } from '#server/pipeline/scene.fixture.ts';
import { dataKeyOf } from '#server/platform/data-keys.ts';
import { pipelineDatabase } from '#server/platform/database.ts';
import { seal } from '#server/platform/secrets.ts';
import { DeviceBroker } from './device-broker.ts';

export const PASSWORD = 'Device-password-1-of-the-tests';

/** A machine that has a lot to do takes its time. */
const PATIENCE_MS = 15_000;

/** Until it is so. */
export const soon = <T>(check: () => T | Promise<T>): Promise<T> =>
  vi.waitFor(check, { timeout: PATIENCE_MS });

export interface MqttDevice {
  id: string;
  urn: string;
  uplink: string;
  downlink: string;
}

export interface BrokerScene {
  customerId: string;
  devices: MqttDevice[];
  acceptor: Acceptor;
  changes: ConfigurationChanges;
  broker: DeviceBroker;
  port: number;
  close(): Promise<void>;
}

/** Internet devices that sign in to MQTT with one password. */
export async function makeMqttDevices(
  sql: postgres.Sql,
  count: number,
): Promise<{ customerId: string; devices: MqttDevice[] }> {
  const { customerId, devices } = await makeScene(sql, { devices: count });
  const key = await dataKeyOf(pipelineDatabase(), customerId);
  const made: MqttDevice[] = [];
  for (const { id } of devices) {
    const uuid = randomUUID();
    const urn = `urn:dev:DVNUUID:${uuid}:`;
    await sql`update network_adapters set network = 'generic', identifier = ${uuid} where device_id = ${id}`;
    const sealed = seal(key, mqttPasswordPlace(id), PASSWORD);
    await sql`insert into mqtt_bindings (device_id, customer_id, password) values (${id}, ${customerId}, ${sealed})`;
    made.push({ id, urn, uplink: `devices/${urn}/uplink`, downlink: `devices/${urn}/downlink` });
  }
  return { customerId, devices: made };
}

/** A broker on loopback, and devices for it. */
export async function makeBrokerScene(sql: postgres.Sql, count: number): Promise<BrokerScene> {
  const { customerId, devices } = await makeMqttDevices(sql, count);
  const changes = new ConfigurationChanges();
  const acceptor = new Acceptor({ changes });
  const broker = new DeviceBroker({ door: acceptor.mqtt, clock: { now: () => new Date() } });
  await broker.start();
  const server = createServer((socket) => broker.handle(socket));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    customerId,
    devices,
    acceptor,
    changes,
    broker,
    port: (server.address() as AddressInfo).port,
    async close() {
      server.close();
      await broker.stop(1_000);
      await acceptor.stop();
    },
  };
}

/** As a device's own library does it; refused, it does not come again. */
export async function connectDevice(
  port: number,
  device: MqttDevice,
  options: IClientOptions = {},
): Promise<MqttClient> {
  const client = await mqtt.connectAsync(
    `mqtt://127.0.0.1:${port}`,
    { username: device.urn, password: PASSWORD, reconnectPeriod: 0, connectTimeout: PATIENCE_MS, ...options },
    false,
  );
  // A connection that is broken off in the middle of a packet is told as an error beside its end.
  return client.on('error', () => {});
}
