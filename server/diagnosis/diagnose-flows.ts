import { type Actor, authorize } from '#server/access/actor.ts';
import { findDestination } from '#server/destinations/find-destination.ts';
import { selectFlow } from '#server/flows/list.sql.ts';
import { readFlowFacts } from '#server/flows/read-facts.ts';
import { type Clock, systemClock } from '#server/platform/clock.ts';
import { type Tx, tenantTransaction } from '#server/platform/database.ts';
import { notFound } from '#server/platform/errors.ts';
import type { TenantScope } from '#server/platform/tenant-scope.ts';
import { selectProject } from '#server/projects/list.sql.ts';
import type { Diagnosis } from './contract.ts';
import { selectDevicesOfFlows, selectFlowsTo } from './devices.sql.ts';
import type { FlowSubjectFacts } from './facts-contract.ts';
import { selectFailures } from './frames.sql.ts';
import { readBacklog } from './read-backlog.ts';
import { diagnoseFlows as judge } from './rules.ts';
import { selectDeliveriesTo, selectSuspended } from './ways.sql.ts';

type Asked = Pick<FlowSubjectFacts, 'now' | 'subject'> & {
  flows: { id: string; name: string; projectId: string }[];
  /** Only what goes to this one. */
  destinationId?: string;
};

/** "No data?" of all the devices of a flow. */
export async function diagnoseFlow(
  actor: Actor,
  { id }: { id: string },
  clock: Clock = systemClock,
): Promise<Diagnosis> {
  const scope = authorize(actor, 'flows.read');
  return tenantTransaction(scope, async (tx) => {
    const flow = await selectFlow(tx, scope, id);
    if (!flow) throw notFound('flows');
    const subject = { kind: 'flow' as const, id, name: flow.name };
    const flows = [{ id, name: flow.name, projectId: flow.project.id }];
    return judge(await factsOf(tx, scope, { now: clock.now(), subject, flows }));
  });
}

/** "No data?" at a receiver: of all that the flows that lead to it send. */
export async function diagnoseDestination(
  actor: Actor,
  { id }: { id: string },
  clock: Clock = systemClock,
): Promise<Diagnosis> {
  const scope = authorize(actor, 'destinations.read');
  return tenantTransaction(scope, async (tx) => {
    const { name } = await findDestination(tx, scope, id);
    const subject = { kind: 'destination' as const, id, name };
    const flows = await selectFlowsTo(tx, scope, id);
    return judge(await factsOf(tx, scope, { now: clock.now(), subject, flows, destinationId: id }));
  });
}

async function factsOf(
  tx: Tx,
  scope: TenantScope,
  { now, subject, flows: asked, destinationId }: Asked,
): Promise<FlowSubjectFacts> {
  const all = await readFlowFacts(tx, scope, asked, { counts: true });
  const flows = destinationId
    ? all.map((flow) => ({
        ...flow,
        destinations: flow.destinations.filter(({ id }) => id === destinationId),
      }))
    : all;
  const decoders = flows.flatMap(({ types }) => types.flatMap((type) => type.decoders));
  const decoderIds = [...new Set(decoders.filter(({ enabled }) => enabled).map(({ id }) => id))];
  const destinationIds = [...new Set(flows.flatMap(({ destinations }) => destinations.map(({ id }) => id)))];
  const [first] = asked;
  const lost = destinationIds.length === 0 && first !== undefined;
  return {
    now,
    subject,
    flows,
    devices: await selectDevicesOfFlows(
      tx,
      scope,
      asked.map(({ id }) => id),
    ),
    failures: await selectFailures(tx, scope, { decoderIds }),
    suspended: await selectSuspended(tx, scope, decoderIds),
    backlog: await readBacklog(tx, scope),
    deliveries: await selectDeliveriesTo(tx, scope, destinationIds),
    project: lost ? await selectProject(tx, scope, first.projectId) : null,
  };
}
