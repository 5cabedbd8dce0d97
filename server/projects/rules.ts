import type { Network } from '#server/device-types/contract.ts';
import { type InstallationWeeks, type Kept, keptOf } from '#server/measurements/rules.ts';
import { DomainError } from '#server/platform/errors.ts';
import type { Limited, Project, Subscription } from './contract.ts';

/** The one place where a project's limits are decided: the refusal, or null when `more` still fit. */
export function limitRefusal(
  project: Pick<Project, 'name' | 'limits' | 'used'>,
  what: Limited,
  more = 1,
): DomainError | null {
  const limit = project.limits[what];
  if (limit === null || project.used[what] + more <= limit) return null;
  return new DomainError('projects.limit-reached', 'limit', {
    what,
    limit,
    used: project.used[what],
    project: project.name,
  });
}

/** The same for devices, whose type and network a subscription may bound as well. */
export function devicesRefusal(
  project: Pick<
    Project,
    | 'name'
    | 'limits'
    | 'used'
    | 'networkLimits'
    | 'usedByNetwork'
    | 'allowedNetworks'
    | 'allowedDeviceTypeIds'
  >,
  type: { id: string; name: string; networks: readonly Network[] },
  more = 1,
): DomainError | null {
  const { name, allowedNetworks, allowedDeviceTypeIds, networkLimits, usedByNetwork } = project;
  if (allowedDeviceTypeIds && !allowedDeviceTypeIds.includes(type.id))
    return new DomainError('projects.type-not-allowed', 'limit', { project: name, type: type.name });
  for (const network of type.networks) {
    if (allowedNetworks && !allowedNetworks.includes(network))
      return new DomainError('projects.network-not-allowed', 'limit', { project: name, network });
  }
  const refusal = limitRefusal(project, 'devices', more);
  if (refusal) return refusal;
  for (const network of type.networks) {
    const limit = networkLimits[network];
    const used = usedByNetwork[network] ?? 0;
    if (limit !== null && used + more > limit)
      return new DomainError('projects.limit-reached', 'limit', {
        what: `${network}Devices`,
        limit,
        used,
        project: name,
      });
  }
  return null;
}

/** The same, and these devices are in it from now on: for many additions under one lock. */
export function takePlaces(
  project: Parameters<typeof devicesRefusal>[0],
  type: Parameters<typeof devicesRefusal>[1],
  count = 1,
): DomainError | null {
  const refusal = devicesRefusal(project, type, count);
  if (refusal) return refusal;
  project.used.devices += count;
  for (const network of type.networks)
    project.usedByNetwork[network] = (project.usedByNetwork[network] ?? 0) + count;
  return null;
}

/** What these subscriptions hold is part of them; of the others it is what was agreed on. */
const FIXED: ReadonlySet<Subscription> = new Set(['freemium', 'explorer']);

/** Whether a customer may set the limits of a project itself. */
export const limitsAreFixed = ({ subscription }: Pick<Project, 'subscription'>): boolean =>
  FIXED.has(subscription);

export function fixedLimitsRefusal(project: Pick<Project, 'name' | 'subscription'>): DomainError | null {
  return limitsAreFixed(project)
    ? new DomainError('projects.limits-fixed', 'conflict', {
        project: project.name,
        subscription: project.subscription,
      })
    : null;
}

/** How long measurements of its devices are kept, where their customer and their types keep any. */
export const keptIn = (
  { measurementWeeks }: Pick<Project, 'measurementWeeks'>,
  installation: InstallationWeeks,
): Kept => keptOf({ projectWeeks: measurementWeeks, customerKeeps: true, typeKeeps: true }, installation);

/** What stands there stays, whatever an operator changes: it is read as the nearest that can be. */
export function weeksRefusal(
  present: Pick<Project, 'measurementWeeks'>,
  { measurementWeeks: weeks }: Pick<Project, 'measurementWeeks'>,
  { messages: least, measurements: most }: InstallationWeeks,
): DomainError | null {
  if (weeks === null || weeks === present.measurementWeeks || (weeks >= least && weeks <= most)) return null;
  const message = `must lie from ${least} to ${most}`;
  return new DomainError('projects.weeks-out-of-range', 'invalid', { least, most }, [
    { path: 'measurementWeeks', message },
  ]);
}

/** Freemium is one project. */
export function anotherProjectRefusal(subscriptions: readonly Subscription[]): DomainError | null {
  return subscriptions.includes('freemium')
    ? new DomainError('projects.limit-reached', 'limit', {
        what: 'projects',
        limit: 1,
        used: subscriptions.length,
      })
    : null;
}
