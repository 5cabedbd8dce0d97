import { type Actor, authorize } from '#server/access/actor.ts';
import { recordAudit } from '#server/audit/record-audit.ts';
import { cancelWaitingDeliveries } from '#server/deliveries/cancel.sql.ts';
import { tenantTransaction } from '#server/platform/database.ts';
import { notFound } from '#server/platform/errors.ts';
import { selectFlow } from './list.sql.ts';
import { deleteFlowRow, lockFlows } from './repository.ts';

/** Devices and destinations stay; only what linked them goes, and what waits to go this way is cancelled. */
export async function deleteFlow(actor: Actor, { id }: { id: string }): Promise<void> {
  const scope = authorize(actor, 'flows.delete');
  await tenantTransaction(scope, async (tx) => {
    await cancelWaitingDeliveries(tx, scope, { reason: 'flows.deleted', flowId: id });
    await lockFlows(tx, scope, [id]);
    const flow = await selectFlow(tx, scope, id);
    if (!flow) throw notFound('flows');
    await deleteFlowRow(tx, scope, id);
    const { name, description, project, deviceCount, destinationCount } = flow;
    await recordAudit(tx, actor, {
      operation: 'flows.delete',
      object: { kind: 'flow', id, name },
      before: { name, description, projectId: project.id, deviceCount, destinationCount },
    });
  });
}
