import { type Actor, authorize } from '#server/access/actor.ts';
import { recordAudit } from '#server/audit/record-audit.ts';
import { tenantTransaction } from '#server/platform/database.ts';
import { notFound } from '#server/platform/errors.ts';
import type { ControlsSet } from './contract.ts';
import { lockOwnType, selectControls, updateControls } from './own-types.sql.ts';

/** What twins of a type of the customer's own can be asked to be: all of it, in the place of what is there. */
export async function setControls(actor: Actor, { id, controls }: ControlsSet): Promise<void> {
  const scope = authorize(actor, 'device-types.update');
  await tenantTransaction(scope, async (tx) => {
    const type = await lockOwnType(tx, scope, id);
    if (!type) throw notFound('device-types');
    const before = await selectControls(tx, scope, id);
    await updateControls(tx, scope, id, controls);
    await recordAudit(tx, actor, {
      operation: 'device-types.update',
      object: { kind: 'device-type', id, name: type.name },
      before: { controls: before },
      after: { controls },
    });
  });
}
