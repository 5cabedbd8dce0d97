import { z } from 'zod';
import { type Actor, authorize } from '#server/access/actor.ts';
import { systemClock } from '#server/platform/clock.ts';
import { idSchema } from '#server/platform/contract.ts';
import { tenantTransaction } from '#server/platform/database.ts';
import { countOldPacks } from './kept.sql.ts';
import { toldSince } from './rules.ts';
import type { OldMeasurements } from './series-contract.ts';

export const oldQuerySchema = z.strictObject({
  /** null: of all of the customer's. */
  projectId: idSchema.nullable(),
  weeks: z.coerce.number().int().min(1).max(1040),
});
export type OldQuery = z.output<typeof oldQuerySchema>;

/** What would be told no more, and then deleted, if no more than so many weeks were kept: asked before they are set. */
export async function countOld(actor: Actor, { projectId, weeks }: OldQuery): Promise<OldMeasurements> {
  const scope = authorize(actor, projectId ? 'projects.limit' : 'customers.update');
  const since = toldSince({ weeks, because: 'project' }, systemClock.now()) as Date;
  return tenantTransaction(scope, (tx) => countOldPacks(tx, scope, { projectId, before: since }));
}
