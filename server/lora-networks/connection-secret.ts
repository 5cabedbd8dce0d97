import { randomBytes } from 'node:crypto';
import { eq, inArray } from 'drizzle-orm';
import { loraConnectionAccess, loraConnections } from '#db/schema/lora-networks.ts';
import { dataKeyOf } from '#server/platform/data-keys.ts';
import { pipelineDatabase, type Tx } from '#server/platform/database.ts';
import { seal, unseal } from '#server/platform/secrets.ts';
import type { TenantScope } from '#server/platform/tenant-scope.ts';
import type { Provider } from './contract.ts';

const placeOf = (id: string) => `lora_connections|secret|${id}`;

/** 256 random bits; ThingPark's key has 128, as 32 hexadecimal digits. */
export function generateConnectionSecret(provider: Provider): string {
  return provider === 'thingpark'
    ? randomBytes(16).toString('hex')
    : `tpc_${randomBytes(32).toString('base64url')}`;
}

export async function sealConnectionSecret(tx: Tx, scope: TenantScope, id: string, secret: string) {
  return seal(await dataKeyOf(tx, scope.customerId), placeOf(id), secret);
}

export async function openConnectionSecret(tx: Tx, scope: TenantScope, id: string, sealed: string) {
  return unseal(await dataKeyOf(tx, scope.customerId), placeOf(id), sealed);
}

/** Connections with their opened secrets, by customer and name: for what speaks to them as their networks do. */
export async function selectSystemConnectionSecrets(
  by: { ids: string[] } | { customerIds: string[] },
  db: Pick<Tx, 'select' | 'insert'> = pipelineDatabase(),
) {
  const rows = await db
    .select({
      id: loraConnections.id,
      customerId: loraConnections.customerId,
      provider: loraConnections.provider,
      secret: loraConnectionAccess.secret,
    })
    .from(loraConnections)
    .innerJoin(loraConnectionAccess, eq(loraConnectionAccess.connectionId, loraConnections.id))
    .where(
      'ids' in by ? inArray(loraConnections.id, by.ids) : inArray(loraConnections.customerId, by.customerIds),
    )
    .orderBy(loraConnections.customerId, loraConnections.name);
  const opened = [];
  for (const { secret, ...connection } of rows) {
    const key = await dataKeyOf(db, connection.customerId);
    opened.push({ ...connection, secret: unseal(key, placeOf(connection.id), secret) });
  }
  return opened;
}
