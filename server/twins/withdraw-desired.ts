import { type Actor, authorize } from '#server/access/actor.ts';
import { recordAudit } from '#server/audit/record-audit.ts';
import { cancelUnsent } from '#server/downlinks/cancel-downlink.ts';
import { tenantTransaction } from '#server/platform/database.ts';
import { notFound } from '#server/platform/errors.ts';
import type { DesiredValue } from './contract.ts';
import { refuseOther } from './part-tags.ts';
import { selectTwin } from './repository.ts';
import { deleteDesired, replaceResends } from './resends.sql.ts';
import { refuseOtherWish } from './set-desired.ts';
import type { DesiredWithdraw } from './twin-contract.ts';
import { shownValue } from './view.ts';

/** Nothing is wished of it by this name any more; an instruction that holds nothing else and did not go out is taken back. */
export async function withdrawDesired(
  actor: Actor,
  { deviceId, name, replaces, basedOn }: DesiredWithdraw,
): Promise<void> {
  const scope = authorize(actor, 'twins.update');
  await tenantTransaction(scope, async (tx) => {
    const twin = await selectTwin(tx, scope, deviceId, { lock: true });
    if (!twin) throw notFound('devices');
    refuseOther(twin, 'desired', basedOn);
    if (replaces !== undefined) refuseOtherWish(twin, name, replaces);
    if (!Object.hasOwn(twin.desired, name)) throw notFound('twins.desired');
    const { [name]: wish, ...others } = twin.desired;
    const { downlinkId } = wish as DesiredValue;
    await deleteDesired(tx, scope, deviceId, name);
    await replaceResends(tx, scope, deviceId, [name], null);
    const isCarriedAlone = Object.values(others).every((other) => other.downlinkId !== downlinkId);
    if (isCarriedAlone) await cancelUnsent(tx, actor, [downlinkId]);
    await recordAudit(tx, actor, {
      operation: 'twins.update',
      object: { kind: 'device', id: deviceId, name: twin.deviceName },
      before: { [`desired.${name}`]: shownValue(wish as DesiredValue).value },
      after: { [`desired.${name}`]: null },
    });
  });
}
