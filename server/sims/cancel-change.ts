import { type Actor, authorize } from '#server/access/actor.ts';
import { recordAudit } from '#server/audit/record-audit.ts';
import { hintDevices } from '#server/live/hint-devices.sql.ts';
import { tenantTransaction } from '#server/platform/database.ts';
import { DomainError, notFound } from '#server/platform/errors.ts';
import type { ChangeKind } from './contract.ts';
import { askForSync, supersedeChanges } from './jobs.sql.ts';
import { lockSims } from './repository.ts';

/**
 * A change that waits is given up; one that failed is put away. The platform is asked how it stands, as a call may have
 * reached it meanwhile.
 */
export async function cancelSimChange(
  actor: Actor,
  { id, kind }: { id: string; kind: ChangeKind },
): Promise<void> {
  const scope = authorize(actor, 'sims.update');
  await tenantTransaction(scope, async (tx) => {
    const [sim] = await lockSims(tx, scope, [id]);
    if (!sim) throw notFound('sims');
    const given = await supersedeChanges(tx, scope, { simIds: [id], kind, states: ['pending', 'failed'] });
    if (given === 0) throw new DomainError('sims.no-such-change', 'conflict');
    if (sim.accountId) await askForSync(tx, scope, [{ id, accountId: sim.accountId }]);
    if (sim.deviceId) await hintDevices(tx, scope, [sim.deviceId]);
    await recordAudit(tx, actor, {
      operation: 'sims.update',
      object: { kind: 'sim', id, name: sim.iccid },
      after: { cancelledChange: kind },
    });
  });
}
