import { sharedSecretPlace } from '#server/devices/device-secrets.ts';
import { mqttPasswordPlace } from '#server/mqtt/seal-password.ts';
import { dataKeyOf } from '#server/platform/data-keys.ts';
import { pipelineDatabase, pipelineSql } from '#server/platform/database.ts';
import { unseal } from '#server/platform/secrets.ts';
import type { ConfigurationChanges } from '../configuration.ts';
import { Directory } from '../directory.ts';
import type { KnownDevice } from './message.ts';
import { Patience } from './patience.ts';

/** A device that signs its own messages. */
export interface SigningDevice extends KnownDevice {
  /** null: none was set yet. */
  secret: string | null;
  /** What it signs in to MQTT with; null: it has no binding. */
  mqttPassword: string | null;
  /** A version of its firmware that it is to fetch. */
  firmware: { assignmentId: string; expiresAt: Date } | null;
  /** A downlink is under way for it, or was when this was read. */
  hasDownlink: boolean;
}

/** Devices by network and identifier in its stored form: `cellular 357292748642776`. */
export function signingDeviceDirectory(changes: ConfigurationChanges): Directory<string, SigningDevice> {
  return new Directory({
    changes,
    patience: new Patience(),
    load: loadDevices,
    customerOf: (d) => d.customerId,
    max: 50_000,
  });
}

interface Row extends Omit<SigningDevice, 'firmware'> {
  key: string;
  assignmentId: string | null;
  expiresAt: Date | null;
}

async function loadDevices(keys: string[]): Promise<Map<string, SigningDevice>> {
  const pairs = keys.map((key) => key.split(' '));
  const rows = await pipelineSql()<Row[]>`
    select a.network || ' ' || a.identifier as key, d.id, d.customer_id as "customerId", d.shard, d.status = 'ACTIVE' as active,
      s.secret, m.password as "mqttPassword", f.id as "assignmentId", f.expires_at as "expiresAt",
      exists (select from downlinks x where x.device_id = d.id and x.state = 'EXECUTING' and x.channel = 'http') as "hasDownlink"
    from unnest(${pairs.map(([network]) => network as string)}::text[], ${pairs.map(([, id]) => id as string)}::text[]) as k(network, identifier)
    join network_adapters a on a.network = k.network and a.identifier = k.identifier
    join devices d on d.customer_id = a.customer_id and d.id = a.device_id
    left join device_secrets s on s.device_id = d.id
    left join mqtt_bindings m on m.device_id = d.id
    left join firmware_assignments f on f.device_id = d.id and f.status in ('offered', 'downloading') and f.downlink_id is null`;
  const found = new Map<string, SigningDevice>();
  for (const { key, assignmentId, expiresAt, ...device } of rows) {
    const { id, customerId } = device;
    const firmware = assignmentId && expiresAt ? { assignmentId, expiresAt } : null;
    const secret = await opened(customerId, sharedSecretPlace(id), device.secret);
    const mqttPassword = await opened(customerId, mqttPasswordPlace(id), device.mqttPassword);
    found.set(key, { ...device, secret, mqttPassword, firmware });
  }
  return found;
}

async function opened(customerId: string, place: string, sealed: string | null): Promise<string | null> {
  return sealed === null ? null : unseal(await dataKeyOf(pipelineDatabase(), customerId), place, sealed);
}
