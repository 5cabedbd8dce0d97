import { type Actor, authorize } from '#server/access/actor.ts';
import { recordAudit } from '#server/audit/record-audit.ts';
import { tenantTransaction } from '#server/platform/database.ts';
import { DomainError, invalidInput, notFound } from '#server/platform/errors.ts';
import type { SimPlanSet } from './account-contract.ts';
import { lockAccount } from './accounts.sql.ts';
import { deletePlan, selectPlan, upsertPlan } from './plans.sql.ts';

/** For platforms that do not tell their plans: a name as the platform writes it, and the APNs of a communication plan. */
export async function setSimPlan(actor: Actor, input: SimPlanSet): Promise<{ id: string }> {
  const scope = authorize(actor, 'sim-accounts.update');
  if (input.kind === 'rate' && input.apns.length > 0)
    throw invalidInput([{ path: 'apns', message: 'belong to communication plans' }]);
  return tenantTransaction(scope, async (tx) => {
    const account = await lockAccount(tx, scope, input.accountId);
    if (!account) throw notFound('sim-accounts');
    const id = await upsertPlan(tx, scope, input);
    await recordAudit(tx, actor, {
      operation: 'sim-accounts.update',
      object: { kind: 'sim-account', id: account.id, name: account.name },
      after: { plan: input.name, kind: input.kind, apns: input.apns },
    });
    return { id };
  });
}

/** A plan that no SIM has. */
export async function removeSimPlan(
  actor: Actor,
  { accountId, planId }: { accountId: string; planId: string },
): Promise<void> {
  const scope = authorize(actor, 'sim-accounts.update');
  await tenantTransaction(scope, async (tx) => {
    const account = await lockAccount(tx, scope, accountId);
    if (!account) throw notFound('sim-accounts');
    const plan = await selectPlan(tx, scope, accountId, planId);
    if (!plan) throw notFound('sim-plans');
    if (plan.sims > 0) throw new DomainError('sim-plans.in-use', 'conflict', { sims: plan.sims });
    await deletePlan(tx, scope, accountId, planId);
    await recordAudit(tx, actor, {
      operation: 'sim-accounts.update',
      object: { kind: 'sim-account', id: account.id, name: account.name },
      before: { plan: plan.name, kind: plan.kind, apns: plan.apns },
    });
  });
}
