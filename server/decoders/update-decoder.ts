import { type Actor, authorize } from '#server/access/actor.ts';
import { storeChanges } from '#server/audit/store-changes.ts';
import { tenantTransaction } from '#server/platform/database.ts';
import { notFound } from '#server/platform/errors.ts';
import { lockScript, updateScriptRow } from './repository.ts';
import type { DecoderUpdate } from './script-contract.ts';

export async function updateDecoder(actor: Actor, { id, ...wanted }: DecoderUpdate): Promise<void> {
  const scope = authorize(actor, 'decoders.update');
  await tenantTransaction(scope, async (tx) => {
    const decoder = await lockScript(tx, scope, id);
    if (!decoder) throw notFound('decoders');
    await storeChanges(tx, actor, {
      operation: 'decoders.update',
      kind: 'decoder',
      present: decoder,
      wanted,
      store: (after) => updateScriptRow(tx, scope, id, after),
    });
  });
}
