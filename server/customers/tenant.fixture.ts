import { randomBytes, randomUUID } from 'node:crypto';
import type postgres from 'postgres';
import { PLATFORM_CUSTOMER_ID } from '#db/columns.ts';
import type { Actor } from '#server/access/actor.ts';
import type { Role } from '#server/access/contract.ts';
import { effectiveRoles } from '#server/access/rules.ts';
import { systemActor } from '#server/access/system-actor.ts';
import { storeAlerts } from '#server/alerts/stored-alert.fixture.ts';
import { createApiKey } from '#server/api-keys/create-api-key.ts';
import { createDecoder } from '#server/decoders/create-decoder.ts';
import { createDevice } from '#server/devices/create-device.ts';
import { createFlow } from '#server/flows/create-flow.ts';
import { linkDestination } from '#server/flows/link-destination.ts';
import { linkDevices } from '#server/flows/link-device.ts';
import { toggleDecoder } from '#server/flows/toggle-decoder.ts';
import { createConnection } from '#server/lora-networks/create-connection.ts';
import { createProject } from '#server/projects/create-project.ts';
import { publishVersion } from '#server/scripts/publish-version.ts';
import { storeSim } from '#server/sims/stored-sim.fixture.ts';
import { setMetadata } from '#server/twins/set-metadata.ts';
import { createUser } from '#server/users/create-user.ts';
import { createCustomer } from './create-customer.ts';
import { storeMessage } from './stored-message.fixture.ts';

/** A customer with one of everything, every text of it holding its own canary. For tests of access and of reads. */
export interface Tenant {
  customerId: string;
  system: Actor;
  ids: {
    customer: string;
    project: string;
    device: string;
    flow: string;
    destination: string;
    connection: string;
    gateway: string;
    decoder: string;
    decoderVersion: string;
    scriptTest: string;
    /** Its own, offered by the platform's type, on in its flow. */
    encoder: string;
    scriptEncoder: string;
    encoderVersion: string;
    apiKey: string;
    user: string;
    tableView: string;
    firmware: string;
    firmwareAssignment: string;
    downlink: string;
    sim: string;
    simAccount: string;
    simPlan: string;
    uplink: number;
    delivery: number;
    waiting: number;
    deviceType: string;
    bulkTask: string;
    alert: string;
    mute: string;
    mail: string;
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

async function storeEncoder(
  sql: postgres.Sql,
  customerId: string,
  typeId: string,
  mark: (what: string) => string,
): Promise<string> {
  const id = randomUUID();
  const commands = [{ name: 'mode', values: [{ value: 'Missing', hex: ['01'] }] }];
  await sql`insert into encoders ${sql({ id, customer_id: customerId, kind: 'table', name: mark('encoders-name'), commands: sql.json(commands) })}`;
  await sql`insert into device_type_encoders values (${customerId}, ${PLATFORM_CUSTOMER_ID}, ${typeId}, ${customerId}, ${id})`;
  return id;
}

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
  const encoder = await storeEncoder(sql, customerId, catalogue.typeId, mark);
  await linkDevices(system, { flowId: flow.id, deviceIds: [device.id] });
  await setMetadata(system, { deviceId: device.id, key: mark('twins-key'), value: mark('twins-value') });
  const connection = await createConnection(system, {
    name: mark('connections-name'),
    provider: 'chirpstack',
  });
  await sql`insert into lora_registrations ${sql({ customer_id: customerId, connection_customer_id: customerId, connection_id: connection.id, device_id: device.id, dev_eui: devEui, wish: 'ACTIVE', present: 'ABSENT', plan: mark('plan'), failure_code: 'lora-network.refused', failure_reason: mark('registrations-reason'), failure_of: 'device', failed_at: new Date() })}`;
  const decoder = await createDecoder(system, {
    name: mark('decoders-name'),
    description: mark('decoders-description'),
    deviceTypeId: catalogue.typeId,
    records: [{ name: mark('records'), type: 'number' }],
    contract: 'things',
    source: `${SCRIPT} // ${mark('source')}`,
    mapping: {},
  });
  await publishVersion(system, {
    owner: { kind: 'decoder', id: decoder.id },
    versionId: decoder.versionId,
  });
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
  const [view] = await sql`insert into table_views (customer_id, user_id, table_name, name, address)
    values (${customerId}, ${user.id}, 'devices', ${mark('views-name')}, ${`q=${mark('views-address')}`}) returning id`;
  const [firmware] =
    await sql`insert into firmware_versions ${sql({ customer_id: customerId, device_type_customer_id: PLATFORM_CUSTOMER_ID, device_type_id: catalogue.typeId, version: mark('firmware-version'), notes: mark('firmware-notes'), file_name: mark('firmware-file'), size: 1, sha256: 'x', created_by: mark('firmware-by') })} returning id`;
  await sql`insert into firmware_chunks (customer_id, firmware_version_id, number, bytes) values (${customerId}, ${firmware?.id}, 0, ${Buffer.from('a')})`;
  const [assignment] =
    await sql`insert into firmware_assignments (customer_id, device_id, firmware_version_id, expires_at, created_by)
    values (${customerId}, ${device.id}, ${firmware?.id}, now() + interval '1 day', ${mark('assignment-by')}) returning id`;
  const [gateway] =
    await sql`insert into lora_gateways ${sql({ customer_id: customerId, gateway_id: mark('gateways-id'), name: mark('gateways-name'), latitude: 52, longitude: 5 })} returning id`;
  const [downlink] =
    await sql`insert into downlinks ${sql({ customer_id: customerId, device_id: device.id, channel: 'lora', method: sql.json({ type: 'lora', port: 1, payloadHex: Buffer.from(mark('payload')).toString('hex') }), detail: mark('downlinks-detail'), feedback_seconds: 600, retry_limit: 0, dry_run: false, external_reference: mark('downlinks-reference'), created_by: mark('downlinks-by') })} returning id`;
  const [scriptEncoder] =
    await sql`insert into encoders ${sql({ customer_id: customerId, kind: 'script', name: mark('encoders-script') })} returning id`;
  const [encoderVersion] =
    await sql`insert into decoder_versions ${sql({ customer_id: customerId, encoder_id: scriptEncoder?.id, number: 1, contract: 'ts013', source: mark('encoders-source'), source_hash: 'x', created_by: mark('encoders-by') })} returning id`;
  const [scriptTest] =
    await sql`insert into script_tests ${sql({ customer_id: customerId, decoder_id: decoder.id, name: mark('tests-name'), input: sql.json({ kind: 'message', urn: `urn:dev:DEVEUI:${devEui}:`, receivedAt: '2026-01-01T00:00:00.000Z', event: { kind: 'unread' }, raw: null }), expected: sql.json({ kind: 'output', output: mark('tests-expected') }), created_by: mark('tests-by') })} returning id`;
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
      customer: customerId,
      project: project.id,
      device: device.id,
      flow: flow.id,
      destination,
      connection: connection.id,
      gateway: gateway?.id,
      decoder: decoder.id,
      decoderVersion: decoder.versionId,
      scriptTest: scriptTest?.id,
      encoder,
      scriptEncoder: scriptEncoder?.id,
      encoderVersion: encoderVersion?.id,
      apiKey: apiKey.id,
      user: user.id,
      tableView: view?.id,
      firmware: firmware?.id,
      firmwareAssignment: assignment?.id,
      downlink: downlink?.id,
      ...(await storeSim(sql, customerId, mark)),
      deviceType: catalogue.typeId,
      bulkTask: await storeBulkTask(sql, customerId, user.id, mark),
      ...(await storeAlerts(sql, { customerId, deviceId: device.id, userId: user.id }, mark)),
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

/** A plan of one row that waits to be confirmed. */
async function storeBulkTask(
  sql: postgres.Sql,
  customerId: string,
  userId: string,
  mark: (what: string) => string,
): Promise<string> {
  const [task] =
    await sql`insert into bulk_tasks ${sql({ customer_id: customerId, kind: 'update-devices', source: 'file', state: 'planned', file_name: mark('bulk-file'), actor_kind: 'user', actor_id: userId, actor_name: mark('bulk-actor'), via: 'portal', total: 1, planned: sql.json({ change: 1 }) })} returning id`;
  await sql`insert into bulk_rows ${sql({ customer_id: customerId, task_id: task?.id, number: 2, verdict: 'change', label: mark('bulk-label'), before: sql.json({ name: mark('bulk-before') }), after: sql.json({ name: mark('bulk-after') }) })}`;
  return task?.id;
}
