import type { TablePage, TableQuery } from '#components/ui/data-table/table-query.ts';
import { type Actor, authorize } from '#server/access/actor.ts';
import { findDevice } from '#server/devices/find-device.ts';
import { tenantTransaction } from '#server/platform/database.ts';
import { notFound } from '#server/platform/errors.ts';
import type { DeviceFlow, Flow, FlowDeletion, FlowListItem } from './contract.ts';
import { selectFlowDeletion } from './deletion.sql.ts';
import { flowGraph } from './graph-rules.ts';
import { selectFlow, selectFlowPage } from './list.sql.ts';
import { readFlowFacts } from './read-facts.ts';
import { selectFlowsOfDevice } from './repository.ts';
import { flowWarnings } from './warning-rules.ts';

export async function listFlows(actor: Actor, query: TableQuery): Promise<TablePage<FlowListItem>> {
  const scope = authorize(actor, 'flows.read');
  return tenantTransaction(scope, async (tx) => {
    const page = await selectFlowPage(tx, scope, query);
    const facts = await readFlowFacts(tx, scope, page.rows, { counts: false });
    const warnings = new Map(facts.map((one) => [one.id, flowWarnings(one)]));
    return { ...page, rows: page.rows.map((row) => ({ ...row, warnings: warnings.get(row.id) ?? [] })) };
  });
}

export async function getFlow(actor: Actor, { id }: { id: string }): Promise<Flow> {
  const scope = authorize(actor, 'flows.read');
  return tenantTransaction(scope, async (tx) => {
    const flow = await selectFlow(tx, scope, id);
    if (!flow) throw notFound('flows');
    const [facts] = await readFlowFacts(tx, scope, [flow], { counts: true });
    if (!facts) throw notFound('flows');
    const warnings = flowWarnings(facts);
    return {
      ...flow,
      warnings,
      types: facts.types,
      destinations: facts.destinations,
      graph: flowGraph(facts, warnings),
    };
  });
}

/** The flows that a device is in, each as this device goes through it. */
export async function listDeviceFlows(
  actor: Actor,
  { deviceId }: { deviceId: string },
): Promise<DeviceFlow[]> {
  const scope = authorize(actor, 'flows.read');
  return tenantTransaction(scope, async (tx) => {
    const device = await findDevice(tx, scope, deviceId);
    const flows = await selectFlowsOfDevice(tx, scope, deviceId);
    const facts = await readFlowFacts(tx, scope, flows, { counts: true, deviceId });
    return facts.map((one) => {
      const about = { ...one, device: { id: device.id, name: device.name, status: device.status } };
      const warnings = flowWarnings(about);
      return {
        id: one.id,
        name: one.name,
        warnings,
        types: one.types,
        destinations: one.destinations,
        graph: flowGraph(about, warnings),
      };
    });
  });
}

/** Asked before a flow is deleted. */
export async function readFlowDeletion(actor: Actor, { id }: { id: string }): Promise<FlowDeletion> {
  const scope = authorize(actor, 'flows.read');
  return tenantTransaction(scope, async (tx) => {
    if (!(await selectFlow(tx, scope, id))) throw notFound('flows');
    return selectFlowDeletion(tx, scope, id);
  });
}
