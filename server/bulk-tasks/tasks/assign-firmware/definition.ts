import type { FirmwareVersion } from '#server/firmware/contract.ts';
import { selectMatchingAssignmentIds } from '#server/firmware/list.sql.ts';
import { selectFirmwareVersion } from '#server/firmware/repository.ts';
import {
  type FirmwareDevice,
  selectAssignmentsInBrief,
  selectFirmwareDevices,
} from '#server/firmware/targets.sql.ts';
import { refusedRow } from '../../change-devices.ts';
import { type BulkTaskDefinition, type PlannedRow, reason } from '../../definition.ts';
import { DEVICE_LISTS } from '../../device-lists.ts';
import { applyOffers, hindrance, shown, undoOffers } from '../../offer-firmware.ts';

function planOne(
  number: number,
  device: FirmwareDevice | undefined,
  version: FirmwareVersion | null,
): PlannedRow {
  if (!device) return refusedRow(number, '', [reason('device-unknown')]);
  const label = device.identifier ?? device.name;
  const row = { number, label, objectId: device.id, reasons: null, sealed: null };
  const why = hindrance(version ? offered(version) : undefined, device);
  if (device.open && device.open.id === version?.id)
    return { ...row, verdict: 'same', before: null, after: null };
  if (why?.code === 'firmware.runs-already') return { ...row, verdict: 'same', before: null, after: null };
  if (why) return refusedRow(number, label, [why], device.id);
  return {
    ...row,
    verdict: 'change',
    before: { firmware: shown(device.open) },
    after: { firmware: shown(version) },
  };
}

const offered = ({ version, deviceType, file, command }: FirmwareVersion) => ({
  version,
  deviceTypeId: deviceType.id,
  hasFile: file !== null,
  command,
});

/** A version on offer to devices of its type; another one that they had on offer gives way. */
export const assignFirmware: BulkTaskDefinition = {
  kind: 'assign-firmware',
  operations: ['firmware.assign'],
  sheet: null,
  // Of assignments that have ended, their devices: the same once more.
  lists: { ...DEVICE_LISTS, 'firmware-assignments': selectMatchingAssignmentIds },
  options: ['firmwareVersionId', 'days'],
  needs: ({ firmwareVersionId }) => (firmwareVersionId ? [] : ['firmwareVersionId']),
  planner() {
    let asked: Promise<FirmwareVersion | null> | undefined;
    const planned = new Set<string>();
    return async ({ tx, scope, options }, entries) => {
      asked ??= selectFirmwareVersion(tx, scope, options.firmwareVersionId ?? '');
      const version = await asked;
      const ids = entries.flatMap(({ objectId }) => objectId ?? []);
      const assignments = await selectAssignmentsInBrief(tx, scope, ids);
      const deviceIdOf = (id: string) => assignments.get(id)?.deviceId ?? id;
      const devices = await selectFirmwareDevices(tx, scope, [...new Set(ids.map(deviceIdOf))]);
      return entries.map(({ number, objectId }) => {
        const device = devices.get(deviceIdOf(objectId ?? ''));
        const row = planOne(number, device, version);
        if (row.verdict !== 'change' || !device) return row;
        // A device may have been given it more than once.
        if (planned.has(device.id)) return { ...row, verdict: 'same', before: null, after: null };
        planned.add(device.id);
        return row;
      });
    };
  },
  apply: applyOffers,
  undo: undoOffers,
};
