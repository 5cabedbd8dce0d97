import { type Actor, authorize } from '#server/access/actor.ts';
import { storeChanges } from '#server/audit/store-changes.ts';
import { tenantTransaction } from '#server/platform/database.ts';
import { notFound } from '#server/platform/errors.ts';
import type { DeviceStatus, DeviceUpdate } from './contract.ts';
import { lockDevices, updateDeviceRow } from './repository.ts';
import { coordinatesOf } from './rules.ts';

export async function updateDevice(actor: Actor, { id, location, ...wanted }: DeviceUpdate): Promise<void> {
  const scope = authorize(actor, 'devices.update');
  await tenantTransaction(scope, async (tx) => {
    const [device] = await lockDevices(tx, scope, [id]);
    if (!device) throw notFound('devices');
    await storeChanges(tx, actor, {
      operation: 'devices.update',
      kind: 'device',
      present: device,
      wanted: { ...wanted, ...(location === undefined ? {} : coordinatesOf(location)) },
      store: (after) => updateDeviceRow(tx, scope, id, after),
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
    let changed = 0;
    for (const device of devices) {
      const isChanged = await storeChanges(tx, actor, {
        operation: 'devices.update',
        kind: 'device',
        present: device,
        wanted: { status },
        store: (after) => updateDeviceRow(tx, scope, device.id, after),
      });
      if (isChanged) changed += 1;
    }
    return { changed };
  });
}
