import type { TablePage, TableQuery } from '#components/ui/data-table/table-query.ts';
import { type Actor, authorize } from '#server/access/actor.ts';
import { tenantTransaction } from '#server/platform/database.ts';
import { notFound } from '#server/platform/errors.ts';
import type { Project } from './contract.ts';
import { selectProject, selectProjectPage, selectProjects } from './list.sql.ts';

export async function listProjects(actor: Actor): Promise<Project[]> {
  const scope = authorize(actor, 'projects.read');
  return tenantTransaction(scope, (tx) => selectProjects(tx, scope));
}

/** A page of them, as their table asks. */
export async function listProjectRows(actor: Actor, query: TableQuery): Promise<TablePage<Project>> {
  const scope = authorize(actor, 'projects.read');
  return tenantTransaction(scope, (tx) => selectProjectPage(tx, scope, query));
}

export async function getProject(actor: Actor, { id }: { id: string }): Promise<Project> {
  const scope = authorize(actor, 'projects.read');
  const project = await tenantTransaction(scope, (tx) => selectProject(tx, scope, id));
  if (!project) throw notFound('projects');
  return project;
}
