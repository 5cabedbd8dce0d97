import { and, eq } from 'drizzle-orm';
import { projects } from '#db/schema/projects.ts';
import { holdsText, ownedBy, timesWithin } from '#server/platform/api-filters.ts';
import { type ApiSort, planApiList } from '#server/platform/api-list.ts';
import type { Page } from '#server/platform/contract.ts';
import type { Tx } from '#server/platform/database.ts';
import type { TenantScope } from '#server/platform/tenant-scope.ts';
import type { ProjectsQuery } from './api-contract.ts';
import type { Subscription } from './contract.ts';

export interface ProjectBody {
  id: string;
  clientId: string;
  name: string;
  description: string | null;
  subscription: Subscription;
  createdAt: Date;
  modifiedAt: Date;
}

const columns = {
  id: projects.id,
  clientId: projects.customerId,
  name: projects.name,
  description: projects.description,
  subscription: projects.subscription,
  createdAt: projects.createdAt,
  modifiedAt: projects.modifiedAt,
};

const SORTS: Record<string, ApiSort> = {
  id: { key: projects.id, type: 'uuid' },
  name: { key: projects.name, type: 'text' },
  createdAt: { key: projects.createdAt, type: 'timestamptz' },
  modifiedAt: { key: projects.modifiedAt, type: 'timestamptz' },
};

export async function selectProjectBodies(
  tx: Tx,
  scope: TenantScope,
  query: ProjectsQuery,
  id?: string,
): Promise<Page<ProjectBody>> {
  const plan = planApiList<ProjectBody>(query, SORTS, (row, field) => row[field as 'name' | 'createdAt']);
  const rows = await tx
    .select(columns)
    .from(projects)
    .where(
      and(
        eq(projects.customerId, scope.customerId),
        id ? eq(projects.id, id) : undefined,
        ownedBy(scope.customerId, query.clientId),
        holdsText(query.q, projects.name, projects.description),
        timesWithin(projects.createdAt, projects.modifiedAt, query),
        plan.where,
      ),
    )
    .orderBy(...plan.orderBy)
    .limit(plan.limit);
  return plan.pageOf(rows, (row) => row);
}
