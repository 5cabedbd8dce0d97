import { and, asc, eq, sql } from 'drizzle-orm';
import { simPlans, sims } from '#db/schema/sims.ts';
import type { Tx } from '#server/platform/database.ts';
import { outer } from '#server/platform/outer-column.ts';
import type { TenantScope } from '#server/platform/tenant-scope.ts';
import type { PlanChoice, SimPlan } from './contract.ts';

const ofAccount = (scope: TenantScope, accountId: string) =>
  and(eq(simPlans.customerId, scope.customerId), eq(simPlans.accountId, accountId));

const inUse = sql<number>`(select count(*)::int from ${sims} s where s.account_id = ${outer(simPlans.accountId)}
  and case ${outer(simPlans.kind)} when 'rate' then s.rate_plan else s.communication_plan end = ${outer(simPlans.name)})`;

const columns = {
  id: simPlans.id,
  kind: simPlans.kind,
  name: simPlans.name,
  apns: simPlans.apns,
  sims: inUse,
};

export async function selectPlans(tx: Tx, scope: TenantScope, accountId: string): Promise<SimPlan[]> {
  return tx
    .select(columns)
    .from(simPlans)
    .where(ofAccount(scope, accountId))
    .orderBy(asc(simPlans.kind), asc(simPlans.name));
}

/** Of all accounts; how many SIMs have each is not counted. */
export async function selectPlanChoices(tx: Tx, scope: TenantScope): Promise<PlanChoice[]> {
  return tx
    .select({ kind: simPlans.kind, name: simPlans.name, apns: simPlans.apns })
    .from(simPlans)
    .where(eq(simPlans.customerId, scope.customerId))
    .orderBy(asc(simPlans.kind), asc(simPlans.name));
}

export async function selectPlan(
  tx: Tx,
  scope: TenantScope,
  accountId: string,
  planId: string,
): Promise<SimPlan | null> {
  const [row] = await tx
    .select(columns)
    .from(simPlans)
    .where(and(ofAccount(scope, accountId), eq(simPlans.id, planId)));
  return row ?? null;
}

export async function upsertPlan(
  tx: Tx,
  scope: TenantScope,
  plan: { accountId: string; kind: 'communication' | 'rate'; name: string; apns: string[] },
): Promise<string> {
  const [row] = await tx
    .insert(simPlans)
    .values({ ...plan, customerId: scope.customerId })
    .onConflictDoUpdate({
      target: [simPlans.accountId, simPlans.kind, simPlans.name],
      set: { apns: plan.apns, modifiedAt: sql`now()` },
    })
    .returning({ id: simPlans.id });
  return row?.id as string;
}

export async function deletePlan(
  tx: Tx,
  scope: TenantScope,
  accountId: string,
  planId: string,
): Promise<void> {
  await tx.delete(simPlans).where(and(ofAccount(scope, accountId), eq(simPlans.id, planId)));
}
