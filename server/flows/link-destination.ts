import { type Actor, authorize } from '#server/access/actor.ts';
import { recordAudit } from '#server/audit/record-audit.ts';
import { cancelWaitingDeliveries } from '#server/deliveries/cancel.sql.ts';
import { findDestination } from '#server/destinations/find-destination.ts';
import { type Tx, tenantTransaction } from '#server/platform/database.ts';
import { notFound } from '#server/platform/errors.ts';
import type { TenantScope } from '#server/platform/tenant-scope.ts';
import { holdProjectWithRoom } from '#server/projects/hold-project.ts';
import type { FlowDestination } from './contract.ts';
import { holdFlow } from './hold-flow.ts';
import { deleteFlowDestination, insertFlowDestination } from './links.sql.ts';
import { selectFlow } from './list.sql.ts';
import { lockFlows } from './repository.ts';

/** A destination counts once for each flow that it is linked to. */
export async function linkDestination(actor: Actor, link: FlowDestination): Promise<{ linked: boolean }> {
  const scope = authorize(actor, 'flows.update');
  return tenantTransaction(scope, async (tx) => {
    const destination = await findDestination(tx, scope, link.destinationId);
    const { flow, linked } = await linkNewDestination(tx, scope, link);
    if (linked)
      await recordAudit(tx, actor, {
        operation: 'flows.update',
        object: { kind: 'flow', id: flow.id, name: flow.name },
        after: { linkedDestination: destination.name, destinationId: destination.id },
      });
    return { linked };
  });
}

/** Also for the use case that creates a destination, in its transaction. */
export async function linkNewDestination(tx: Tx, scope: TenantScope, link: FlowDestination) {
  const flow = await selectFlow(tx, scope, link.flowId);
  if (!flow) throw notFound('flows');
  // The project before the flow: the order in which a new flow takes them.
  await holdProjectWithRoom(tx, scope, flow.project.id, 'destinations', 0);
  await lockFlows(tx, scope, [link.flowId]);
  const linked = await insertFlowDestination(tx, scope, link);
  // Once more with the new link in: only one that is really new takes a place.
  if (linked) await holdProjectWithRoom(tx, scope, flow.project.id, 'destinations', 0);
  return { flow, linked };
}

/** What waits to go this way is cancelled. */
export async function unlinkDestination(actor: Actor, link: FlowDestination): Promise<{ unlinked: boolean }> {
  const scope = authorize(actor, 'flows.update');
  return tenantTransaction(scope, async (tx) => {
    await cancelWaitingDeliveries(tx, scope, { reason: 'flows.unlinked', ...link });
    const flow = await holdFlow(tx, scope, link.flowId);
    const destination = await findDestination(tx, scope, link.destinationId);
    const unlinked = await deleteFlowDestination(tx, scope, link);
    if (unlinked)
      await recordAudit(tx, actor, {
        operation: 'flows.update',
        object: { kind: 'flow', id: flow.id, name: flow.name },
        before: { linkedDestination: destination.name, destinationId: destination.id },
      });
    return { unlinked };
  });
}
