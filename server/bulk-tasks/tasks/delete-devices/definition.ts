import { entryLabel, refusedRow } from '../../change-devices.ts';
import { type BulkTaskDefinition, reason } from '../../definition.ts';
import { DEVICE_LISTS } from '../../device-lists.ts';
import { labelOf } from '../../device-state.ts';
import { LOCATORS, locateDevices } from '../../locate-devices.ts';
import { removeDevices } from '../../remove-devices.ts';
import { restoreDevices } from '../../restore-devices.ts';

/** The devices go at once; their history is kept until the deletion can no longer be undone. */
export const deleteDevices: BulkTaskDefinition = {
  kind: 'delete-devices',
  operations: ['devices.delete'],
  sheet: { required: [LOCATORS], fields: [...LOCATORS], metadata: false },
  lists: DEVICE_LISTS,
  options: [],
  needs: () => [],
  planner: () => async (context, entries) => {
    const located = await locateDevices(context, entries);
    return entries.map((entry) => {
      const found = located.get(entry.number);
      if (!found?.ok) return refusedRow(entry.number, entryLabel(entry), found ? [found.reason] : []);
      const { state } = found;
      if (state.category === 'managed')
        return refusedRow(
          entry.number,
          labelOf(state),
          [reason('devices.type-managed', { type: state.typeName })],
          state.id,
        );
      return {
        number: entry.number,
        verdict: 'remove',
        label: labelOf(state),
        objectId: state.id,
        before: { name: state.name, project: state.project, flows: state.flows },
        after: null,
        reasons: null,
        sealed: null,
      };
    });
  },
  apply: (context, rows) => removeDevices(context, rows, { snapshot: true, unchangedOnly: false }),
  undo: restoreDevices,
};
