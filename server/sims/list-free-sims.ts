import type { z } from 'zod';
import { type Actor, authorize } from '#server/access/actor.ts';
import { tenantTransaction } from '#server/platform/database.ts';
import type { FreeSims, freeSimsSchema } from './contract.ts';
import { selectFreeSims } from './repository.ts';

/** SIMs that a device can have, for pickers: in no device, not retired; of however many, found by some digits. */
export async function listFreeSims(actor: Actor, input: z.output<typeof freeSimsSchema>): Promise<FreeSims> {
  const scope = authorize(actor, 'sims.read');
  const found = await tenantTransaction(scope, (tx) =>
    selectFreeSims(tx, scope, { ...input, limit: input.limit + 1 }),
  );
  return { items: found.slice(0, input.limit), more: found.length > input.limit };
}
