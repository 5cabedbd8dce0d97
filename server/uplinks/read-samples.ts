import { type Actor, authorize } from '#server/access/actor.ts';
import { tenantTransaction } from '#server/platform/database.ts';
import type { MessageSample, SamplesQuery } from './contract.ts';
import { selectSamples } from './samples.sql.ts';

/** Real messages to try a script on. */
export async function listSamples(actor: Actor, wanted: SamplesQuery): Promise<MessageSample[]> {
  const scope = authorize(actor, 'uplinks.read');
  if (wanted.deviceTypeIds.length === 0) return [];
  return tenantTransaction(scope, (tx) => selectSamples(tx, scope, wanted));
}
