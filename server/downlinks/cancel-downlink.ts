import { type Actor, authorize } from '#server/access/actor.ts';
import { recordAudit } from '#server/audit/record-audit.ts';
import { tenantTransaction } from '#server/platform/database.ts';
import { notFound } from '#server/platform/errors.ts';
import type { DownlinkCancel, DownlinkState } from './contract.ts';
import { endDownlinkRow, lockDownlink } from './repository.ts';
import { decideCancel } from './rules.ts';

/** Takes back what waits; what is under way only when it is forced, and it may arrive all the same. */
export async function cancelDownlink(
  actor: Actor,
  { id, forced }: DownlinkCancel,
): Promise<{ state: DownlinkState }> {
  const scope = authorize(actor, 'downlinks.cancel');
  return tenantTransaction(scope, async (tx) => {
    const downlink = await lockDownlink(tx, scope, id);
    if (!downlink) throw notFound('downlinks');
    const ending = decideCancel(downlink.state, forced);
    await endDownlinkRow(tx, scope, id, ending);
    const { device } = downlink;
    await recordAudit(tx, actor, {
      operation: 'downlinks.cancel',
      object: { kind: 'device', id: device.id, name: device.name },
      before: { downlinkId: id, state: downlink.state },
      after: { downlinkId: id, state: ending.state, ...(forced ? { forced } : {}) },
    });
    return { state: ending.state };
  });
}
