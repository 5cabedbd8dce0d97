import { type Actor, authorize } from '#server/access/actor.ts';
import { recordAudit } from '#server/audit/record-audit.ts';
import { findOfferedEncoder } from '#server/device-types/find-device-type.ts';
import { tenantTransaction } from '#server/platform/database.ts';
import type { FlowEncoder } from './contract.ts';
import { deleteFlowEncoder, insertFlowEncoder } from './encoders.sql.ts';
import { holdFlow } from './hold-flow.ts';
import { refuseMisfit } from './refuse-misfit.ts';

/** Whether an encoder may write what is told to devices of one type, by way of one flow. */
export async function toggleEncoder(actor: Actor, input: FlowEncoder): Promise<{ changed: boolean }> {
  const scope = authorize(actor, 'flows.update');
  const { enabled, ...link } = input;
  return tenantTransaction(scope, async (tx) => {
    const flow = await holdFlow(tx, scope, link.flowId);
    const { type, encoder } = await findOfferedEncoder(tx, scope, link);
    if (enabled) await refuseMisfit(tx, type, encoder.id, 'flows.encoder-misfit');
    const changed = enabled
      ? await insertFlowEncoder(tx, scope, link)
      : await deleteFlowEncoder(tx, scope, link);
    if (changed)
      await recordAudit(tx, actor, {
        operation: 'flows.update',
        object: { kind: 'flow', id: flow.id, name: flow.name },
        before: { encoder: encoder.name, deviceType: type.name, enabled: !enabled },
        after: { encoder: encoder.name, deviceType: type.name, enabled },
      });
    return { changed };
  });
}
