import { type Actor, authorize } from '#server/access/actor.ts';
import { recordAudit } from '#server/audit/record-audit.ts';
import { changesOf } from '#server/audit/rules.ts';
import { tenantTransaction } from '#server/platform/database.ts';
import { notFound } from '#server/platform/errors.ts';
import type { DeviceStatus, DeviceUpdate } from './contract.ts';
import { lockDevices, updateDeviceRow } from './repository.ts';

export async function updateDevice(actor: Actor, { id, ...wanted }: DeviceUpdate): Promise<void> {
  const scope = authorize(actor, 'devices.update');
  await tenantTransaction(scope, async (tx) => {
    const [device] = await lockDevices(tx, scope, [id]);
    if (!device) throw notFound('devices');
    const changes = changesOf(device, wanted);
    if (!changes) return;
    await updateDeviceRow(tx, scope, id, changes.after);
    await recordAudit(tx, actor, {
      operation: 'devices.update',
      object: { kind: 'device', id, name: device.name },
      ...changes,
    });
  });
}

/** A deactivated device's data is still accepted and kept, but neither processed nor forwarded. */
export async function setDevicesStatus(
  actor: Actor,
  { ids, status }: { ids: string[]; status: DeviceStatus },
): Promise<{ changed: number }> {
  const scope = authorize(actor, 'devices.update');
  return tenantTransaction(scope, async (tx) => {
    const devices = await lockDevices(tx, scope, [...new Set(ids)]);
    if (devices.length < new Set(ids).size) throw notFound('devices');
    const changing = devices.filter((device) => device.status !== status);
    for (const device of changing) {
      await updateDeviceRow(tx, scope, device.id, { status });
      await recordAudit(tx, actor, {
        operation: 'devices.update',
        object: { kind: 'device', id: device.id, name: device.name },
        before: { status: device.status },
        after: { status },
      });
    }
    return { changed: changing.length };
  });
}
