import { type Actor, may } from '#server/access/actor.ts';
import { tenantTransaction } from '#server/platform/database.ts';
import { DomainError } from '#server/platform/errors.ts';
import type { SearchHit, SearchQuery } from './contract.ts';
import { searchDestinations, searchDevices, searchFlows } from './repository.ts';

/** Devices, flows and destinations by name or identifier; of each kind only for who may read it. */
export async function searchThings(actor: Actor, { q }: SearchQuery): Promise<SearchHit[]> {
  const devices = may(actor, 'devices.read');
  const flows = may(actor, 'flows.read');
  const destinations = may(actor, 'destinations.read');
  if (!devices && !flows && !destinations)
    throw new DomainError('access.forbidden', 'forbidden', { operation: 'search' });
  const { scope } = actor;
  return tenantTransaction(scope, async (tx) => [
    ...(devices ? await searchDevices(tx, scope, q) : []),
    ...(flows ? await searchFlows(tx, scope, q) : []),
    ...(destinations ? await searchDestinations(tx, scope, q) : []),
  ]);
}
