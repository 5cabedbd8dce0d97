import { type Actor, authorize } from '#server/access/actor.ts';
import { tenantTransaction } from '#server/platform/database.ts';
import type { AlertWish, ReadMark } from './contract.ts';
import { personOf } from './read-alerts.ts';
import { storeRead, storeWish } from './readers.sql.ts';

/** What a person wants to hear of is theirs alone: no audit, no right beyond reading. */
export async function setWish(actor: Actor, wish: AlertWish): Promise<void> {
  const scope = authorize(actor, 'alerts.follow');
  await tenantTransaction(scope, (tx) => storeWish(tx, scope, personOf(actor), wish));
}

export async function markRead(actor: Actor, mark: ReadMark): Promise<void> {
  const scope = authorize(actor, 'alerts.follow');
  await tenantTransaction(scope, (tx) => storeRead(tx, scope, personOf(actor), mark));
}
