import { selectFirmwareVersion } from '#server/firmware/repository.ts';
import { type FirmwareDevice, selectFirmwareDevices } from '#server/firmware/targets.sql.ts';
import { refusedRow } from '../../change-devices.ts';
import { type BulkTaskDefinition, type PlannedRow, reason } from '../../definition.ts';
import { DEVICE_LISTS } from '../../device-lists.ts';
import { applyOffers, hindrance, shown, undoOffers } from '../../offer-firmware.ts';

type Version = { id: string; version: string; deviceType: { id: string } };

function planOne(number: number, device: FirmwareDevice | undefined, version: Version | null): PlannedRow {
  if (!device) return refusedRow(number, '', [reason('device-unknown')]);
  const label = device.identifier ?? device.name;
  const why = hindrance(version ? { deviceTypeId: version.deviceType.id } : undefined, device);
  if (why) return refusedRow(number, label, [why], device.id);
  const row = { number, label, objectId: device.id, reasons: null, sealed: null };
  if (device.open?.id === version?.id) return { ...row, verdict: 'same', before: null, after: null };
  return {
    ...row,
    verdict: 'change',
    before: { firmware: shown(device.open) },
    after: { firmware: shown(version) },
  };
}

/** A version on offer to devices of its type; another one that they had on offer gives way. */
export const assignFirmware: BulkTaskDefinition = {
  kind: 'assign-firmware',
  operations: ['firmware.assign'],
  sheet: null,
  lists: DEVICE_LISTS,
  options: ['firmwareVersionId', 'days'],
  needs: ({ firmwareVersionId }) => (firmwareVersionId ? [] : ['firmwareVersionId']),
  planner() {
    let asked: Promise<Version | null> | undefined;
    return async ({ tx, scope, options }, entries) => {
      asked ??= selectFirmwareVersion(tx, scope, options.firmwareVersionId ?? '');
      const version = await asked;
      const ids = entries.flatMap(({ objectId }) => objectId ?? []);
      const devices = await selectFirmwareDevices(tx, scope, ids);
      return entries.map(({ number, objectId }) => planOne(number, devices.get(objectId ?? ''), version));
    };
  },
  apply: applyOffers,
  undo: undoOffers,
};
