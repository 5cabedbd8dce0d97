import { type Actor, authorize } from '#server/access/actor.ts';
import { storeChanges } from '#server/audit/store-changes.ts';
import { tenantTransaction } from '#server/platform/database.ts';
import { notFound } from '#server/platform/errors.ts';
import type { CustomerSettings } from './contract.ts';
import { lockCustomer, updateCustomerSettings } from './repository.ts';

export async function changeSettings(actor: Actor, { id, ...wanted }: CustomerSettings): Promise<void> {
  const scope = authorize(actor, 'customers.update');
  await tenantTransaction(scope, async (tx) => {
    const customer = await lockCustomer(tx, scope);
    if (customer?.id !== id) throw notFound('customers');
    await storeChanges(tx, actor, {
      operation: 'customers.update',
      kind: 'customer',
      present: customer,
      wanted,
      store: (after) => updateCustomerSettings(tx, scope, after),
    });
  });
}
