import { randomUUID } from 'node:crypto';
import { type Actor, authorize } from '#server/access/actor.ts';
import { recordAudit } from '#server/audit/record-audit.ts';
import { tenantTransaction } from '#server/platform/database.ts';
import type { SimAccountCreate } from './account-contract.ts';
import { sealCredentials } from './account-credentials.ts';
import { insertAccount } from './accounts.sql.ts';
import { checkAccount, parseAccount } from './check-account.ts';
import { askForListing } from './jobs.sql.ts';

/** An account at a SIM platform; its SIMs come in with the listing that is asked for at once. */
export async function createSimAccount(actor: Actor, input: SimAccountCreate): Promise<{ id: string }> {
  const scope = authorize(actor, 'sim-accounts.create');
  const id = randomUUID();
  const { name, description, platform } = input;
  const place = { customerId: scope.customerId, accountId: id };
  const checked = parseAccount(place, platform, input.settings, input.credentials);
  await checkAccount(checked);
  const { settings, credentials } = checked.config;
  await tenantTransaction(scope, async (tx) => {
    const sealed = await sealCredentials(tx, scope.customerId, id, credentials);
    await insertAccount(tx, scope, { id, name, description, platform, settings, credentials: sealed });
    await askForListing(tx, scope, id);
    await recordAudit(tx, actor, {
      operation: 'sim-accounts.create',
      object: { kind: 'sim-account', id, name },
      after: { name, description, platform, settings, credentialsSet: Object.keys(credentials) },
    });
  });
  return { id };
}
