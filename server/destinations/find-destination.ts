import type { Tx } from '#server/platform/database.ts';
import { notFound } from '#server/platform/errors.ts';
import type { TenantScope } from '#server/platform/tenant-scope.ts';
import { selectDestinationName } from './repository.ts';

/** For other nouns' use cases: a destination of this customer; unknown and foreign are the same refusal. */
export async function findDestination(tx: Tx, scope: TenantScope, id: string) {
  const destination = await selectDestinationName(tx, scope, id);
  if (!destination) throw notFound('destinations');
  return destination;
}
