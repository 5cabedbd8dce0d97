import { type Actor, authorize } from '#server/access/actor.ts';
import { tenantTransaction } from '#server/platform/database.ts';
import { notFound } from '#server/platform/errors.ts';
import { selectChoices } from './choices.sql.ts';
import type { ReplayChoices } from './contract.ts';

/** What one message may be replayed with and into: published versions of its scripts, destinations of its flows. */
export async function replayChoices(actor: Actor, { id }: { id: number }): Promise<ReplayChoices> {
  const scope = authorize(actor, 'uplinks.replay');
  const choices = await tenantTransaction(scope, (tx) => selectChoices(tx, scope, id));
  if (!choices) throw notFound('uplinks');
  return choices;
}
