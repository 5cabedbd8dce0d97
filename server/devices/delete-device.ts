import { type Actor, authorize } from '#server/access/actor.ts';
import { recordAudit } from '#server/audit/record-audit.ts';
import { cancelWaitingDeliveries } from '#server/deliveries/cancel.sql.ts';
import { tenantTransaction } from '#server/platform/database.ts';
import { notFound } from '#server/platform/errors.ts';
import { purgeSystemDevices, selectSystemDeletedDevices } from './purge.sql.ts';
import { deleteDeviceRows, lockDevices } from './repository.ts';
import { lockedRefusal } from './rules.ts';

/**
 * The device and its identifier go at once, in one transaction, and what waits to be sent of it is cancelled; its
 * history goes right after, its deliveries with it. The audit row is what the worker finishes an interrupted purge by.
 */
export async function deleteDevice(actor: Actor, { id }: { id: string }): Promise<void> {
  const scope = authorize(actor, 'devices.delete');
  await tenantTransaction(scope, async (tx) => {
    const [device] = await lockDevices(tx, scope, [id]);
    if (!device) throw notFound('devices');
    const refusal = lockedRefusal(actor, device);
    if (refusal) throw refusal;
    await deleteDeviceRows(tx, scope, [id]);
    await cancelWaitingDeliveries(tx, scope, { reason: 'devices.deleted', deviceIds: [id] });
    const { id: _id, deviceTypeCustomerId: _owner, networks: _networks, ...before } = device;
    await recordAudit(tx, actor, {
      operation: 'devices.delete',
      object: { kind: 'device', id, name: device.name },
      before,
    });
  });
  await purgeSystemDevices(scope.customerId, [id]);
}

const PURGED_AT_ONCE = 100;

/** For the worker, now and then: also sweeps what the pipeline was still writing while a device was deleted. */
export async function finishSystemPurges(since: Date): Promise<void> {
  const gone = Map.groupBy(await selectSystemDeletedDevices(since), (row) => row.customer_id);
  for (const [customerId, rows] of gone) {
    const ids = rows.map((row) => row.device_id);
    for (let at = 0; at < ids.length; at += PURGED_AT_ONCE)
      await purgeSystemDevices(customerId, ids.slice(at, at + PURGED_AT_ONCE));
  }
}
