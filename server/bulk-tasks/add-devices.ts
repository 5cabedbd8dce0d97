import type { Network } from '#server/device-types/contract.ts';
import { type NewDevice, newDeviceSchema } from '#server/devices/contract.ts';
import { appKeyPlace } from '#server/devices/lora-keys.ts';
import { holdDevicePlace, registerDevices } from '#server/devices/register-devices.ts';
import { networkRefusal, typeRefusal } from '#server/devices/rules.ts';
import { tagsSchema } from '#server/platform/contract.ts';
import { dataKeyOf } from '#server/platform/data-keys.ts';
import { type DataKey, seal, unseal } from '#server/platform/secrets.ts';
import { MAX_METADATA } from '#server/twins/twin-contract.ts';
import { applyChanges, entryLabel, planChange, refusedRow, undoChanges } from './change-devices.ts';
import type { BulkKind, Reason } from './contract.ts';
import {
  type BulkTaskDefinition,
  type Entry,
  type Outcome,
  type PlannedRow,
  reason,
  type StoredRow,
  type TaskContext,
} from './definition.ts';
import type { DeviceState, FieldValues } from './device-state.ts';
import { selectSystemTakenIdentifiers, storeMetadata } from './device-states.sql.ts';
import { Flows } from './find-flows.ts';
import { identifiersOf, type Located, locateDevices } from './locate-devices.ts';
import { selectTypesNamed } from './places.sql.ts';
import { removeDevices } from './remove-devices.ts';
import { Room } from './room.ts';
import { tagsOf } from './rules.ts';
import { type Field, METADATA } from './sheet/columns-contract.ts';

/** What the three tasks that add devices share; they differ in their network. */

type TypeFound = Awaited<ReturnType<typeof selectTypesNamed>>[number];

/** Everything that a new device is planned by, read once for all rows. */
interface Places {
  room: Room;
  types: TypeFound[];
  flows: Flows;
  key: DataKey;
}

interface Place {
  project: { id: string; name: string };
  type: TypeFound;
  flow: { id: string; name: string } | null;
}

/** What is stored of a row that adds a device, beside what people are shown of it. */
interface NewRow extends FieldValues {
  type: { id: string; name: string };
  project: { id: string; name: string };
}

const sealedPlace = (taskId: string, number: number) => `bulk_rows|${taskId}|${number}`;

export function addDevices(kind: BulkKind, network: Network, fields: Field[]): BulkTaskDefinition {
  return {
    kind,
    operations: ['devices.create'],
    sheet: {
      required:
        network === 'lora'
          ? [['devEui', 'name']]
          : network === 'cellular'
            ? [['imei']]
            : [['dvnUuid', 'name']],
      fields: [...fields, 'name', 'barcode', 'description', 'tags', 'type', 'project', 'flow'],
      metadata: true,
    },
    selection: false,
    options: ['projectId', 'deviceTypeId', 'flowId'],
    needs: ({ projectId, deviceTypeId }, has) => [
      ...(projectId || has.has('project') ? [] : ['projectId' as const]),
      ...(deviceTypeId || has.has('type') ? [] : ['deviceTypeId' as const]),
    ],
    planner() {
      let places: Places | undefined;
      return async (context, entries) => {
        places ??= {
          room: await Room.of(context),
          types: await selectTypesNamed(context.tx, context.scope),
          flows: await Flows.of(context),
          key: await dataKeyOf(context.tx, context.scope.customerId),
        };
        return planAdditions(context, entries, network, places);
      };
    },
    apply: applyAdditions,
    async undo(context, rows) {
      const added = rows.filter((row) => row.verdict === 'create');
      const changed = rows.filter((row) => row.verdict === 'change');
      return [
        ...(await removeDevices(context, added, { snapshot: false, unchangedOnly: true })),
        ...(await undoChanges(context, changed)),
      ];
    },
  };
}

async function planAdditions(
  context: TaskContext,
  entries: Entry[],
  network: Network,
  places: Places,
): Promise<PlannedRow[]> {
  const taken = await selectSystemTakenIdentifiers(entries.flatMap(identifiersOf));
  const known = entries.filter((entry) =>
    identifiersOf(entry).some((one) => taken.has(`${one.network}|${one.identifier}`)),
  );
  const own = await locateDevices(context, known);
  return entries.map((entry) => {
    const there = own.get(entry.number);
    return there ? planKnown(entry, there, context, places) : planNew(entry, network, context, places);
  });
}

/** An identifier that is in use: another customer's is only told to be, an own device is brought up to date. */
function planKnown(entry: Entry, there: Located, context: TaskContext, places: Places): PlannedRow {
  if (!there.ok) {
    const field = identifiersOf(entry)[0]?.field ?? null;
    return refusedRow(entry.number, entryLabel(entry), [
      there.reason.code === 'device-unknown' ? reason('taken', {}, field) : there.reason,
    ]);
  }
  const { state } = there;
  const refuse = (why: Reason) => refusedRow(entry.number, entryLabel(entry), [why], state.id);
  const place = placeOf(entry, context, places);
  if ('code' in place) return refuse(place);
  if (place.project.id !== state.project.id)
    return refuse(reason('in-other-project', { project: state.project.name }));
  if (place.type.id !== state.typeId) return refuse(reason('of-other-type', { type: state.typeName }));
  const { joinEui, appKey } = entry.values;
  if (joinEui && state.joinEui && joinEui !== state.joinEui)
    return refuse(reason('other-join-eui', {}, 'joinEui'));
  if (
    appKey &&
    state.sealedAppKey &&
    unseal(places.key, appKeyPlace(state.id), state.sealedAppKey) !== appKey
  )
    return refuse(reason('other-app-key', {}, 'appKey'));
  return planChange(entry.number, state, { fields: describedBy(entry, state, place) });
}

/** What a sheet says about a device that is there: fields that it fills, flows that it is to be in as well. */
function describedBy({ values }: Entry, state: DeviceState, { flow }: Place): FieldValues {
  const fields: FieldValues = {};
  for (const [name, value] of Object.entries(values) as [Field, string][]) {
    if (!value) continue;
    if (name === 'tags') fields.tags = tagsOf(value);
    else if (['name', 'barcode', 'description'].includes(name) || name.startsWith(METADATA))
      fields[name] = value;
  }
  if (flow && !state.flows.some(({ id }) => id === flow.id))
    fields.flows = [...state.flows, flow].toSorted((a, b) => (a.id < b.id ? -1 : 1));
  return fields;
}

function placeOf(
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

/** The device as the wizard and the API would ask for it. */
function deviceOf({ values }: Entry, network: Network): { given: unknown } | Reason {
  const { devEui, joinEui, appKey, imei, iccid, dvnUuid, sharedSecret } = values;
  const described = {
    name: values.name || devEui || imei || dvnUuid,
    description: values.description || null,
    barcode: values.barcode || null,
    tags: tagsOf(values.tags ?? ''),
  };
  if (!described.name) return reason('required', {}, 'name');
  if (network === 'lora') {
    if (!devEui && !joinEui && !appKey) return { given: described };
    for (const field of ['devEui', 'joinEui', 'appKey'] as const)
      if (!values[field]) return reason('required', {}, field);
    return { given: { ...described, lora: { devEui, joinEui, appKey } } };
  }
  if (network === 'cellular')
    return imei
      ? {
          given: {
            ...described,
            cellular: { imei, ...(iccid ? { iccid } : {}), ...(sharedSecret ? { sharedSecret } : {}) },
          },
        }
      : reason('required', {}, 'imei');
  return {
    given: {
      ...described,
      generic: { ...(dvnUuid ? { dvnUuid } : {}), ...(sharedSecret ? { sharedSecret } : {}) },
    },
  };
}

function planNew(entry: Entry, network: Network, context: TaskContext, places: Places): PlannedRow {
  const refuse = (why: Reason) => refusedRow(entry.number, entryLabel(entry), [why]);
  const place = placeOf(entry, context, places);
  if ('code' in place) return refuse(place);
  const { type, project, flow } = place;
  const asked = deviceOf(entry, network);
  if ('code' in asked) return refuse(asked);
  if (!tagsSchema.safeParse(tagsOf(entry.values.tags ?? '')).success)
    return refuse(reason('bad-tags', {}, 'tags'));
  const parsed = newDeviceSchema.safeParse(asked.given);
  if (!parsed.success) return refuse(reason('does-not-fit', { what: parsed.error.issues[0]?.message ?? '' }));
  const device = parsed.data;
  const refusal = typeRefusal(type) ?? networkRefusal(type, device);
  if (refusal) return refuse(reason(refusal.code, { ...refusal.details, type: type.name }, 'type'));
  if (!type.networks.includes(network))
    return refuse(reason('devices.wrong-network', { network, type: type.name }, 'type'));
  if (network === 'lora' && !device.lora && type.loraKeys !== 'generated')
    return refuse(reason('required', {}, 'devEui'));
  const metadata = metadataOf(entry);
  if (Object.keys(metadata).length > MAX_METADATA) return refuse(reason('metadata-full'));
  const full = places.room.take(project.id, type);
  if (full) return refuse(full);
  const { lora, cellular, generic, ...described } = device;
  const after: NewRow = {
    ...described,
    ...Object.fromEntries(Object.entries(metadata).map(([key, value]) => [`${METADATA}${key}`, value])),
    type: { id: type.id, name: type.name },
    project: { id: project.id, name: project.name },
    flows: flow ? [{ id: flow.id, name: flow.name }] : [],
    ...(lora ? { devEui: lora.devEui, joinEui: lora.joinEui } : {}),
    ...(cellular ? { imei: cellular.imei, ...(cellular.iccid ? { iccid: cellular.iccid } : {}) } : {}),
    ...(generic?.dvnUuid ? { dvnUuid: generic.dvnUuid } : {}),
  };
  const keys = { lora, cellular, generic };
  return {
    number: entry.number,
    verdict: 'create',
    label: entryLabel(entry) || device.name,
    objectId: null,
    before: null,
    after,
    reasons: null,
    sealed: seal(places.key, sealedPlace(context.taskId, entry.number), JSON.stringify(keys)),
  };
}

function metadataOf({ values }: Entry): Record<string, string> {
  return Object.fromEntries(
    Object.entries(values).flatMap(([field, value]) =>
      field.startsWith(METADATA) && value ? [[field.slice(METADATA.length), value]] : [],
    ),
  );
}

async function applyAdditions(context: TaskContext, rows: StoredRow[]): Promise<Outcome[]> {
  const outcomes = await applyChanges(
    context,
    rows.filter((row) => row.verdict === 'change'),
  );
  const key = await dataKeyOf(context.tx, context.scope.customerId);
  const added = rows.filter((row) => row.verdict === 'create');
  const groups = Map.groupBy(added, ({ after }) => {
    const { type, project, flows } = after as NewRow & { flows: { id: string }[] };
    return JSON.stringify([project.id, type.id, flows.map(({ id }) => id)]);
  });
  for (const [place, group] of [...groups].sort(([a], [b]) => (a < b ? -1 : 1)))
    outcomes.push(...(await addAt(context, key, JSON.parse(place) as [string, string, string[]], group)));
  return outcomes;
}

async function addAt(
  { tx, actor, scope, taskId }: TaskContext,
  key: DataKey,
  [projectId, deviceTypeId, flowIds]: [string, string, string[]],
  rows: StoredRow[],
): Promise<Outcome[]> {
  const place = await holdDevicePlace(tx, actor, scope, { projectId, deviceTypeId }, rows.length);
  const wanted = rows.map((row): NewDevice => {
    const keys = JSON.parse(unseal(key, sealedPlace(taskId, row.number), row.sealed ?? ''));
    const { name, description, barcode, tags } = row.after as NewDevice;
    return { name, description, barcode, tags, ...keys };
  });
  const registered = await registerDevices(tx, actor, scope, place, wanted, flowIds);
  const metadata: Parameters<typeof storeMetadata>[2] = [];
  const outcomes = rows.map((row, at): Outcome => {
    const answer = registered[at];
    if (!answer?.ok)
      return {
        number: row.number,
        outcome: 'failed',
        reasons: [refusalOf(answer?.code)],
        sealed: null,
      };
    const values = Object.fromEntries(
      Object.entries(row.after ?? {}).flatMap(([field, value]) =>
        field.startsWith(METADATA) ? [[field.slice(METADATA.length), String(value)]] : [],
      ),
    );
    if (Object.keys(values).length > 0) metadata.push({ deviceId: answer.id, metadata: values });
    const made = answer.credentials;
    return {
      number: row.number,
      outcome: 'done',
      reasons: null,
      objectId: answer.id,
      // Only what the portal made is told, and once; what was brought is not kept a second time.
      sealed: made ? seal(key, sealedPlace(taskId, row.number), JSON.stringify(made)) : null,
      ...(made?.devEui || made?.dvnUuid
        ? {
            after: {
              ...row.after,
              ...(made.devEui ? { devEui: made.devEui, joinEui: made.joinEui } : {}),
              ...(made.dvnUuid ? { dvnUuid: made.dvnUuid } : {}),
            },
          }
        : {}),
    };
  });
  await storeMetadata(tx, scope, metadata);
  return outcomes;
}

/** Somebody took its identifier between plan and run; a SIM has reasons of its own. */
const refusalOf = (code: string | undefined): Reason =>
  reason(code === 'devices.identifier-taken' ? 'taken' : (code ?? 'internal'));

/** What was generated for a row, for the result file. */
export function openGenerated(
  key: DataKey,
  taskId: string,
  number: number,
  sealed: string,
): Record<string, string> {
  return JSON.parse(unseal(key, sealedPlace(taskId, number), sealed));
}
