import { and, asc, eq, inArray, sql } from 'drizzle-orm';
import { simAccounts, simJobs, sims } from '#db/schema/sims.ts';
import type { Tx } from '#server/platform/database.ts';
import { outer } from '#server/platform/outer-column.ts';
import type { TenantScope } from '#server/platform/tenant-scope.ts';
import type { ListingOutcome, SimAccount } from './account-contract.ts';

const own = (scope: TenantScope, id: string) =>
  and(eq(simAccounts.customerId, scope.customerId), eq(simAccounts.id, id));

const count = (what: ReturnType<typeof sql>) => sql<number>`(select count(*)::int from ${what})`;

const columns = {
  id: simAccounts.id,
  name: simAccounts.name,
  description: simAccounts.description,
  platform: simAccounts.platform,
  status: simAccounts.status,
  sims: count(sql`${sims} s where s.account_id = ${outer(simAccounts.id)}`),
  linked: count(sql`${sims} s where s.account_id = ${outer(simAccounts.id)} and s.device_id is not null`),
  waiting: count(
    sql`${simJobs} j where j.account_id = ${outer(simAccounts.id)} and j.state = 'pending' and j.sim_id is not null`,
  ),
  failed: count(
    sql`${simJobs} j where j.account_id = ${outer(simAccounts.id)} and j.state = 'failed' and j.kind <> 'sync-account'`,
  ),
  lastSyncAt: simAccounts.lastSyncAt,
  lastSync: sql<ListingOutcome | null>`${simAccounts.lastSync}`,
  syncErrorCode: simAccounts.syncErrorCode,
  syncError: simAccounts.syncError,
  pausedUntil: simAccounts.pausedUntil,
  syncing: sql<boolean>`exists (select from ${simJobs} j where j.account_id = ${outer(simAccounts.id)} and j.state = 'pending' and j.sim_id is null)`,
  createdAt: simAccounts.createdAt,
  modifiedAt: simAccounts.modifiedAt,
};

export async function selectAccounts(tx: Tx, scope: TenantScope): Promise<SimAccount[]> {
  return tx
    .select(columns)
    .from(simAccounts)
    .where(eq(simAccounts.customerId, scope.customerId))
    .orderBy(asc(simAccounts.name), asc(simAccounts.id));
}

export async function selectAccount(tx: Tx, scope: TenantScope, id: string) {
  const [row] = await tx
    .select({ ...columns, settings: simAccounts.settings, credentials: simAccounts.credentials })
    .from(simAccounts)
    .where(own(scope, id));
  return row ?? null;
}

export async function lockAccount(tx: Tx, scope: TenantScope, id: string) {
  const [row] = await tx.select().from(simAccounts).where(own(scope, id)).for('update');
  return row ?? null;
}

export async function selectAccountStates(tx: Tx, scope: TenantScope, ids: string[]) {
  if (ids.length === 0) return new Map<string, { status: 'active' | 'disabled' }>();
  const rows = await tx
    .select({ id: simAccounts.id, status: simAccounts.status })
    .from(simAccounts)
    .where(and(eq(simAccounts.customerId, scope.customerId), inArray(simAccounts.id, ids)));
  return new Map(rows.map(({ id, status }) => [id, { status }]));
}

export async function insertAccount(
  tx: Tx,
  scope: TenantScope,
  values: Omit<typeof simAccounts.$inferInsert, 'customerId'>,
): Promise<void> {
  await tx.insert(simAccounts).values({ ...values, customerId: scope.customerId });
}

export async function updateAccountRow(
  tx: Tx,
  scope: TenantScope,
  id: string,
  values: Partial<
    Pick<
      typeof simAccounts.$inferInsert,
      'name' | 'description' | 'settings' | 'credentials' | 'status' | 'pausedUntil'
    >
  >,
): Promise<void> {
  await tx
    .update(simAccounts)
    .set({ ...values, modifiedAt: sql`now()` })
    .where(own(scope, id));
}

/** Its SIMs, plans, usage and waiting work go with it by the foreign keys. */
export async function deleteAccountRow(tx: Tx, scope: TenantScope, id: string): Promise<void> {
  await tx.delete(simAccounts).where(own(scope, id));
}
