import { recordAudits } from '#server/audit/record-audit.ts';
import { cancelWaitingDeliveries } from '#server/deliveries/cancel.sql.ts';
import type { Named } from '#server/devices/contract.ts';
import { deleteFlowDevices, insertFlowDevices } from '#server/flows/links.sql.ts';
import { lockFlows } from '#server/flows/repository.ts';
import { DomainError } from '#server/platform/errors.ts';
import { holdProject } from '#server/projects/hold-project.ts';
import { takePlaces } from '#server/projects/rules.ts';
import type { Reason } from './contract.ts';
import {
  type Entry,
  type Outcome,
  type PlannedRow,
  reason,
  type StoredRow,
  type TaskContext,
} from './definition.ts';
import {
  type DeviceState,
  differences,
  type FieldValues,
  fieldValue,
  isHalfPlace,
  labelOf,
  sameValue,
  tooMuchMetadata,
  withFields,
} from './device-state.ts';
import { selectDeviceStates, storeMetadata, updateDeviceFields } from './device-states.sql.ts';
import { locateDevices } from './locate-devices.ts';
import { METADATA } from './sheet/columns-contract.ts';

/** What bulk tasks that change devices share: planning from old to new, storing, and putting back. */

export type Wanted = { fields: FieldValues } | { refused: Reason };

export const refusedRow = (
  number: number,
  label: string,
  reasons: Reason[],
  objectId: string | null = null,
): PlannedRow => ({
  number,
  verdict: 'refuse',
  label,
  objectId,
  before: null,
  after: null,
  reasons,
  sealed: null,
});

export const entryLabel = ({ values }: Entry): string =>
  values.devEui || values.imei || values.dvnUuid || values.iccid || values.name || values.deviceId || '';

/** One device, from what it is to what is wanted. */
export function planChange(number: number, state: DeviceState, wanted: Wanted): PlannedRow {
  const label = labelOf(state);
  if ('refused' in wanted) return refusedRow(number, label, [wanted.refused], state.id);
  const changes = differences(state, wanted.fields);
  if (!changes)
    return {
      number,
      verdict: 'same',
      label,
      objectId: state.id,
      before: null,
      after: null,
      reasons: null,
      sealed: null,
    };
  if (state.category === 'managed' && Object.keys(changes.after).some((field) => field.startsWith(METADATA)))
    return refusedRow(number, label, [reason('managed-metadata', { type: state.typeName })], state.id);
  const next = withFields(state, changes.after);
  if (tooMuchMetadata(next)) return refusedRow(number, label, [reason('metadata-full')], state.id);
  if (isHalfPlace({ ...next }))
    return refusedRow(number, label, [reason('half-place', {}, 'latitude')], state.id);
  return { number, verdict: 'change', label, objectId: state.id, ...changes, reasons: null, sealed: null };
}

export async function planChanges(
  context: TaskContext,
  entries: Entry[],
  wantedOf: (entry: Entry, state: DeviceState) => Wanted,
): Promise<PlannedRow[]> {
  const located = await locateDevices(context, entries);
  return entries.map((entry) => {
    const found = located.get(entry.number);
    if (!found?.ok) return refusedRow(entry.number, entryLabel(entry), found ? [found.reason] : []);
    return planChange(entry.number, found.state, wantedOf(entry, found.state));
  });
}

const done = (number: number, reasons: Reason[] | null = null): Outcome => ({
  number,
  outcome: 'done',
  reasons,
  sealed: null,
});
export const failed = (number: number, reasons: Reason[]): Outcome => ({
  number,
  outcome: 'failed',
  reasons,
  sealed: null,
});

/** As planned, unless what the plan saw is no longer so: what somebody changed meanwhile is not written over. */
export async function applyChanges(context: TaskContext, rows: StoredRow[]): Promise<Outcome[]> {
  const states = await lockedStates(context, rows);
  const changes: { state: DeviceState; after: FieldValues }[] = [];
  const outcomes = rows.map((row) => {
    const state = row.objectId ? states.get(row.objectId) : undefined;
    if (!state) return failed(row.number, [reason('device-gone')]);
    const moved = Object.entries(row.before ?? {}).find(
      ([field, old]) => !sameValue(fieldValue(state, field), old),
    );
    if (moved) return failed(row.number, [reason('changed-meanwhile', { field: moved[0] })]);
    changes.push({ state, after: row.after ?? {} });
    return done(row.number);
  });
  await storeChangesOf(context, changes);
  return outcomes;
}

/** Back to what was before, field by field, where nobody changed it since. */
export async function undoChanges(context: TaskContext, rows: StoredRow[]): Promise<Outcome[]> {
  const states = await lockedStates(context, rows);
  const changes: { state: DeviceState; after: FieldValues }[] = [];
  const outcomes = rows.map((row) => {
    const state = row.objectId ? states.get(row.objectId) : undefined;
    if (!state) return failed(row.number, [reason('device-gone')]);
    const fields = Object.entries(row.after ?? {});
    const kept = fields
      .filter(([field, value]) => !sameValue(fieldValue(state, field), value))
      .map(([field]) => field);
    const reasons = kept.length > 0 ? [reason('changed-since', { fields: kept.join(', ') })] : null;
    if (kept.length === fields.length) return failed(row.number, reasons ?? []);
    const back = Object.fromEntries(
      Object.entries(row.before ?? {}).filter(([field]) => !kept.includes(field)),
    );
    changes.push({ state, after: back });
    return done(row.number, reasons);
  });
  await storeChangesOf(context, changes);
  return outcomes;
}

async function lockedStates({ tx, scope }: TaskContext, rows: StoredRow[]) {
  return selectDeviceStates(
    tx,
    scope,
    rows.flatMap((row) => row.objectId ?? []),
    { lock: true },
  );
}

/** Stores new values of locked devices, with an audit row each. */
async function storeChangesOf(
  context: TaskContext,
  changes: { state: DeviceState; after: FieldValues }[],
): Promise<void> {
  const { tx, scope, actor } = context;
  const all = changes.map(({ state, after }) => ({ state, next: withFields(state, after), after }));
  await storeProjects(context, all);
  await updateDeviceFields(
    tx,
    scope,
    all.map(({ next }) => ({
      id: next.id,
      name: next.name,
      description: next.description,
      barcode: next.barcode,
      tags: next.tags,
      status: next.status,
      latitude: next.latitude,
      longitude: next.longitude,
      altitude: next.altitude,
      projectId: next.project.id,
    })),
  );
  await storeMetadata(
    tx,
    scope,
    all
      .filter(({ after }) => Object.keys(after).some((field) => field.startsWith(METADATA)))
      .map(({ next }) => ({ deviceId: next.id, metadata: next.metadata })),
  );
  await storeFlows(context, all);
  await recordAudits(
    tx,
    actor,
    all.map(({ state, after }) => ({
      operation: 'devices.update',
      object: { kind: 'device', id: state.id, name: state.name },
      before: Object.fromEntries(Object.keys(after).map((field) => [field, fieldValue(state, field)])),
      after,
    })),
  );
}

type Change = { state: DeviceState; next: DeviceState };

/** Devices that move need room where they go; projects are locked in the order of their ids. */
async function storeProjects({ tx, scope }: TaskContext, changes: Change[]): Promise<void> {
  const moving = changes.filter(({ state, next }) => state.project.id !== next.project.id);
  const projectIds = [...new Set(moving.map(({ next }) => next.project.id))].sort();
  for (const id of projectIds) {
    const project = await holdProject(tx, scope, id);
    const byType = Map.groupBy(
      moving.filter(({ next }) => next.project.id === id),
      ({ next }) => next.typeId,
    );
    for (const [typeId, ofType] of byType) {
      const [{ next }] = ofType as [Change];
      const type = { id: typeId, name: next.typeName, networks: next.networks };
      const refusal = takePlaces(project, type, ofType.length);
      if (refusal) throw refusal;
    }
  }
}

async function storeFlows({ tx, scope }: TaskContext, changes: Change[]): Promise<void> {
  const added: { flowId: string; deviceId: string; projectId: string }[] = [];
  const removed = new Map<string, string[]>();
  for (const { state, next } of changes) {
    const has = (flows: Named[], id: string) => flows.some((flow) => flow.id === id);
    for (const flow of next.flows)
      if (!has(state.flows, flow.id))
        added.push({ flowId: flow.id, deviceId: next.id, projectId: next.project.id });
    for (const flow of state.flows)
      if (!has(next.flows, flow.id)) removed.set(flow.id, [...(removed.get(flow.id) ?? []), next.id]);
  }
  for (const [flowId, deviceIds] of removed) {
    await cancelWaitingDeliveries(tx, scope, { reason: 'flows.unlinked', flowId, deviceIds });
    await deleteFlowDevices(tx, scope, flowId, deviceIds);
  }
  const flows = await lockFlows(tx, scope, [...new Set(added.map(({ flowId }) => flowId))].sort());
  for (const { flowId, projectId } of added) {
    const flow = flows.find((one) => one.id === flowId);
    if (!flow) throw new DomainError('flows.not-found', 'not-found');
    if (flow.projectId !== projectId)
      throw new DomainError('flows.other-project', 'conflict', { name: flow.name });
  }
  await insertFlowDevices(
    tx,
    scope,
    added.map(({ flowId, deviceId }) => ({ flowId, deviceId })),
  );
}
