import { and, asc, eq, sql } from 'drizzle-orm';
import { devices } from '#db/schema/devices.ts';
import { flowDestinations, flows } from '#db/schema/flows.ts';
import { projects } from '#db/schema/projects.ts';
import type { Tx } from '#server/platform/database.ts';
import { outer } from '#server/platform/outer-column.ts';
import type { TenantScope } from '#server/platform/tenant-scope.ts';
import type { Project } from './contract.ts';

const used = {
  usedDevices: sql<number>`(select count(*)::int from ${devices} d where d.customer_id = ${outer(projects.customerId)} and d.project_id = ${outer(projects.id)})`,
  usedFlows: sql<number>`(select count(*)::int from ${flows} f where f.customer_id = ${outer(projects.customerId)} and f.project_id = ${outer(projects.id)})`,
  usedDestinations: sql<number>`(select count(*)::int from ${flowDestinations} x join ${flows} f on f.id = x.flow_id
    where f.customer_id = ${outer(projects.customerId)} and f.project_id = ${outer(projects.id)})`,
};

type Row = typeof projects.$inferSelect & {
  usedDevices: number;
  usedFlows: number;
  usedDestinations: number;
};

const projectOf = (row: Row): Project => ({
  id: row.id,
  customerId: row.customerId,
  name: row.name,
  description: row.description,
  subscription: row.subscription,
  limits: { devices: row.deviceLimit, flows: row.flowLimit, destinations: row.destinationLimit },
  used: { devices: row.usedDevices, flows: row.usedFlows, destinations: row.usedDestinations },
  createdAt: row.createdAt,
  modifiedAt: row.modifiedAt,
});

const columns = {
  id: projects.id,
  customerId: projects.customerId,
  name: projects.name,
  description: projects.description,
  subscription: projects.subscription,
  deviceLimit: projects.deviceLimit,
  flowLimit: projects.flowLimit,
  destinationLimit: projects.destinationLimit,
  createdAt: projects.createdAt,
  modifiedAt: projects.modifiedAt,
  ...used,
};

export async function selectProjects(tx: Tx, scope: TenantScope): Promise<Project[]> {
  const rows = await tx
    .select(columns)
    .from(projects)
    .where(eq(projects.customerId, scope.customerId))
    .orderBy(asc(projects.name), asc(projects.id));
  return rows.map(projectOf);
}

export async function selectProject(tx: Tx, scope: TenantScope, id: string): Promise<Project | null> {
  const [row] = await tx
    .select(columns)
    .from(projects)
    .where(and(eq(projects.customerId, scope.customerId), eq(projects.id, id)));
  return row ? projectOf(row) : null;
}

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
