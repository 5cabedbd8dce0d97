import { type Actor, authorize } from '#server/access/actor.ts';
import { storeChanges } from '#server/audit/store-changes.ts';
import { NETWORKS } from '#server/device-types/contract.ts';
import { findDeviceTypes } from '#server/device-types/find-device-type.ts';
import { installationWeeks } from '#server/measurements/installation-weeks.ts';
import { tenantTransaction } from '#server/platform/database.ts';
import { notFound } from '#server/platform/errors.ts';
import type { ProjectLimits } from './contract.ts';
import { lockProject, updateLimits } from './repository.ts';
import { fixedLimitsRefusal, weeksRefusal } from './rules.ts';

/** What is there already stays when a limit falls below it: only nothing more is added. Measurements that are too old do not. */
export async function setLimits(
  actor: Actor,
  { id, ...given }: ProjectLimits,
): Promise<Omit<ProjectLimits, 'id'>> {
  const scope = authorize(actor, 'projects.limit');
  return tenantTransaction(scope, async (tx) => {
    const project = await lockProject(tx, scope, id);
    if (!project) throw notFound('projects');
    const refusal = fixedLimitsRefusal(project) ?? weeksRefusal(project, given, installationWeeks());
    if (refusal) throw refusal;
    const wanted = inOrder(given);
    if (wanted.allowedDeviceTypeIds) await findDeviceTypes(tx, scope, wanted.allowedDeviceTypeIds);
    await storeChanges(tx, actor, {
      operation: 'projects.limit',
      kind: 'project',
      present: { ...project, ...inOrder(project) },
      wanted,
      store: () => updateLimits(tx, scope, { id, ...wanted }),
    });
    return wanted;
  });
}

/** As the change is told: the same, however it was ordered. */
export function inOrder<T extends Omit<ProjectLimits, 'id'>>({
  limits,
  networkLimits,
  allowedNetworks,
  allowedDeviceTypeIds,
  measurementWeeks,
}: T): Omit<ProjectLimits, 'id'> {
  const { devices, flows, destinations } = limits;
  const { lora, cellular, generic } = networkLimits;
  return {
    limits: { devices, flows, destinations },
    networkLimits: { lora, cellular, generic },
    allowedNetworks: allowedNetworks && NETWORKS.filter((network) => allowedNetworks.includes(network)),
    allowedDeviceTypeIds: allowedDeviceTypeIds && [...new Set(allowedDeviceTypeIds)].sort(),
    measurementWeeks,
  };
}
