import { type Actor, authorize } from '#server/access/actor.ts';
import { recordAudit } from '#server/audit/record-audit.ts';
import { tenantTransaction } from '#server/platform/database.ts';
import type { ProjectCreate } from './contract.ts';
import { selectProjects } from './list.sql.ts';
import { insertProject } from './repository.ts';
import { anotherProjectRefusal } from './rules.ts';

export async function createProject(actor: Actor, input: ProjectCreate): Promise<{ id: string }> {
  const scope = authorize(actor, 'projects.create');
  return tenantTransaction(scope, async (tx) => {
    const existing = await selectProjects(tx, scope);
    const refusal = anotherProjectRefusal(existing.map((project) => project.subscription));
    if (refusal) throw refusal;
    const id = await insertProject(tx, scope, input);
    await recordAudit(tx, actor, {
      operation: 'projects.create',
      object: { kind: 'project', id, name: input.name },
      after: { ...input },
    });
    return { id };
  });
}
