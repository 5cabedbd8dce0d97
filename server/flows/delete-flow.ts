import { type Actor, authorize } from '#server/access/actor.ts';
import { recordAudit, recordAudits } from '#server/audit/record-audit.ts';
import { cancelWaitingDeliveries } from '#server/deliveries/cancel.sql.ts';
import { type Tx, tenantTransaction } from '#server/platform/database.ts';
import { notFound } from '#server/platform/errors.ts';
import { selectDevicesOfFlow } from './links.sql.ts';
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
    await tellDevices(tx, actor, flow);
    await deleteFlowRow(tx, scope, id);
    const { name, description, project, deviceCount, destinationCount } = flow;
    await recordAudit(tx, actor, {
      operation: 'flows.delete',
      object: { kind: 'flow', id, name },
      before: { name, description, projectId: project.id, deviceCount, destinationCount },
    });
  });
}

const TOLD_AT_ONCE = 1000;

/** Each device that the flow takes along has it in its own history. */
async function tellDevices(tx: Tx, actor: Actor, flow: { id: string; name: string }): Promise<void> {
  let after: string | null = null;
  do {
    const devices: { id: string; name: string }[] = await selectDevicesOfFlow(tx, actor.scope, flow.id, {
      after,
      limit: TOLD_AT_ONCE,
    });
    await recordAudits(
      tx,
      actor,
      devices.map(({ id, name }) => ({
        operation: 'flows.delete',
        object: { kind: 'device', id, name },
        before: { flow: flow.name },
      })),
    );
    after = devices.length === TOLD_AT_ONCE ? (devices.at(-1)?.id ?? null) : null;
  } while (after !== null);
}
