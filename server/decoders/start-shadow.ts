import { type Actor, authorize } from '#server/access/actor.ts';
import { recordAudit } from '#server/audit/record-audit.ts';
import { tenantTransaction } from '#server/platform/database.ts';
import { DomainError, notFound } from '#server/platform/errors.ts';
import { findOwner, selectVersion } from '#server/scripts/repository.ts';
import { lockScript } from './repository.ts';
import type { ShadowReport, ShadowStart } from './shadow-contract.ts';
import { deleteShadow, insertShadow, selectShadow } from './shadows.sql.ts';

/** From now on a candidate is tried on what comes, beside the version that runs. */
export async function startShadow(actor: Actor, { id, versionId, hours }: ShadowStart): Promise<void> {
  const scope = authorize(actor, 'decoders.update');
  await tenantTransaction(scope, async (tx) => {
    const decoder = await lockScript(tx, scope, id);
    const version = decoder && (await selectVersion(tx, scope, { kind: 'decoder', id }, versionId));
    if (!decoder || !version) throw notFound('decoders');
    if (decoder.currentVersionId === null || version.current)
      throw new DomainError('decoders.nothing-to-shadow', 'conflict');
    await insertShadow(tx, scope, { decoderId: id, version, startedBy: actor.name, hours });
    await recordAudit(tx, actor, {
      operation: 'decoders.update',
      object: { kind: 'decoder', id, name: decoder.name },
      after: { shadow: version.number, hours },
    });
  });
}

/** Ends it and forgets its report. */
export async function stopShadow(actor: Actor, { id }: { id: string }): Promise<void> {
  const scope = authorize(actor, 'decoders.update');
  await tenantTransaction(scope, async (tx) => {
    const decoder = await lockScript(tx, scope, id);
    if (!decoder) throw notFound('decoders');
    if (!(await deleteShadow(tx, scope, id))) return;
    await recordAudit(tx, actor, {
      operation: 'decoders.update',
      object: { kind: 'decoder', id, name: decoder.name },
      before: { shadow: true },
      after: { shadow: false },
    });
  });
}

/** How far it is; null where there is none. */
export async function getShadow(actor: Actor, { id }: { id: string }): Promise<ShadowReport | null> {
  const scope = authorize(actor, 'decoders.read');
  return tenantTransaction(scope, async (tx) => {
    await findOwner(tx, scope, { kind: 'decoder', id });
    return selectShadow(tx, scope, id);
  });
}
