import { and, asc, eq, sql } from 'drizzle-orm';
import { apiKeys } from '#db/schema/api-keys.ts';
import type { Tx } from '#server/platform/database.ts';
import type { TenantScope } from '#server/platform/tenant-scope.ts';
import type { ApiKey } from './contract.ts';

const columns = {
  id: apiKeys.id,
  clientId: apiKeys.clientId,
  name: apiKeys.name,
  description: apiKeys.description,
  roles: apiKeys.roles,
  lastUsedAt: apiKeys.lastUsedAt,
  expiresAt: apiKeys.expiresAt,
  revokedAt: apiKeys.revokedAt,
  createdAt: apiKeys.createdAt,
};

export async function selectApiKeys(tx: Tx, scope: TenantScope): Promise<ApiKey[]> {
  return tx
    .select(columns)
    .from(apiKeys)
    .where(eq(apiKeys.customerId, scope.customerId))
    .orderBy(asc(apiKeys.name), asc(apiKeys.id));
}

export async function lockApiKey(tx: Tx, scope: TenantScope, id: string): Promise<ApiKey | null> {
  const [row] = await tx
    .select(columns)
    .from(apiKeys)
    .where(and(eq(apiKeys.customerId, scope.customerId), eq(apiKeys.id, id)))
    .for('update');
  return row ?? null;
}

export async function insertApiKey(
  tx: Tx,
  scope: TenantScope,
  values: Omit<typeof apiKeys.$inferInsert, 'customerId'>,
): Promise<string> {
  const [row] = await tx
    .insert(apiKeys)
    .values({ ...values, customerId: scope.customerId })
    .returning({ id: apiKeys.id });
  if (!row) throw new Error('API key not stored');
  return row.id;
}

export async function markRevoked(tx: Tx, scope: TenantScope, id: string): Promise<void> {
  await tx
    .update(apiKeys)
    .set({ revokedAt: sql`now()`, modifiedAt: sql`now()` })
    .where(and(eq(apiKeys.customerId, scope.customerId), eq(apiKeys.id, id)));
}
