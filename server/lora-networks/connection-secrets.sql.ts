import { eq, inArray } from 'drizzle-orm';
import { loraConnectionAccess, loraConnections } from '#db/schema/lora-networks.ts';
import { dataKeyOf } from '#server/platform/data-keys.ts';
import { pipelineDatabase, type Tx } from '#server/platform/database.ts';
import { unseal } from '#server/platform/secrets.ts';
import { connectionSecretPlace } from './connection-secret.ts';

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
    opened.push({ ...connection, secret: unseal(key, connectionSecretPlace(connection.id), secret) });
  }
  return opened;
}
