import { type Actor, authorize } from '#server/access/actor.ts';
import { storeChanges } from '#server/audit/store-changes.ts';
import { tenantTransaction } from '#server/platform/database.ts';
import { notFound } from '#server/platform/errors.ts';
import type { ProjectUpdate } from './contract.ts';
import { lockProject, updateProjectRow } from './repository.ts';

export async function updateProject(actor: Actor, { id, ...wanted }: ProjectUpdate): Promise<void> {
  const scope = authorize(actor, 'projects.update');
  await tenantTransaction(scope, async (tx) => {
    const project = await lockProject(tx, scope, id);
    if (!project) throw notFound('projects');
    await storeChanges(tx, actor, {
      operation: 'projects.update',
      kind: 'project',
      present: project,
      wanted,
      store: (after) => updateProjectRow(tx, scope, id, after),
    });
  });
}
