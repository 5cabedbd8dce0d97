import { type Actor, authorize } from '#server/access/actor.ts';
import { recordAudit } from '#server/audit/record-audit.ts';
import { findOfferedDecoder } from '#server/device-types/find-device-type.ts';
import { tenantTransaction } from '#server/platform/database.ts';
import { DomainError } from '#server/platform/errors.ts';
import type { FlowDecoder } from './contract.ts';
import { holdFlow } from './hold-flow.ts';
import { deleteFlowDecoder, insertFlowDecoder } from './links.sql.ts';
import { refuseMisfit } from './refuse-misfit.ts';

/** Whether a decoder runs for the messages of one device type in one flow. */
export async function toggleDecoder(actor: Actor, input: FlowDecoder): Promise<{ changed: boolean }> {
  const scope = authorize(actor, 'flows.update');
  const { enabled, ...link } = input;
  return tenantTransaction(scope, async (tx) => {
    const flow = await holdFlow(tx, scope, link.flowId);
    const { type, decoder } = await findOfferedDecoder(tx, scope, link);
    if (enabled && !decoder.runnable) throw new DomainError('flows.decoder-unpublished', 'conflict');
    if (enabled) await refuseMisfit(tx, type, decoder.id, 'flows.decoder-misfit');
    const changed = enabled
      ? await insertFlowDecoder(tx, scope, {
          ...link,
          deviceTypeCustomerId: type.customerId,
          decoderCustomerId: decoder.customerId,
        })
      : await deleteFlowDecoder(tx, scope, link);
    if (changed)
      await recordAudit(tx, actor, {
        operation: 'flows.update',
        object: { kind: 'flow', id: flow.id, name: flow.name },
        before: { decoder: decoder.name, deviceType: type.name, enabled: !enabled },
        after: { decoder: decoder.name, deviceType: type.name, enabled },
      });
    return { changed };
  });
}
