import type { Network } from '#server/device-types/contract.ts';
import { newDeviceSchema } from '#server/devices/contract.ts';
import { appKeyPlace } from '#server/devices/lora-keys.ts';
import { networkRefusal, typeRefusal } from '#server/devices/rules.ts';
import { tagsSchema } from '#server/platform/contract.ts';
import { unseal } from '#server/platform/secrets.ts';
import { MAX_METADATA } from '#server/twins/twin-contract.ts';
import { type Place, type Places, placeOf } from './addition-places.ts';
import { entryLabel, planChange, refusedRow } from './change-devices.ts';
import type { Reason } from './contract.ts';
import { type Entry, type PlannedRow, reason, type TaskContext } from './definition.ts';
import { type DeviceState, type FieldValues, isHalfPlace, placeFields } from './device-state.ts';
import { selectSystemTakenIdentifiers } from './device-states.sql.ts';
import { identifiersOf, type Located, locateDevices } from './locate-devices.ts';
import { sealOfRow } from './row-seal.ts';
import { tagsOf } from './rules.ts';
import { type Field, METADATA } from './sheet/columns-contract.ts';

/** What is stored of a row that adds a device, beside what people are shown of it. */
export interface NewRow extends FieldValues {
  type: { id: string; name: string };
  project: { id: string; name: string };
}

export async function planAdditions(
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
  Object.assign(fields, placeFields(values));
  if (flow && !state.flows.some(({ id }) => id === flow.id))
    fields.flows = [...state.flows, flow].toSorted((a, b) => (a.id < b.id ? -1 : 1));
  return fields;
}

/** The device as the wizard and the API would ask for it. */
function deviceOf({ values }: Entry, network: Network): { given: unknown } | Reason {
  const { devEui, joinEui, appKey, imei, iccid, dvnUuid, sharedSecret } = values;
  const described = {
    name: values.name || devEui || imei || dvnUuid,
    description: values.description || null,
    barcode: values.barcode || null,
    tags: tagsOf(values.tags ?? ''),
    ...(values.latitude ? { location: placeFields(values) } : {}),
  };
  if (isHalfPlace(placeFields(values))) return reason('half-place', {}, 'latitude');
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
  const { lora, cellular, generic, location, ...described } = device;
  const after: NewRow = {
    ...described,
    ...location,
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
    sealed: sealOfRow(places.key, context.taskId, entry.number, keys),
  };
}

function metadataOf({ values }: Entry): Record<string, string> {
  return Object.fromEntries(
    Object.entries(values).flatMap(([field, value]) =>
      field.startsWith(METADATA) && value ? [[field.slice(METADATA.length), value]] : [],
    ),
  );
}
