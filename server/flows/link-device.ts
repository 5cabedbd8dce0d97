import { type Actor, authorize } from '#server/access/actor.ts';
import { recordAudits } from '#server/audit/record-audit.ts';
import { cancelWaitingDeliveries } from '#server/deliveries/cancel.sql.ts';
import { type Tx, tenantTransaction } from '#server/platform/database.ts';
import { DomainError, notFound } from '#server/platform/errors.ts';
import type { TenantScope } from '#server/platform/tenant-scope.ts';
import type { FlowDevices } from './contract.ts';
import { holdFlow } from './hold-flow.ts';
import { deleteFlowDevices, insertFlowDevices, selectDeviceProjects } from './links.sql.ts';
import { lockFlows } from './repository.ts';

/** Links devices to a flow of their project; linking twice changes nothing. */
export async function linkDevices(
  actor: Actor,
  { flowId, deviceIds }: FlowDevices,
): Promise<{ linked: number }> {
  const scope = authorize(actor, 'flows.update');
  return tenantTransaction(scope, async (tx) => {
    const flow = await holdFlow(tx, scope, flowId);
    const wanted = [...new Set(deviceIds)];
    const devices = await selectDeviceProjects(tx, scope, wanted);
    if (devices.length < wanted.length) throw notFound('devices');
    const stranger = devices.find((device) => device.projectId !== flow.projectId);
    if (stranger) throw otherProject(stranger.name);
    const linked = await insertFlowDevices(
      tx,
      scope,
      wanted.map((deviceId) => ({ flowId, deviceId })),
    );
    const names = new Map(devices.map(({ id, name }) => [id, name]));
    await recordLinks(tx, actor, flow, { linked: linked.map((id) => ({ id, name: names.get(id) ?? '' })) });
    return { linked: linked.length };
  });
}

interface Device {
  id: string;
  name: string;
}

/** Both histories tell it: one row of the flow, and one of each device. */
async function recordLinks(
  tx: Tx,
  actor: Actor,
  flow: { id: string; name: string },
  { linked, unlinked }: { linked?: Device[]; unlinked?: Device[] },
): Promise<void> {
  const devices = linked ?? unlinked ?? [];
  if (devices.length === 0) return;
  const operation = 'flows.update' as const;
  const side = linked ? ('after' as const) : ('before' as const);
  await recordAudits(tx, actor, [
    {
      operation,
      object: { kind: 'flow', id: flow.id, name: flow.name },
      [side]: { linkedDevices: devices.map(({ id }) => id) },
    },
    ...devices.map(({ id, name }) => ({
      operation,
      object: { kind: 'device', id, name },
      [side]: { flow: flow.name },
    })),
  ]);
}

/** What of theirs waits to go this way is cancelled. */
export async function unlinkDevices(
  actor: Actor,
  { flowId, deviceIds }: FlowDevices,
): Promise<{ unlinked: number }> {
  const scope = authorize(actor, 'flows.update');
  return tenantTransaction(scope, async (tx) => {
    await cancelWaitingDeliveries(tx, scope, { reason: 'flows.unlinked', flowId, deviceIds });
    const flow = await holdFlow(tx, scope, flowId);
    const ids = await deleteFlowDevices(tx, scope, flowId, deviceIds);
    const unlinked = await selectDeviceProjects(tx, scope, ids);
    await recordLinks(tx, actor, flow, { unlinked });
    return { unlinked: unlinked.length };
  });
}

/** For the use case that registers devices of a project: their first links, in the same transaction; names of the flows. */
export async function linkNewDevices(
  tx: Tx,
  scope: TenantScope,
  { deviceIds, projectId }: { deviceIds: string[]; projectId: string },
  flowIds: string[],
): Promise<string[]> {
  const wanted = [...new Set(flowIds)];
  if (wanted.length === 0) return [];
  const flows = await lockFlows(tx, scope, wanted);
  if (flows.length < wanted.length) throw notFound('flows');
  const stranger = flows.find((flow) => flow.projectId !== projectId);
  if (stranger) throw otherProject(stranger.name);
  await insertFlowDevices(
    tx,
    scope,
    wanted.flatMap((flowId) => deviceIds.map((deviceId) => ({ flowId, deviceId }))),
  );
  return flows.map(({ name }) => name);
}

const otherProject = (name: string) => new DomainError('flows.other-project', 'conflict', { name });
