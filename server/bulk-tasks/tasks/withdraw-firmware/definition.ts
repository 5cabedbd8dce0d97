import { selectMatchingAssignmentIds } from '#server/firmware/list.sql.ts';
import { selectAssignmentsInBrief, selectFirmwareDevices } from '#server/firmware/targets.sql.ts';
import { refusedRow } from '../../change-devices.ts';
import {
  type BulkTaskDefinition,
  type Entry,
  type PlannedRow,
  reason,
  type TaskContext,
} from '../../definition.ts';
import { applyOffers, shown, undoOffers } from '../../offer-firmware.ts';

/** The selected are assignments; a row is about the device of each. */
async function plan({ tx, scope }: TaskContext, entries: Entry[]): Promise<PlannedRow[]> {
  const ids = entries.flatMap(({ objectId }) => objectId ?? []);
  const assignments = await selectAssignmentsInBrief(tx, scope, ids);
  const deviceIds = [...assignments.values()].map(({ deviceId }) => deviceId);
  const devices = await selectFirmwareDevices(tx, scope, [...new Set(deviceIds)]);
  return entries.map(({ number, objectId }) => {
    const assignment = assignments.get(objectId ?? '');
    const device = assignment && devices.get(assignment.deviceId);
    if (!assignment || !device) return refusedRow(number, '', [reason('firmware.not-found')]);
    const label = device.identifier ?? device.name;
    const row = { number, label, objectId: device.id, reasons: null, sealed: null };
    // What has ended stays as it is.
    if (!assignment.isOpen) return { ...row, verdict: 'same', before: null, after: null };
    return {
      ...row,
      verdict: 'change',
      before: { firmware: shown(device.open) },
      after: { firmware: null },
    };
  });
}

/** What is on offer or being fetched is taken back. */
export const withdrawFirmware: BulkTaskDefinition = {
  kind: 'withdraw-firmware',
  operations: ['firmware.assign'],
  sheet: null,
  lists: { 'firmware-assignments': selectMatchingAssignmentIds },
  options: [],
  needs: () => [],
  planner: () => plan,
  apply: applyOffers,
  undo: undoOffers,
};
