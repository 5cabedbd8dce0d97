import { type Actor, authorize } from '#server/access/actor.ts';
import { recordAudit } from '#server/audit/record-audit.ts';
import { changesOf } from '#server/audit/rules.ts';
import { tenantTransaction } from '#server/platform/database.ts';
import { notFound } from '#server/platform/errors.ts';
import type { FlowUpdate } from './contract.ts';
import { lockFlows, updateFlowRow } from './repository.ts';

export async function updateFlow(actor: Actor, { id, ...wanted }: FlowUpdate): Promise<void> {
  const scope = authorize(actor, 'flows.update');
  await tenantTransaction(scope, async (tx) => {
    const [flow] = await lockFlows(tx, scope, [id]);
    if (!flow) throw notFound('flows');
    const changes = changesOf(flow, wanted);
    if (!changes) return;
    await updateFlowRow(tx, scope, id, changes.after);
    await recordAudit(tx, actor, {
      operation: 'flows.update',
      object: { kind: 'flow', id, name: flow.name },
      ...changes,
    });
  });
}
