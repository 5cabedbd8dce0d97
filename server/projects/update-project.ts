import { type Actor, authorize } from '#server/access/actor.ts';
import { recordAudit } from '#server/audit/record-audit.ts';
import { changesOf } from '#server/audit/rules.ts';
import { tenantTransaction } from '#server/platform/database.ts';
import { notFound } from '#server/platform/errors.ts';
import type { ProjectUpdate } from './contract.ts';
import { lockProject, updateProjectRow } from './repository.ts';

export async function updateProject(actor: Actor, { id, ...wanted }: ProjectUpdate): Promise<void> {
  const scope = authorize(actor, 'projects.update');
  await tenantTransaction(scope, async (tx) => {
    const project = await lockProject(tx, scope, id);
    if (!project) throw notFound('projects');
    const changes = changesOf(project, wanted);
    if (!changes) return;
    await updateProjectRow(tx, scope, id, changes.after);
    await recordAudit(tx, actor, {
      operation: 'projects.update',
      object: { kind: 'project', id, name: project.name },
      ...changes,
    });
  });
}
