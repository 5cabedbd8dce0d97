import { type Actor, authorize } from '#server/access/actor.ts';
import { recordAudit } from '#server/audit/record-audit.ts';
import { tenantTransaction } from '#server/platform/database.ts';
import { DomainError, notFound } from '#server/platform/errors.ts';
import { storeVersion } from './create-decoder.ts';
import {
  deleteDraft,
  deleteScriptRow,
  lockScript,
  markPublished,
  selectFlowsUsing,
  selectVersion,
  updateScriptRow,
} from './repository.ts';
import type { DraftSave, VersionPublish } from './script-contract.ts';
import { deleteSuspension } from './suspensions.sql.ts';

/** Keeps what stands in the editor; real messages go on through the published version. */
export async function saveDraft(
  actor: Actor,
  input: DraftSave,
): Promise<{ versionId: string; number: number }> {
  const scope = authorize(actor, 'decoders.update');
  return tenantTransaction(scope, async (tx) => {
    const decoder = await lockScript(tx, scope, input.decoderId);
    if (!decoder) throw notFound('decoders');
    await deleteDraft(tx, scope, input.decoderId);
    const { id, number } = await storeVersion(tx, scope, actor, input);
    await recordAudit(tx, actor, {
      operation: 'decoders.update',
      object: { kind: 'decoder', id: decoder.id, name: decoder.name },
      after: { draft: number, contract: input.contract },
    });
    return { versionId: id, number };
  });
}

/** From now on messages run through this version: a draft (frozen from here on), or an earlier one to go back to. */
export async function publishVersion(
  actor: Actor,
  { decoderId, versionId }: VersionPublish,
): Promise<{ number: number }> {
  const scope = authorize(actor, 'decoders.update');
  return tenantTransaction(scope, async (tx) => {
    const decoder = await lockScript(tx, scope, decoderId);
    const version = decoder && (await selectVersion(tx, scope, decoderId, versionId));
    if (!decoder || !version) throw notFound('decoders');
    if (version.current) return { number: version.number };
    const before = decoder.currentVersionId
      ? await selectVersion(tx, scope, decoderId, decoder.currentVersionId)
      : null;
    await markPublished(tx, scope, decoderId, versionId);
    await updateScriptRow(tx, scope, decoderId, { currentVersionId: versionId });
    await deleteSuspension(tx, scope, decoderId);
    await recordAudit(tx, actor, {
      operation: 'decoders.update',
      object: { kind: 'decoder', id: decoderId, name: decoder.name },
      before: { version: before?.number ?? null },
      after: { version: version.number, rolledBack: version.publishedAt !== null },
    });
    return { number: version.number };
  });
}

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
