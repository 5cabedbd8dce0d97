import { dataKeyOf } from '#server/platform/data-keys.ts';
import type { DataKey } from '#server/platform/secrets.ts';
import type { Reason } from './contract.ts';
import { type Entry, reason, type TaskContext } from './definition.ts';
import { Flows } from './find-flows.ts';
import { selectTypesNamed } from './places.sql.ts';
import { Room } from './room.ts';

/** Where a row that adds a device puts it: project, type, flow, as the sheet names them or as they were chosen for all. */

type TypeFound = Awaited<ReturnType<typeof selectTypesNamed>>[number];

/** Everything that a new device is planned by, read once for all rows. */
export interface Places {
  room: Room;
  types: TypeFound[];
  flows: Flows;
  key: DataKey;
}

export interface Place {
  project: { id: string; name: string };
  type: TypeFound;
  flow: { id: string; name: string } | null;
}

export async function placesOf(context: TaskContext): Promise<Places> {
  return {
    room: await Room.of(context),
    types: await selectTypesNamed(context.tx, context.scope),
    flows: await Flows.of(context),
    key: await dataKeyOf(context.tx, context.scope.customerId),
  };
}

export function placeOf(
  { values }: Entry,
  { options }: TaskContext,
  { room, types, flows }: Places,
): Place | Reason {
  const projects = values.project ? room.named(values.project) : [room.project(options.projectId ?? '')];
  if (projects.length > 1) return reason('project-ambiguous', { project: values.project ?? '' }, 'project');
  const [project] = projects;
  if (!project)
    return reason(
      values.project ? 'project-unknown' : 'required',
      { project: values.project ?? '' },
      'project',
    );
  const type = typeOf(values.type, options.deviceTypeId, types);
  if ('code' in type) return type;
  if (!values.flow) {
    const flow = flows.byId(options.flowId);
    if (flow && flow.projectId !== project.id) return reason('flow-of-other-project', { flow: flow.name });
    return { project, type, flow: flow ?? null };
  }
  const [flow, another] = flows.find(values.flow, project.id);
  if (another) return reason('flow-ambiguous', { flow: values.flow }, 'flow');
  if (flow) return { project, type, flow };
  return reason(
    flows.find(values.flow, null).length > 0 ? 'flow-of-other-project' : 'flow-unknown',
    { flow: values.flow },
    'flow',
  );
}

function typeOf(
  named: string | undefined,
  chosen: string | undefined,
  types: TypeFound[],
): TypeFound | Reason {
  const wanted = named?.toLowerCase();
  const found = types.filter((type) =>
    wanted
      ? [type.id, type.slug.toLowerCase(), type.name.toLowerCase()].includes(wanted)
      : type.id === chosen,
  );
  if (found.length > 1) return reason('type-ambiguous', { type: named ?? '' }, 'type');
  return found[0] ?? reason(named ? 'type-unknown' : 'required', { type: named ?? '' }, 'type');
}
