import type { Provider } from '#server/lora-networks/contract.ts';
import { dataKeyOf } from '#server/platform/data-keys.ts';
import { pipelineDatabase, pipelineSql } from '#server/platform/database.ts';
import { unseal } from '#server/platform/secrets.ts';
import type { ConfigurationChanges } from '../configuration.ts';
import { Directory } from '../directory.ts';
import type { KnownDevice } from './message.ts';
import { Patience } from './patience.ts';

export interface KnownConnection {
  id: string;
  customerId: string;
  provider: Provider;
  secret: string;
  active: boolean;
}

interface ConnectionRow {
  id: string;
  customerId: string;
  provider: Provider;
  secret: string;
  status: string;
}

export function connectionDirectory(changes: ConfigurationChanges): Directory<string, KnownConnection> {
  return new Directory({
    changes,
    patience: new Patience(),
    load: loadConnections,
    customerOf: (c) => c.customerId,
    max: 10_000,
  });
}

async function loadConnections(ids: string[]): Promise<Map<string, KnownConnection>> {
  const rows = await pipelineSql()<ConnectionRow[]>`
    select c.id, c.customer_id as "customerId", c.provider, a.secret, c.status
    from lora_connections c join lora_connection_access a on a.connection_id = c.id where c.id = any(${ids}::uuid[])`;
  const found = new Map<string, KnownConnection>();
  for (const { id, customerId, provider, secret, status } of rows) {
    const dataKey = await dataKeyOf(pipelineDatabase(), customerId);
    const plain = unseal(dataKey, `lora_connections|secret|${id}`, secret);
    found.set(id, { id, customerId, provider, secret: plain, active: status === 'active' });
  }
  return found;
}

/** LoRa devices by DevEUI (upper-case hex). */
export function loraDeviceDirectory(changes: ConfigurationChanges): Directory<string, KnownDevice> {
  return new Directory({
    changes,
    patience: new Patience(),
    load: loadLoraDevices,
    customerOf: (d) => d.customerId,
    max: 100_000,
  });
}

async function loadLoraDevices(devEuis: string[]): Promise<Map<string, KnownDevice>> {
  const rows = await pipelineSql()<(KnownDevice & { identifier: string })[]>`
    select a.identifier, d.id, d.customer_id as "customerId", d.shard, d.status = 'ACTIVE' as active
    from network_adapters a join devices d on d.customer_id = a.customer_id and d.id = a.device_id
    where a.network = 'lora' and a.identifier = any(${devEuis})`;
  return new Map(rows.map(({ identifier, ...device }) => [identifier, device]));
}
