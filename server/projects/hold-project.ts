import type { Tx } from '#server/platform/database.ts';
import { notFound } from '#server/platform/errors.ts';
import type { TenantScope } from '#server/platform/tenant-scope.ts';
import type { Limited, Project } from './contract.ts';
import { lockProject } from './repository.ts';
import { limitRefusal } from './rules.ts';

/** For other nouns' use cases: the project stays locked until their transaction ends, and has room for `more`. */
export async function holdProjectWithRoom(
  tx: Tx,
  scope: TenantScope,
  id: string,
  what: Exclude<Limited, 'devices'>,
  more = 1,
): Promise<Project> {
  const project = await holdProject(tx, scope, id);
  const refusal = limitRefusal(project, what, more);
  if (refusal) throw refusal;
  return project;
}

/** Whether there is room in it is the caller's to decide (`limitRefusal`, `devicesRefusal`). */
export async function holdProject(tx: Tx, scope: TenantScope, id: string): Promise<Project> {
  const project = await lockProject(tx, scope, id);
  if (!project) throw notFound('projects');
  return project;
}
