import { PLATFORM_CUSTOMER_ID } from '#db/columns.ts';
import { DEMO_PASSWORD } from '#server/access/demo-contract.ts';
import { systemActor } from '#server/access/system-actor.ts';
import { sha256 } from '#server/access/token.ts';
import { insertApiKey } from '#server/api-keys/repository.ts';
import { recordAudit } from '#server/audit/record-audit.ts';
import { createCustomer } from '#server/customers/create-customer.ts';
import { tenantTransaction } from '#server/platform/database.ts';
import { bindPerson, insertView } from '#server/table-views/repository.ts';
import { createUser } from '#server/users/create-user.ts';
import { demoApiKey } from './demo-keys.ts';
import { DEMO_OPERATOR } from './operator.ts';
import type { PlannedCustomer } from './plan.ts';

/** The customer with its people and programs. */
export async function plantAccounts(plan: PlannedCustomer, id: string): Promise<void> {
  await createCustomer({ id, name: plan.name });
  for (const user of plan.users) {
    const { id: userId } = await createUser({ customerId: id, password: DEMO_PASSWORD, ...user });
    if (user.roles.includes('manager.admin')) await plantViews(id, userId);
  }
  for (const { key, ...fields } of plan.apiKeys) await plantApiKey(id, key, fields);
}

/** Who looks after the platform: its connections are every customer's. */
export async function plantOperator(): Promise<void> {
  await createUser({ customerId: PLATFORM_CUSTOMER_ID, password: DEMO_PASSWORD, ...DEMO_OPERATOR });
}

const VIEWS = [
  { name: 'Late or silent', address: 'f=activity:in:late,silent&sort=lastMessageAt' },
  {
    name: 'Weak signal',
    address: 'f=signal:between:,-110&cols=name,identifier,signal,spreadingFactor,lastMessageAt&rows=compact',
  },
];

/** How an operator looks at many devices; none of them is what the list opens with. */
async function plantViews(customerId: string, userId: string): Promise<void> {
  const { scope } = systemActor(customerId);
  const owner = { scope, userId, table: 'devices' as const };
  await tenantTransaction(scope, async (tx) => {
    await bindPerson(tx, owner);
    for (const view of VIEWS) await insertView(tx, owner, { ...view, isDefault: false });
  });
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
