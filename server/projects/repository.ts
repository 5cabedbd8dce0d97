import { and, eq, sql } from 'drizzle-orm';
import { projects } from '#db/schema/projects.ts';
import type { Tx } from '#server/platform/database.ts';
import type { TenantScope } from '#server/platform/tenant-scope.ts';
import type { Project, ProjectLimits } from './contract.ts';
import { selectProject } from './list.sql.ts';

/** Held until the transaction ends: two additions at the same moment cannot both take the last place. */
export async function lockProject(tx: Tx, scope: TenantScope, id: string): Promise<Project | null> {
  await tx
    .select({ id: projects.id })
    .from(projects)
    .where(and(eq(projects.customerId, scope.customerId), eq(projects.id, id)))
    .for('update');
  return selectProject(tx, scope, id);
}

export async function insertProject(
  tx: Tx,
  scope: TenantScope,
  values: Pick<Project, 'name' | 'description'> & Partial<Pick<Project, 'subscription' | 'limits'>>,
): Promise<string> {
  const [row] = await tx
    .insert(projects)
    .values({
      customerId: scope.customerId,
      name: values.name,
      description: values.description,
      ...(values.subscription ? { subscription: values.subscription } : {}),
      ...(values.limits
        ? {
            deviceLimit: values.limits.devices,
            flowLimit: values.limits.flows,
            destinationLimit: values.limits.destinations,
          }
        : {}),
    })
    .returning({ id: projects.id });
  if (!row) throw new Error('project not stored');
  return row.id;
}

export async function updateProjectRow(
  tx: Tx,
  scope: TenantScope,
  id: string,
  values: Partial<Pick<Project, 'name' | 'description'>>,
): Promise<void> {
  await tx
    .update(projects)
    .set({ ...values, modifiedAt: sql`now()` })
    .where(and(eq(projects.customerId, scope.customerId), eq(projects.id, id)));
}

export async function updateLimits(
  tx: Tx,
  scope: TenantScope,
  { id, limits, networkLimits, ...others }: ProjectLimits,
): Promise<void> {
  await tx
    .update(projects)
    .set({
      deviceLimit: limits.devices,
      flowLimit: limits.flows,
      destinationLimit: limits.destinations,
      loraDeviceLimit: networkLimits.lora,
      cellularDeviceLimit: networkLimits.cellular,
      genericDeviceLimit: networkLimits.generic,
      ...others,
      modifiedAt: sql`now()`,
    })
    .where(and(eq(projects.customerId, scope.customerId), eq(projects.id, id)));
}
