import { type Actor, authorize } from '#server/access/actor.ts';
import { recordAudit } from '#server/audit/record-audit.ts';
import { type Tx, tenantTransaction } from '#server/platform/database.ts';
import { holdProjectWithRoom } from '#server/projects/hold-project.ts';
import type { FlowCreate } from './contract.ts';
import { insertFlow } from './repository.ts';

export async function createFlow(actor: Actor, input: FlowCreate): Promise<{ id: string }> {
  const scope = authorize(actor, 'flows.create');
  return tenantTransaction(scope, async (tx) => ({ id: await addFlow(tx, actor, input) }));
}

/** For a use case that needs a new flow in its own transaction. */
export async function addFlow(tx: Tx, actor: Actor, input: FlowCreate): Promise<string> {
  const scope = authorize(actor, 'flows.create');
  await holdProjectWithRoom(tx, scope, input.projectId, 'flows');
  const id = await insertFlow(tx, scope, input);
  await recordAudit(tx, actor, {
    operation: 'flows.create',
    object: { kind: 'flow', id, name: input.name },
    after: { ...input },
  });
  return id;
}
