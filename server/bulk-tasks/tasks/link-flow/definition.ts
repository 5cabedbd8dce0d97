import { applyChanges, planChanges, undoChanges, type Wanted } from '../../change-devices.ts';
import { type BulkTaskDefinition, type Entry, reason, type TaskContext } from '../../definition.ts';
import { DEVICE_LISTS } from '../../device-lists.ts';
import type { DeviceState } from '../../device-state.ts';
import { type FlowFound, Flows } from '../../find-flows.ts';
import { LOCATORS } from '../../locate-devices.ts';

/** The flow that a row names, else the one that was chosen for all. */
function flowOf(
  entry: Entry,
  state: DeviceState,
  { options }: TaskContext,
  flows: Flows,
): FlowFound | Wanted {
  const named = entry.values.flow;
  if (!named) {
    const flow = flows.byId(options.flowId);
    if (!flow) return { refused: reason('flow-missing', {}, 'flow') };
    return flow.projectId === state.project.id
      ? flow
      : { refused: reason('flow-of-other-project', { flow: flow.name }) };
  }
  const [flow] = flows.find(named, state.project.id);
  if (flow) return flow;
  const elsewhere = flows.find(named, null).length > 0;
  return { refused: reason(elsewhere ? 'flow-of-other-project' : 'flow-unknown', { flow: named }, 'flow') };
}

const byId = <T extends { id: string }>(flows: T[]) => flows.toSorted((a, b) => (a.id < b.id ? -1 : 1));

export const linkFlow: BulkTaskDefinition = {
  kind: 'link-flow',
  operations: ['devices.update', 'flows.update'],
  sheet: { required: [LOCATORS], fields: [...LOCATORS, 'flow'], metadata: false },
  lists: DEVICE_LISTS,
  options: ['flowId'],
  needs: ({ flowId }, fields) => (flowId || fields.has('flow') ? [] : ['flowId']),
  planner() {
    let flows: Flows | undefined;
    return async (context, entries) => {
      flows ??= await Flows.of(context);
      const all = flows;
      return planChanges(context, entries, (entry, state) => {
        const flow = flowOf(entry, state, context, all);
        if (!('id' in flow)) return flow;
        const others = state.flows.filter((one) => one.id !== flow.id);
        return { fields: { flows: byId([...others, { id: flow.id, name: flow.name }]) } };
      });
    };
  },
  apply: applyChanges,
  undo: undoChanges,
};
