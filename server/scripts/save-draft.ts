import { createHash } from 'node:crypto';
import { type Actor, authorize } from '#server/access/actor.ts';
import { recordAudit } from '#server/audit/record-audit.ts';
import { type Tx, tenantTransaction } from '#server/platform/database.ts';
import { DomainError } from '#server/platform/errors.ts';
import { CONTRACTS_OF, type DraftSave, type ScriptOwner, type ScriptText } from './contract.ts';
import { OWNERS } from './owners.ts';
import { deleteDraft, findOwner, insertVersion } from './repository.ts';

/** Keeps what stands in the editor; what runs goes on through the published version. */
export async function saveDraft(
  actor: Actor,
  { owner, ...text }: DraftSave,
): Promise<{ versionId: string; number: number }> {
  const { update, object } = OWNERS[owner.kind];
  const scope = authorize(actor, update);
  return tenantTransaction(scope, async (tx) => {
    const held = await findOwner(tx, scope, owner, true);
    await deleteDraft(tx, scope, owner);
    const { id, number } = await storeVersion(tx, actor, owner, text);
    await recordAudit(tx, actor, {
      operation: update,
      object: { kind: object, id: held.id, name: held.name },
      after: { draft: number, contract: text.contract },
    });
    return { versionId: id, number };
  });
}

/** For the use cases that make an owner, too: its first draft. */
export function storeVersion(tx: Tx, actor: Actor, owner: ScriptOwner, text: ScriptText) {
  if (!CONTRACTS_OF[owner.kind].includes(text.contract))
    throw new DomainError('scripts.contract-not-of-owner', 'invalid', { contract: text.contract }, [
      { path: 'contract', message: `must be ${CONTRACTS_OF[owner.kind].join(' or ')}` },
    ]);
  const { contract, source, mapping } = text;
  return insertVersion(tx, actor.scope, owner, {
    contract,
    source,
    mapping,
    sourceHash: scriptKey(source),
    createdBy: actor.name,
  });
}

/** The sandbox's key of a script. */
export const scriptKey = (source: string) => createHash('sha256').update(source).digest('hex');
