import { applyChanges, planChanges, undoChanges } from '../../change-devices.ts';
import type { BulkTaskDefinition } from '../../definition.ts';
import { DEVICE_LISTS } from '../../device-lists.ts';

/** Out of one flow; what of theirs waits to go that way is cancelled. */
export const unlinkFlow: BulkTaskDefinition = {
  kind: 'unlink-flow',
  operations: ['devices.update', 'flows.update'],
  sheet: null,
  lists: DEVICE_LISTS,
  options: ['flowId'],
  needs: ({ flowId }) => (flowId ? [] : ['flowId']),
  planner: () => (context, entries) =>
    planChanges(context, entries, (_, state) => ({
      fields: { flows: state.flows.filter((flow) => flow.id !== context.options.flowId) },
    })),
  apply: applyChanges,
  undo: undoChanges,
};
