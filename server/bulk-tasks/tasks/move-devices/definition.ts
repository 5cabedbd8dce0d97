import { applyChanges, planChanges, undoChanges } from '../../change-devices.ts';
import { type BulkTaskDefinition, reason } from '../../definition.ts';
import { DEVICE_LISTS } from '../../device-lists.ts';
import { Room } from '../../room.ts';

/** To another project: out of the flows of the old one, which stays a matter of the plan. */
export const moveDevices: BulkTaskDefinition = {
  kind: 'move-devices',
  operations: ['devices.update', 'flows.update'],
  sheet: null,
  lists: DEVICE_LISTS,
  options: ['projectId'],
  needs: ({ projectId }) => (projectId ? [] : ['projectId']),
  planner() {
    let room: Room | undefined;
    return async (context, entries) => {
      room ??= await Room.of(context);
      const all = room;
      const { projectId } = context.options;
      return planChanges(context, entries, (_, state) => {
        const project = all.project(projectId ?? '');
        if (!project) return { refused: reason('project-unknown', { project: projectId ?? '' }) };
        if (state.project.id === project.id) return { fields: {} };
        const refused = all.take(project.id, {
          id: state.typeId,
          name: state.typeName,
          networks: state.networks,
        });
        return refused
          ? { refused }
          : { fields: { project: { id: project.id, name: project.name }, flows: [] } };
      });
    };
  },
  apply: applyChanges,
  undo: undoChanges,
};
