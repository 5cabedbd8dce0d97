import { type Actor, authorize } from '#server/access/actor.ts';
import { tenantTransaction } from '#server/platform/database.ts';
import { notFound } from '#server/platform/errors.ts';
import type { SimAccount, SimAccountDetail } from './account-contract.ts';
import { openCredentials } from './account-credentials.ts';
import { selectAccount, selectAccounts } from './accounts.sql.ts';
import type { PlanChoice } from './contract.ts';
import { selectPlanChoices, selectPlans } from './plans.sql.ts';

export async function listSimAccounts(actor: Actor): Promise<{ items: SimAccount[] }> {
  const scope = authorize(actor, 'sim-accounts.read');
  return { items: await tenantTransaction(scope, (tx) => selectAccounts(tx, scope)) };
}

export async function getSimAccount(actor: Actor, { id }: { id: string }): Promise<SimAccountDetail> {
  const scope = authorize(actor, 'sim-accounts.read');
  return tenantTransaction(scope, async (tx) => {
    const row = await selectAccount(tx, scope, id);
    if (!row) throw notFound('sim-accounts');
    const { credentials, settings, ...account } = row;
    return {
      ...account,
      settings: settings as Record<string, unknown>,
      credentialsSet: Object.keys(await openCredentials(tx, scope.customerId, id, credentials)),
      plans: await selectPlans(tx, scope, id),
    };
  });
}

/** Of every account, for changes of many SIMs at once. */
export async function listSimPlans(actor: Actor): Promise<{ items: PlanChoice[] }> {
  const scope = authorize(actor, 'sim-accounts.read');
  return { items: await tenantTransaction(scope, (tx) => selectPlanChoices(tx, scope)) };
}
