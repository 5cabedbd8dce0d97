import { DEMO_PASSWORD } from '#server/access/demo-contract.ts';
import { systemActor } from '#server/access/system-actor.ts';
import { sha256 } from '#server/access/token.ts';
import { insertApiKey } from '#server/api-keys/repository.ts';
import { recordAudit } from '#server/audit/record-audit.ts';
import { createCustomer } from '#server/customers/create-customer.ts';
import { tenantTransaction } from '#server/platform/database.ts';
import { createUser } from '#server/users/create-user.ts';
import { demoApiKey } from './demo-keys.ts';
import type { PlannedCustomer } from './plan.ts';

/** The customer with its people and programs. */
export async function plantAccounts(plan: PlannedCustomer, id: string): Promise<void> {
  await createCustomer({ id, name: plan.name });
  for (const user of plan.users) await createUser({ customerId: id, password: DEMO_PASSWORD, ...user });
  for (const { key, ...fields } of plan.apiKeys) await plantApiKey(id, key, fields);
}

/** Not by the use case: that one makes a secret which nobody could look up again. */
async function plantApiKey(
  customerId: string,
  key: string,
  fields: { name: string; description: string; roles: PlannedCustomer['apiKeys'][number]['roles'] },
): Promise<void> {
  const actor = systemActor(customerId);
  const { clientId, clientSecret } = demoApiKey(key);
  await tenantTransaction(actor.scope, async (tx) => {
    const id = await insertApiKey(tx, actor.scope, { ...fields, clientId, secretHash: sha256(clientSecret) });
    await recordAudit(tx, actor, {
      operation: 'api-keys.create',
      object: { kind: 'api-key', id, name: fields.name },
      after: { ...fields, clientId },
    });
  });
}
