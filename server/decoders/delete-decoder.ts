import { type Actor, authorize } from '#server/access/actor.ts';
import { recordAudit } from '#server/audit/record-audit.ts';
import { tenantTransaction } from '#server/platform/database.ts';
import { DomainError, notFound } from '#server/platform/errors.ts';
import { deleteScriptRow, lockScript, selectFlowsUsing } from './repository.ts';

/** Refused while a flow has it enabled: deleting must not silently stop data. */
export async function deleteDecoder(actor: Actor, { id }: { id: string }): Promise<void> {
  const scope = authorize(actor, 'decoders.delete');
  await tenantTransaction(scope, async (tx) => {
    const decoder = await lockScript(tx, scope, id);
    if (!decoder) throw notFound('decoders');
    const flows = await selectFlowsUsing(tx, scope, id);
    if (flows.length > 0)
      throw new DomainError('decoders.in-use', 'conflict', {
        flows: flows.slice(0, 5).join(', '),
        count: flows.length,
      });
    await deleteScriptRow(tx, scope, id);
    await recordAudit(tx, actor, {
      operation: 'decoders.delete',
      object: { kind: 'decoder', id, name: decoder.name },
      before: { name: decoder.name, description: decoder.description },
    });
  });
}
