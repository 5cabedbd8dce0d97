import { applyChanges, planChanges, undoChanges } from '../../change-devices.ts';
import type { BulkTaskDefinition } from '../../definition.ts';
import { DEVICE_LISTS } from '../../device-lists.ts';

/** Activate or deactivate: data of a deactivated device is still kept, but neither processed nor forwarded. */
export const setDeviceStatus: BulkTaskDefinition = {
  kind: 'set-device-status',
  operations: ['devices.update'],
  sheet: null,
  lists: DEVICE_LISTS,
  options: ['status'],
  needs: ({ status }) => (status ? [] : ['status']),
  planner: () => (context, entries) =>
    planChanges(context, entries, () => ({ fields: { status: context.options.status } })),
  apply: applyChanges,
  undo: undoChanges,
};
