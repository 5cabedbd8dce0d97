import type { z } from 'zod';
import { type Actor, authorize } from '#server/access/actor.ts';
import { tenantTransaction } from '#server/platform/database.ts';
import type { FreeSim, freeSimsSchema } from './contract.ts';
import { selectFreeSims } from './repository.ts';

/** SIMs that a device can have, for pickers: in no device, not retired. */
export async function listFreeSims(
  actor: Actor,
  input: z.output<typeof freeSimsSchema>,
): Promise<{ items: FreeSim[] }> {
  const scope = authorize(actor, 'sims.read');
  return { items: await tenantTransaction(scope, (tx) => selectFreeSims(tx, scope, input)) };
}
