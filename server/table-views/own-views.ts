import { type Actor, authorize } from '#server/access/actor.ts';
import { type Tx, tenantTransaction } from '#server/platform/database.ts';
import { DomainError } from '#server/platform/errors.ts';
import { VIEWED_TABLES, type ViewedTable } from './contract.ts';
import { bindPerson, type Owner } from './repository.ts';

/**
 * For whoever may read the table, in a transaction bound to customer and person. Views are how one person looks at
 * rows; they change nothing for anybody else, so no audit row tells of them.
 */
export async function withOwnViews<T>(
  actor: Actor,
  table: ViewedTable,
  work: (tx: Tx, owner: Owner) => Promise<T>,
): Promise<T> {
  const operation = VIEWED_TABLES[table];
  const scope = authorize(actor, operation);
  // A key or the platform itself looks at nothing.
  if (actor.kind !== 'user') throw new DomainError('access.forbidden', 'forbidden', { operation });
  const owner: Owner = { scope, userId: actor.id, table };
  return tenantTransaction(scope, async (tx) => {
    await bindPerson(tx, owner);
    return work(tx, owner);
  });
}
