import { type Actor, authorize } from '#server/access/actor.ts';
import { tenantTransaction } from '#server/platform/database.ts';
import type { User } from './contract.ts';
import { selectUsers } from './repository.ts';

export async function listUsers(actor: Actor): Promise<User[]> {
  const scope = authorize(actor, 'users.read');
  return tenantTransaction(scope, (tx) => selectUsers(tx, scope));
}
