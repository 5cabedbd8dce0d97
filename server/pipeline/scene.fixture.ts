import { createHash, randomBytes, randomUUID } from 'node:crypto';
import type postgres from 'postgres';
import { type DataKey, newDataKey, seal } from '#server/platform/secrets.ts';
import { buildChirpstackUp, chirpstackJson } from '#server/protocols/chirpstack/build-chirpstack.ts';
import type { LoraUplink } from '#server/protocols/lorawan/event.ts';
import type { IngestRequest } from './accept/contract.ts';
import { shardOf } from './shards.ts';

export const SHARED_SECRET = 'Shared-secret-of-the-tests-0123456789';
export const SIGNING_SECRET = `whsec_${Buffer.alloc(32, 3).toString('base64')}`;

export interface SceneDevice {
  id: string;
  devEui: string;
  shard: number;
}

/** One customer of its own with what a message needs on its way; made with the owner's connection. */
export interface Scene {
  customerId: string;
  projectId: string;
  deviceTypeId: string;
  connectionId: string;
  connectionSecret: string;
  flowId: string;
  devices: SceneDevice[];
  destinationIds: string[];
  decoderIds: string[];
}

export interface SceneOptions {
  provider?: 'chirpstack' | 'things-stack' | 'thingpark' | 'simulated' | 'digital-matter';
  connectionSecret?: string;
  devices?: number;
  /** Built-in decoders by their key. */
  builtIn?: string[];
  /** Scripts, each a decoder with one published version. */
  scripts?: { contract: 'things' | 'ts013'; source: string; mapping?: unknown }[];
  /** Addresses of receivers; each becomes an HTTPS destination of the flow. */
  urls?: string[];
}

export async function makeScene(sql: postgres.Sql, options: SceneOptions = {}): Promise<Scene> {
  const [customerId, projectId, deviceTypeId, flowId] = [
    randomUUID(),
    randomUUID(),
    randomUUID(),
    randomUUID(),
  ];
  const { dataKey, stored } = newDataKey(customerId);
  await sql`insert into customers (id, name) values (${customerId}, 'Scene')`;
  await sql`insert into data_keys (customer_id, kek_id, wrapped) values (${customerId}, ${stored.kekId}, ${stored.wrapped})`;
  await sql`insert into projects (id, customer_id, name) values (${projectId}, ${customerId}, 'Project')`;
  await sql`insert into device_types (id, customer_id, slug, name, category, "group", networks)
    values (${deviceTypeId}, ${customerId}, ${`type-${deviceTypeId}`}, 'Type', 'own', 'lora', '{lora}')`;
  await sql`insert into flows (id, customer_id, project_id, name) values (${flowId}, ${customerId}, ${projectId}, 'Flow')`;
  const scene = { customerId, projectId, deviceTypeId, flowId };
  const connection = await makeConnection(sql, customerId, dataKey, options);
  const devices = await makeDevices(sql, scene, options.devices ?? 1);
  const decoderIds = await makeDecoders(sql, scene, options);
  const destinationIds: string[] = [];
  for (const url of options.urls ?? [])
    destinationIds.push(await addDestination(sql, { ...scene, dataKey, url }));
  return { ...scene, ...connection, devices, decoderIds, destinationIds };
}

async function makeConnection(
  sql: postgres.Sql,
  customerId: string,
  dataKey: DataKey,
  options: SceneOptions,
) {
  const connectionId = randomUUID();
  const connectionSecret = options.connectionSecret ?? randomBytes(24).toString('base64url');
  const sealed = seal(dataKey, `lora_connections|secret|${connectionId}`, connectionSecret);
  await sql`insert into lora_connections (id, customer_id, name, provider)
    values (${connectionId}, ${customerId}, 'Connection', ${options.provider ?? 'chirpstack'})`;
  await sql`insert into lora_connection_access (connection_id, customer_id, secret)
    values (${connectionId}, ${customerId}, ${sealed})`;
  return { connectionId, connectionSecret };
}

type Owner = Pick<Scene, 'customerId' | 'projectId' | 'deviceTypeId' | 'flowId'>;

async function makeDevices(sql: postgres.Sql, scene: Owner, count: number): Promise<SceneDevice[]> {
  const devices = Array.from({ length: count }, () => {
    const id = randomUUID();
    return { id, devEui: randomBytes(8).toString('hex').toUpperCase(), shard: shardOf(id) };
  });
  const rows = sql.json(devices as never);
  await sql`insert into devices (id, customer_id, project_id, device_type_customer_id, device_type_id, name, identifier, shard)
    select id, ${scene.customerId}, ${scene.projectId}, ${scene.customerId}, ${scene.deviceTypeId}, 'Device', "devEui", shard
    from jsonb_to_recordset(${rows}) as d(id uuid, "devEui" text, shard smallint)`;
  await sql`insert into network_adapters (customer_id, device_id, network, identifier)
    select ${scene.customerId}, id, 'lora', "devEui" from jsonb_to_recordset(${rows}) as d(id uuid, "devEui" text)`;
  await sql`insert into flow_devices (customer_id, flow_id, device_id)
    select ${scene.customerId}, ${scene.flowId}, id from jsonb_to_recordset(${rows}) as d(id uuid)`;
  return devices;
}

async function makeDecoders(sql: postgres.Sql, scene: Owner, options: SceneOptions): Promise<string[]> {
  const ids: string[] = [];
  for (const key of options.builtIn ?? []) {
    const id = randomUUID();
    await sql`insert into decoders (id, customer_id, kind, built_in, name)
      values (${id}, ${scene.customerId}, 'built-in', ${key}, ${key})`;
    ids.push(id);
  }
  for (const { contract, source, mapping = {} } of options.scripts ?? []) {
    const [id, versionId] = [randomUUID(), randomUUID()];
    const hash = createHash('sha256').update(source).digest('hex');
    await sql`insert into decoders (id, customer_id, kind, name) values (${id}, ${scene.customerId}, 'script', 'Script')`;
    await sql`insert into decoder_versions (id, customer_id, decoder_id, number, contract, source, source_hash, mapping, created_by, published_at)
      values (${versionId}, ${scene.customerId}, ${id}, 1, ${contract}, ${source}, ${hash}, ${sql.json(mapping as never)}, 'test', now())`;
    await sql`update decoders set current_version_id = ${versionId} where id = ${id}`;
    ids.push(id);
  }
  for (const id of ids) {
    await sql`insert into flow_decoders (customer_id, flow_id, device_type_customer_id, device_type_id, decoder_customer_id, decoder_id)
      values (${scene.customerId}, ${scene.flowId}, ${scene.customerId}, ${scene.deviceTypeId}, ${scene.customerId}, ${id})`;
  }
  return ids;
}

export async function addDestination(
  sql: postgres.Sql,
  to: { customerId: string; flowId: string; dataKey: DataKey; url: string },
): Promise<string> {
  const id = randomUUID();
  const secrets = JSON.stringify({ sharedSecret: SHARED_SECRET, signingSecret: SIGNING_SECRET });
  await sql`insert into destinations (id, customer_id, name, kind, settings, secrets)
    values (${id}, ${to.customerId}, 'Receiver', 'https', ${sql.json({ url: to.url })},
      ${seal(to.dataKey, `destinations|secrets|${id}`, secrets)})`;
  await sql`insert into flow_destinations (customer_id, flow_id, destination_id) values (${to.customerId}, ${to.flowId}, ${id})`;
  return id;
}

/** An uplink as a network server tells it. `n` makes it distinct and is its frame counter and payload. */
export function uplinkOf(
  device: Pick<SceneDevice, 'devEui'>,
  n: number,
  more: Partial<LoraUplink> = {},
): LoraUplink {
  const payload = Buffer.alloc(12);
  payload.writeUInt32BE(n);
  return {
    kind: 'uplink',
    devEui: device.devEui,
    occurredAt: new Date(1_700_000_000_000 + n * 1000).toISOString(),
    identity: `uplink:${device.devEui}-${n}`,
    devAddr: '00189440',
    fCntUp: n,
    fPort: 1,
    frmPayload: payload.toString('hex'),
    confirmed: false,
    adr: true,
    adrAckReq: false,
    ack: false,
    radio: { frequencyHz: 868_100_000, spreadingFactor: 7, bandwidthHz: 125_000, codingRate: '4/5', dr: 5 },
    receptions: [{ gatewayId: '0016C001F153A14C', rssi: -80, snr: 7.5, esp: -80.7 }],
    gatewayCount: 1,
    ...more,
  };
}

/** The webhook call that a ChirpStack of this connection makes for it. */
export function chirpstackRequest(
  scene: Pick<Scene, 'connectionId' | 'connectionSecret'>,
  uplink: LoraUplink,
  more: Partial<IngestRequest> = {},
): IngestRequest {
  return {
    method: 'POST',
    path: `/ingestion/lora/${scene.connectionId}`,
    query: 'event=up',
    headers: { authorization: `Bearer ${scene.connectionSecret}`, 'content-type': 'application/json' },
    body: chirpstackJson(buildChirpstackUp(uplink)),
    address: '127.0.0.1',
    ...more,
  };
}
