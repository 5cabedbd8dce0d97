import { type Actor, authorize } from '#server/access/actor.ts';
import type { Page } from '#server/platform/contract.ts';
import { tenantTransaction } from '#server/platform/database.ts';
import { notFound } from '#server/platform/errors.ts';
import { type ProjectBody, selectProjectBodies } from './api.sql.ts';
import type { ProjectsQuery } from './api-contract.ts';
import type { ProjectLimits } from './contract.ts';
import { getProject } from './read-projects.ts';
import { inOrder } from './set-limits.ts';

export async function searchProjects(actor: Actor, query: ProjectsQuery): Promise<Page<ProjectBody>> {
  const scope = authorize(actor, 'projects.read');
  return tenantTransaction(scope, (tx) => selectProjectBodies(tx, scope, query));
}

export async function getProjectBody(actor: Actor, { id }: { id: string }): Promise<ProjectBody> {
  const scope = authorize(actor, 'projects.read');
  const { items } = await tenantTransaction(scope, (tx) => selectProjectBodies(tx, scope, { limit: 1 }, id));
  if (!items[0]) throw notFound('projects');
  return items[0];
}

export async function getProjectLimits(
  actor: Actor,
  { id }: { id: string },
): Promise<Omit<ProjectLimits, 'id'>> {
  return inOrder(await getProject(actor, { id }));
}
