import { eq } from 'drizzle-orm';
import { projects } from '#db/schema/projects.ts';
import { selectApiPage } from '#server/platform/api-list.ts';
import type { Page } from '#server/platform/contract.ts';
import type { Tx } from '#server/platform/database.ts';
import type { RowOf } from '#server/platform/table-list.ts';
import type { TenantScope } from '#server/platform/tenant-scope.ts';
import type { ProjectsQuery } from './api-contract.ts';

const selectBody = (tx: Tx) =>
  tx
    .select({
      id: projects.id,
      clientId: projects.customerId,
      name: projects.name,
      description: projects.description,
      subscription: projects.subscription,
      createdAt: projects.createdAt,
      modifiedAt: projects.modifiedAt,
    })
    .from(projects)
    .$dynamic();

export type ProjectBody = RowOf<ReturnType<typeof selectBody>>;

export async function selectProjectBodies(
  tx: Tx,
  scope: TenantScope,
  query: ProjectsQuery,
  id?: string,
): Promise<Page<ProjectBody>> {
  return selectApiPage(selectBody(tx), projects, scope, query, id ? eq(projects.id, id) : undefined);
}
