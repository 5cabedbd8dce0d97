import { type Actor, authorize } from '#server/access/actor.ts';
import { recordAudit } from '#server/audit/record-audit.ts';
import { changesOf } from '#server/audit/rules.ts';
import { tenantTransaction } from '#server/platform/database.ts';
import { notFound } from '#server/platform/errors.ts';
import { lockScript, updateScriptRow } from './repository.ts';
import type { DecoderUpdate } from './script-contract.ts';

export async function updateDecoder(actor: Actor, { id, ...wanted }: DecoderUpdate): Promise<void> {
  const scope = authorize(actor, 'decoders.update');
  await tenantTransaction(scope, async (tx) => {
    const decoder = await lockScript(tx, scope, id);
    if (!decoder) throw notFound('decoders');
    const changes = changesOf(decoder, wanted);
    if (!changes) return;
    await updateScriptRow(tx, scope, id, changes.after);
    await recordAudit(tx, actor, {
      operation: 'decoders.update',
      object: { kind: 'decoder', id, name: decoder.name },
      ...changes,
    });
  });
}
