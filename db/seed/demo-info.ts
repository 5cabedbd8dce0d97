import { eq, inArray } from 'drizzle-orm';
import { deviceTypes } from '#db/schema/device-types.ts';
import { deviceSecrets, devices, networkAdapters } from '#db/schema/devices.ts';
import { mqttBindings } from '#db/schema/mqtt.ts';
import { DEMO_PASSWORD } from '#server/access/demo-contract.ts';
import { sharedSecretPlace } from '#server/devices/device-secrets.ts';
import { selectSystemConnectionSecrets } from '#server/lora-networks/connection-secrets.sql.ts';
import { mqttPasswordPlace } from '#server/mqtt/seal-password.ts';
import { dataKeyOf } from '#server/platform/data-keys.ts';
import { pipelineDatabase } from '#server/platform/database.ts';
import { ingestUrl, mqttUrl, publicUrl } from '#server/platform/env.ts';
import { unseal } from '#server/platform/secrets.ts';
import { DEMO_CUSTOMER_IDS, demoApiKey } from './demo-keys.ts';
import { HARBOUR } from './harbour.ts';
import { LINDENDAM } from './lindendam.ts';
import { DEMO_OPERATOR } from './operator.ts';

const PLANS = [HARBOUR, LINDENDAM];

/** What programs need to use the demo (contract: `npm run --silent demo:info`). */
export interface DemoInfo {
  portalUrl: string;
  ingestUrl: string;
  /** null: the broker is switched off. */
  mqttUrl: string | null;
  users: { email: string; password: string; roles: string[]; customer: string }[];
  apiKeys: { clientId: string; clientSecret: string; roles: string[]; customer: string }[];
  connections: { id: string; provider: string; secret: string; customer: string }[];
  devices: {
    id: string;
    name: string;
    type: string;
    network: string;
    devEui?: string;
    imei?: string;
    dvnUuid?: string;
    sharedSecret?: string;
    mqttPassword?: string;
    customer: string;
  }[];
}

const customerIds = Object.values(DEMO_CUSTOMER_IDS);
const nameOf = new Map(PLANS.map(({ key, name }) => [DEMO_CUSTOMER_IDS[key], name]));

export async function demoInfo(): Promise<DemoInfo> {
  return {
    portalUrl: publicUrl(),
    ingestUrl: ingestUrl(),
    mqttUrl: mqttUrl(),
    users: [...PLANS, { name: 'Platform', users: [DEMO_OPERATOR] }].flatMap(({ name, users }) =>
      users.map(({ email, roles }) => ({ email, password: DEMO_PASSWORD, roles, customer: name })),
    ),
    apiKeys: PLANS.flatMap(({ name, apiKeys }) =>
      apiKeys.map(({ key, roles }) => ({ ...demoApiKey(key), roles, customer: name })),
    ),
    connections: await demoConnections(),
    devices: await demoDevices(),
  };
}

async function demoConnections(): Promise<DemoInfo['connections']> {
  const rows = await selectSystemConnectionSecrets({ customerIds });
  return rows.map(({ customerId, ...connection }) => ({
    ...connection,
    customer: nameOf.get(customerId) ?? '',
  }));
}

async function demoDevices(): Promise<DemoInfo['devices']> {
  const rows = await pipelineDatabase()
    .select({
      id: devices.id,
      name: devices.name,
      customerId: devices.customerId,
      type: deviceTypes.name,
      network: networkAdapters.network,
      identifier: networkAdapters.identifier,
      secret: deviceSecrets.secret,
      password: mqttBindings.password,
    })
    .from(devices)
    .innerJoin(deviceTypes, eq(deviceTypes.id, devices.deviceTypeId))
    .innerJoin(networkAdapters, eq(networkAdapters.deviceId, devices.id))
    .leftJoin(mqttBindings, eq(mqttBindings.deviceId, devices.id))
    .leftJoin(deviceSecrets, eq(deviceSecrets.deviceId, devices.id))
    .where(inArray(devices.customerId, customerIds))
    .orderBy(devices.customerId, devices.name);
  const identifierName = { lora: 'devEui', cellular: 'imei', generic: 'dvnUuid' } as const;
  return Promise.all(
    rows.map(async ({ customerId, network, identifier, secret, password, ...device }) => ({
      ...device,
      network,
      [identifierName[network]]: identifier,
      ...(secret === null
        ? {}
        : { sharedSecret: await opened(customerId, sharedSecretPlace(device.id), secret) }),
      ...(password === null || network === 'lora'
        ? {}
        : { mqttPassword: await opened(customerId, mqttPasswordPlace(device.id), password) }),
      customer: nameOf.get(customerId) ?? '',
    })),
  );
}

async function opened(customerId: string, place: string, sealed: string): Promise<string> {
  return unseal(await dataKeyOf(pipelineDatabase(), customerId), place, sealed);
}
