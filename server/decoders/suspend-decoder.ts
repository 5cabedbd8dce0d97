import { type Actor, authorize } from '#server/access/actor.ts';
import { systemActor } from '#server/access/system-actor.ts';
import { recordAudit } from '#server/audit/record-audit.ts';
import { pipelineDatabase, tenantTransaction } from '#server/platform/database.ts';
import { notFound } from '#server/platform/errors.ts';
import { lockScript } from './repository.ts';
import { deleteSuspension, insertSuspensions } from './suspensions.sql.ts';

/** A script had to be killed too often: it is not run any more, and its owner is told. Returns how many decoders it is. */
export async function suspendScriptSystem(customerId: string, sourceHash: string): Promise<number> {
  const platform = systemActor(customerId);
  return pipelineDatabase().transaction(async (tx) => {
    const suspended = await insertSuspensions(tx, platform.scope, sourceHash);
    for (const { decoderId, name, version } of suspended) {
      await recordAudit(tx, platform, {
        operation: 'decoders.suspend',
        object: { kind: 'decoder', id: decoderId, name },
        before: { suspended: false },
        after: { suspended: true, version, reason: 'killed' },
      });
    }
    return suspended.length;
  });
}

/** Somebody who may edit it lets the script run again. */
export async function resumeDecoder(actor: Actor, { id }: { id: string }): Promise<{ resumed: boolean }> {
  const scope = authorize(actor, 'decoders.update');
  return tenantTransaction(scope, async (tx) => {
    const decoder = await lockScript(tx, scope, id);
    if (!decoder) throw notFound('decoders');
    const since = await deleteSuspension(tx, scope, id);
    if (since === null) return { resumed: false };
    await recordAudit(tx, actor, {
      operation: 'decoders.update',
      object: { kind: 'decoder', id, name: decoder.name },
      before: { suspended: true, suspendedAt: since },
      after: { suspended: false },
    });
    return { resumed: true };
  });
}
