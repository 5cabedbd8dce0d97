import { randomUUID } from 'node:crypto';
import type postgres from 'postgres';
import { sharedSecretPlace } from '#server/devices/device-secrets.ts';
import { dataKeyOf } from '#server/platform/data-keys.ts';
import { pipelineDatabase } from '#server/platform/database.ts';
import { seal } from '#server/platform/secrets.ts';
import { messageToken } from '#server/protocols/senml/message-token.ts';
import type { Scene } from '../scene.fixture.ts';
import type { IngestRequest } from './contract.ts';

export const DEVICE_SECRET = 'aB3$aB3$aB3$aB3$aB3$aB3$aB3$aB3$';

export interface SigningScene {
  deviceId: string;
  urn: string;
  path: string;
}

type Signers = Pick<Scene, 'customerId' | 'devices'>;

/** Makes the scene's device one that signs its own messages, in place of its LoRa adapter. */
export async function makeSigning(
  sql: postgres.Sql,
  scene: Signers,
  network: 'cellular' | 'generic',
  nth = 0,
): Promise<SigningScene> {
  await sql`delete from network_adapters where device_id = ${scene.devices[nth]?.id as string}`;
  return addSigning(sql, scene, network, nth);
}

/** Links the scene's device to one network more, of those that it signs its messages on. */
export async function addSigning(
  sql: postgres.Sql,
  scene: Signers,
  network: 'cellular' | 'generic',
  nth = 0,
): Promise<SigningScene> {
  const deviceId = scene.devices[nth]?.id as string;
  const identifier =
    network === 'generic' ? randomUUID() : String(35e13 + Math.floor(Math.random() * 1e13)).padStart(15, '0');
  await sql`insert into network_adapters (customer_id, device_id, network, identifier)
    values (${scene.customerId}, ${deviceId}, ${network}, ${identifier})`;
  const sealed = seal(
    await dataKeyOf(pipelineDatabase(), scene.customerId),
    sharedSecretPlace(deviceId),
    DEVICE_SECRET,
  );
  await sql`insert into device_secrets (device_id, customer_id, secret)
    values (${deviceId}, ${scene.customerId}, ${sealed}) on conflict do nothing`;
  return network === 'generic'
    ? { deviceId, urn: `urn:dev:DVNUUID:${identifier}:`, path: '/ingestion/ip/senml/v1' }
    : { deviceId, urn: `urn:dev:IMEI:${identifier}:`, path: '/ingestion/m2m/senml/v1' };
}

export function senmlRequest(
  path: string,
  content: string | Uint8Array,
  more: Partial<IngestRequest> & { secret?: string } = {},
): IngestRequest {
  const { secret = DEVICE_SECRET, ...rest } = more;
  const body = typeof content === 'string' ? Buffer.from(content) : content;
  return {
    method: 'POST',
    path,
    query: '',
    headers: { 'content-type': 'application/json', 'things-message-token': messageToken(body, secret) },
    body,
    address: '127.0.0.1',
    ...rest,
  };
}
