import { type Actor, authorize } from '#server/access/actor.ts';
import { tenantTransaction } from '#server/platform/database.ts';
import type { ApiKey } from './contract.ts';
import { selectApiKeys } from './repository.ts';

export async function listApiKeys(actor: Actor): Promise<ApiKey[]> {
  const scope = authorize(actor, 'api-keys.read');
  return tenantTransaction(scope, (tx) => selectApiKeys(tx, scope));
}
