import { type Actor, authorize } from '#server/access/actor.ts';
import { tenantTransaction } from '#server/platform/database.ts';
import { builtInDecoders } from './built-in/registry.ts';
import { selectBuiltInKey } from './repository.ts';
import type { ShownExample } from './script-contract.ts';

/** The examples that stand beside a built-in decoder's code and are tested with it. */
export async function readExamples(actor: Actor, { id }: { id: string }): Promise<ShownExample[]> {
  const scope = authorize(actor, 'decoders.read');
  const key = await tenantTransaction(scope, (tx) => selectBuiltInKey(tx, scope, id));
  const decoder = builtInDecoders.find((one) => one.key === key);
  return (decoder?.examples ?? []).map(({ description, input, expected }) => ({
    description,
    event: input.event,
    expected,
  }));
}
