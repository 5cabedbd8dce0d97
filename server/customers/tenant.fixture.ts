import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { deflateSync } from 'node:zlib';
import type postgres from 'postgres';
import { PLATFORM_CUSTOMER_ID } from '#db/columns.ts';
import type { Actor } from '#server/access/actor.ts';
import type { Role } from '#server/access/contract.ts';
import { effectiveRoles } from '#server/access/rules.ts';
import { systemActor } from '#server/access/system-actor.ts';
import { createApiKey } from '#server/api-keys/create-api-key.ts';
import { createDecoder } from '#server/decoders/create-decoder.ts';
import { publishVersion } from '#server/decoders/publish-decoder.ts';
import { createDevice } from '#server/devices/create-device.ts';
import { shardOf } from '#server/devices/rules.ts';
import { createFlow } from '#server/flows/create-flow.ts';
import { linkDestination } from '#server/flows/link-destination.ts';
import { linkDevices } from '#server/flows/link-device.ts';
import { toggleDecoder } from '#server/flows/toggle-decoder.ts';
import { createConnection } from '#server/lora-networks/create-connection.ts';
import { shapeHash } from '#server/measurements/shape.ts';
import { createProject } from '#server/projects/create-project.ts';
import { setMetadata } from '#server/twins/set-metadata.ts';
import { createUser } from '#server/users/create-user.ts';
import { createCustomer } from './create-customer.ts';

/** A customer with one of everything, every text of it holding its own canary. For tests of access and of reads. */
export interface Tenant {
  customerId: string;
  system: Actor;
  ids: {
    project: string;
    device: string;
    flow: string;
    destination: string;
    connection: string;
    decoder: string;
    decoderVersion: string;
    apiKey: string;
    user: string;
    uplink: number;
    delivery: number;
    waiting: number;
    deviceType: string;
  };
  apiKey: { clientId: string; clientSecret: string };
  devEui: string;
}

export const CANARY = 'CANARY';

/** Types and a decoder of the platform, which every customer sees. */
export async function seedCatalogue(sql: postgres.Sql): Promise<{ typeId: string; decoderId: string }> {
  const typeId = randomUUID();
  const decoderId = randomUUID();
  await sql`insert into device_types (id, customer_id, slug, name, category, "group", networks, lora_keys, expected_interval_seconds)
    values (${typeId}, ${PLATFORM_CUSTOMER_ID}, 'own-lora-device', 'Own LoRa device', 'own', 'LoRa', ${['lora']}, 'preset', 600),
           (${randomUUID()}, ${PLATFORM_CUSTOMER_ID}, 'programmable', 'Programmable LoRa device', 'own', 'LoRa', ${['lora']}, 'generated', 600),
           (${randomUUID()}, ${PLATFORM_CUSTOMER_ID}, 'managed', 'Managed sensor', 'managed', 'Sensors', ${['lora']}, 'generated', 3600)`;
  await sql`insert into decoders (id, customer_id, kind, built_in, name) values (${decoderId}, ${PLATFORM_CUSTOMER_ID}, 'built-in', 'raw-lora', '= Raw LoRa')`;
  await sql`insert into device_type_decoders values (${PLATFORM_CUSTOMER_ID}, ${PLATFORM_CUSTOMER_ID}, ${typeId}, ${PLATFORM_CUSTOMER_ID}, ${decoderId})`;
  return { typeId, decoderId };
}

export function actorWith(customerId: string, roles: Role[], extra: Partial<Actor> = {}): Actor {
  return {
    kind: 'user',
    id: randomUUID(),
    name: 'Test person',
    scope: systemActor(customerId).scope,
    roles: effectiveRoles(roles),
    tokenScopes: null,
    via: 'portal',
    address: '127.0.0.1',
    ...extra,
  };
}

const SCRIPT = '(s) => JSON.stringify([{ bn: JSON.parse(s).metadata.device.urn, n: "port", v: 1 }])';

export async function createTenant(
  sql: postgres.Sql,
  letter: string,
  catalogue: { typeId: string; decoderId: string },
): Promise<Tenant> {
  const mark = (what: string) => `${CANARY}-${letter}-${what}`;
  const { id: customerId } = await createCustomer({ name: mark('customers-name') });
  const system = systemActor(customerId);
  const user = await createUser({
    customerId,
    name: mark('users-name'),
    email: `${CANARY}-${letter}@example.org`,
    roles: ['manager.admin', 'creator.admin', 'organization.admin'],
    jobTitle: mark('users-job'),
  });
  const project = await createProject(system, {
    name: mark('projects-name'),
    description: mark('projects-description'),
  });
  const flow = await createFlow(system, {
    projectId: project.id,
    name: mark('flows-name'),
    description: mark('flows-description'),
  });
  const devEui = randomBytes(8).toString('hex').toUpperCase();
  const device = await createDevice(system, {
    projectId: project.id,
    deviceTypeId: catalogue.typeId,
    name: mark('devices-name'),
    description: mark('devices-description'),
    barcode: mark('devices-barcode'),
    tags: [mark('devices-tag')],
    lora: { devEui, joinEui: '0059AC00000FFFFF', appKey: randomBytes(16).toString('hex').toUpperCase() },
    flowIds: [],
  });
  await linkDevices(system, { flowId: flow.id, deviceIds: [device.id] });
  await setMetadata(system, { deviceId: device.id, key: mark('twins-key'), value: mark('twins-value') });
  const connection = await createConnection(system, {
    name: mark('connections-name'),
    provider: 'chirpstack',
  });
  const decoder = await createDecoder(system, {
    name: mark('decoders-name'),
    description: mark('decoders-description'),
    deviceTypeId: catalogue.typeId,
    records: [{ name: mark('records'), type: 'number' }],
    contract: 'things',
    source: `${SCRIPT} // ${mark('source')}`,
    mapping: {},
  });
  await publishVersion(system, { decoderId: decoder.id, versionId: decoder.versionId });
  await sql`insert into decoder_suspensions (decoder_id, customer_id, decoder_version_id, reason)
    values (${decoder.id}, ${customerId}, ${decoder.versionId}, 'killed')`;
  for (const decoderId of [catalogue.decoderId, decoder.id])
    await toggleDecoder(system, {
      flowId: flow.id,
      deviceTypeId: catalogue.typeId,
      decoderId,
      enabled: true,
    });
  const destination = await storeDestination(sql, customerId, mark);
  await linkDestination(system, { flowId: flow.id, destinationId: destination });
  const apiKey = await createApiKey(system, {
    name: mark('api-keys-name'),
    description: mark('api-keys-description'),
    roles: ['manager.admin'],
    expiresAt: null,
  });
  const message = await storeMessage(sql, {
    customerId,
    deviceId: device.id,
    devEui,
    connectionId: connection.id,
    decoderId: decoder.id,
    versionId: decoder.versionId,
    flowId: flow.id,
    destinationId: destination,
    mark,
  });
  return {
    customerId,
    system,
    ids: {
      project: project.id,
      device: device.id,
      flow: flow.id,
      destination,
      connection: connection.id,
      decoder: decoder.id,
      decoderVersion: decoder.versionId,
      apiKey: apiKey.id,
      user: user.id,
      deviceType: catalogue.typeId,
      ...message,
    },
    apiKey,
    devEui,
  };
}

/** Straight into the table: creating one asks the name service, which tests do not have. */
async function storeDestination(sql: postgres.Sql, customerId: string, mark: (what: string) => string) {
  const id = randomUUID();
  const { dataKeyOf } = await import('#server/platform/data-keys.ts');
  const { pipelineDatabase } = await import('#server/platform/database.ts');
  const { seal } = await import('#server/platform/secrets.ts');
  const key = await dataKeyOf(pipelineDatabase(), customerId);
  const secrets = {
    sharedSecret: `Aa1!${mark('secret')}${'x'.repeat(20)}`,
    signingSecret: `whsec_${Buffer.alloc(32, 1).toString('base64')}`,
  };
  const sealed = seal(key, `destinations|secrets|${id}`, JSON.stringify(secrets));
  await sql`insert into destinations (id, customer_id, name, description, kind, settings, secrets, last_error)
    values (${id}, ${customerId}, ${mark('destinations-name')}, ${mark('destinations-description')}, 'https',
      ${sql.json({ url: `https://example.org/${mark('url')}` })}, ${sealed}, ${mark('last-error')})`;
  return id;
}

interface MessageOf {
  customerId: string;
  deviceId: string;
  devEui: string;
  connectionId: string;
  decoderId: string;
  versionId: string;
  flowId: string;
  destinationId: string;
  mark: (what: string) => string;
}

/** One uplink as the pipeline leaves it: bytes, records, a failure of the other decoder, a failed and a waiting delivery. */
async function storeMessage(sql: postgres.Sql, m: MessageOf) {
  const { customerId, deviceId, mark } = m;
  const receivedAt = new Date(Date.now() - 60_000);
  const body = Buffer.from(JSON.stringify({ deviceInfo: { devEui: m.devEui }, note: mark('raw') }));
  const [ids] =
    await sql`select nextval('uplink_ids')::int as uplink, nextval('uplink_body_ids')::int as body,
    nextval('pack_ids')::int as pack, nextval('delivery_ids')::int as delivery, nextval('delivery_ids')::int as waiting`;
  if (!ids) throw new Error('no ids');
  const event = {
    kind: 'uplink',
    devEui: m.devEui,
    occurredAt: receivedAt.toISOString(),
    identity: randomUUID(),
    devAddr: null,
    fCntUp: 7,
    fPort: 2,
    frmPayload: '2030',
    confirmed: false,
    adr: true,
    adrAckReq: false,
    ack: false,
    radio: {
      frequencyHz: 868100000,
      spreadingFactor: 7,
      bandwidthHz: 125000,
      dr: 5,
      channel: mark('channel'),
    },
    receptions: [{ gatewayId: mark('gateway'), rssi: -90, snr: 7, esp: -90.8 }],
    gatewayCount: 1,
  };
  await sql`insert into uplink_bodies (id, received_at, customer_id, bytes) values (${ids.body}, ${receivedAt}, ${customerId}, ${deflateSync(body)})`;
  await sql`insert into uplinks (id, received_at, customer_id, device_id, connection_id, kind, occurred_at, f_cnt_up, f_port, signal, spreading_factor, event, body_id, body_offset, body_length)
    values (${ids.uplink}, ${receivedAt}, ${customerId}, ${deviceId}, ${m.connectionId}, 'lora.uplink', ${receivedAt}, 7, 2, -90.8, 7, ${sql.json(event)}, ${ids.body}, 0, ${body.length})`;
  const shape = { names: [mark('measure'), 'temperature'], units: ['', 'Cel'], kinds: 'sn' };
  const [stored] = await sql`insert into shapes (customer_id, hash, names, units, kinds)
    values (${customerId}, ${shapeHash(shape)}, ${shape.names}, ${shape.units}, ${shape.kinds}) returning id`;
  await sql`insert into packs (id, received_at, customer_id, device_id, uplink_id, decoder_id, decoder_version_id, time, shape_id, v, rest)
    values (${ids.pack}, ${receivedAt}, ${customerId}, ${deviceId}, ${ids.uplink}, ${m.decoderId}, ${m.versionId}, ${receivedAt}, ${stored?.id}, ${['NaN', 21.5] as never}, ${sql.json({ s: { 0: mark('text') } })})`;
  await sql`insert into decoding_failures (uplink_id, decoder_id, customer_id, device_id, decoder_version_id, received_at, error, logs)
    values (${ids.uplink}, ${m.decoderId}, ${customerId}, ${deviceId}, ${m.versionId}, ${receivedAt}, ${sql.json({ name: 'TypeError', message: mark('error'), line: 3, column: 7 })}, ${sql.json([{ level: 'log', message: mark('log') }])})`;
  const log = [{ at: receivedAt.toISOString(), durationMs: 12, status: 500, response: mark('response') }];
  const columns = {
    customer_id: customerId,
    destination_id: m.destinationId,
    device_id: deviceId,
    flow_id: m.flowId,
  };
  const message = { uplink_id: ids.uplink, pack_id: ids.pack, received_at: receivedAt };
  await sql`insert into deliveries ${sql({ id: ids.delivery, ...columns, ...message, state: 'failed', attempts: 1, status_code: 500, duration_ms: 12, finished_at: receivedAt, attempt_log: sql.json(log) as never })}`;
  await sql`insert into delivery_queue ${sql({ id: ids.waiting, ...columns, ...message, shard: shardOf(deviceId), next_at: receivedAt, attempt_log: sql.json(log) as never })}`;
  await sql`insert into device_activity (device_id, customer_id, last_message_at, last_uplink_id, last_signal, last_spreading_factor, interval_seconds)
    values (${deviceId}, ${customerId}, ${receivedAt}, ${ids.uplink}, -90.8, 7, 600)`;
  await sql`update twins set reported = ${sql.json({ [mark('measure')]: { vs: mark('text'), t: receivedAt.getTime() / 1000, o: '0' }, batteryVoltage: { v: 3.6, u: 'V', t: receivedAt.getTime() / 1000, o: '0' } })} where device_id = ${deviceId}`;
  await sql`insert into unknown_devices values (${customerId}, ${m.connectionId}, 'lora', ${randomBytes(8).toString('hex').toUpperCase()}, 3, now(), now())`;
  await sql`insert into refusals values (${customerId}, ${m.connectionId}, date_trunc('hour', now()), 'unauthorized', 4, now(), ${mark('refusal')})`;
  await sql`insert into uplink_identities values (${deviceId}, ${createHash('sha256').update(event.identity).digest().subarray(0, 16)}, ${customerId}, ${ids.uplink}, ${receivedAt})`;
  return { uplink: Number(ids.uplink), delivery: Number(ids.delivery), waiting: Number(ids.waiting) };
}
