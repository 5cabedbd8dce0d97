import { type Actor, authorize } from '#server/access/actor.ts';
import { installationWeeks } from '#server/measurements/installation-weeks.ts';
import type { InstallationWeeks } from '#server/measurements/rules.ts';
import { tenantTransaction } from '#server/platform/database.ts';
import { notFound } from '#server/platform/errors.ts';
import type { ClientSettingsView } from './api-contract.ts';
import type { Customer } from './contract.ts';
import { selectCustomer } from './repository.ts';

/** The actor's own customer, and how long this installation keeps anything at all. */
export async function getCustomer(actor: Actor): Promise<{ customer: Customer; weeks: InstallationWeeks }> {
  const scope = authorize(actor, 'customers.read');
  const customer = await tenantTransaction(scope, (tx) => selectCustomer(tx, scope));
  if (!customer) throw notFound('customers');
  return { customer, weeks: installationWeeks() };
}

/** Another one is as unknown as one that there is not. */
export async function getSettingsOf(actor: Actor, { id }: { id: string }): Promise<ClientSettingsView> {
  const { customer, weeks } = await getCustomer(actor);
  if (customer.id !== id) throw notFound('customers');
  return {
    clientId: customer.id,
    keepsHistory: customer.keepsHistory,
    messageWeeks: weeks.messages,
    measurementWeeks: customer.keepsHistory ? weeks.measurements : weeks.messages,
  };
}
