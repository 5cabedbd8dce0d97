import { type Actor, authorize } from '#server/access/actor.ts';
import { storeChanges } from '#server/audit/store-changes.ts';
import { tenantTransaction } from '#server/platform/database.ts';
import type { FlowUpdate } from './contract.ts';
import { holdFlow } from './hold-flow.ts';
import { updateFlowRow } from './repository.ts';

export async function updateFlow(actor: Actor, { id, ...wanted }: FlowUpdate): Promise<void> {
  const scope = authorize(actor, 'flows.update');
  await tenantTransaction(scope, async (tx) => {
    const flow = await holdFlow(tx, scope, id);
    await storeChanges(tx, actor, {
      operation: 'flows.update',
      kind: 'flow',
      present: flow,
      wanted,
      store: (after) => updateFlowRow(tx, scope, id, after),
    });
  });
}
