import { recordAudits } from '#server/audit/record-audit.ts';
import { cancelWaitingDeliveries } from '#server/deliveries/cancel.sql.ts';
import { deleteDeviceRows } from '#server/devices/repository.ts';
import { failed } from './change-devices.ts';
import type { Reason } from './contract.ts';
import { type Outcome, reason, type StoredRow, type TaskContext } from './definition.ts';
import { type DeviceState, fieldValue, sameValue } from './device-state.ts';
import { selectDeviceStates } from './device-states.sql.ts';
import { selectSnapshots } from './snapshots.sql.ts';

/**
 * Deletes the devices of these rows. With a snapshot each row keeps all that is needed to bring its device back, keys in
 * the envelopes they were in; `unchangedOnly` spares what somebody changed or what has sent since it was added.
 */
export async function removeDevices(
  context: TaskContext,
  rows: StoredRow[],
  { snapshot, unchangedOnly }: { snapshot: boolean; unchangedOnly: boolean },
): Promise<Outcome[]> {
  const { tx, scope, actor } = context;
  const wanted = rows.flatMap((row) => row.objectId ?? []);
  const states = await selectDeviceStates(tx, scope, wanted, { lock: true });
  const gone: DeviceState[] = [];
  const outcomes: (Outcome & { deviceId?: string })[] = rows.map((row) => {
    const state = row.objectId ? states.get(row.objectId) : undefined;
    if (!state) return failed(row.number, [reason('device-gone')]);
    const spared = unchangedOnly ? changedSince(row, state) : null;
    if (spared) return failed(row.number, [spared]);
    gone.push(state);
    return { number: row.number, outcome: 'done', reasons: null, sealed: null, deviceId: state.id };
  });
  const ids = gone.map(({ id }) => id);
  const snapshots = snapshot ? await selectSnapshots(tx, scope, ids) : new Map<string, unknown>();
  if (ids.length > 0) {
    await cancelWaitingDeliveries(tx, scope, { reason: 'devices.deleted', deviceIds: ids });
    await deleteDeviceRows(tx, scope, ids);
  }
  await recordAudits(
    tx,
    actor,
    gone.map((state) => ({
      operation: 'devices.delete',
      object: { kind: 'device', id: state.id, name: state.name },
      before: { name: state.name, identifier: state.identifier, project: state.project, flows: state.flows },
    })),
  );
  return outcomes.map(({ deviceId, ...outcome }) =>
    deviceId && snapshot ? { ...outcome, after: { snapshot: snapshots.get(deviceId) } } : outcome,
  );
}

/** A device that was added and is no longer as it was added. */
function changedSince(row: StoredRow, state: DeviceState): Reason | null {
  if (state.heard) return reason('has-messages');
  const fields = { status: 'ACTIVE', ...row.after };
  const changed = Object.entries(fields).filter(
    ([field, value]) =>
      COMPARED.has(field.split(':')[0] ?? '') && !sameValue(fieldValue(state, field), value),
  );
  return changed.length > 0
    ? reason('changed-since', { fields: changed.map(([field]) => field).join(', ') })
    : null;
}

const COMPARED = new Set([
  'name',
  'description',
  'barcode',
  'tags',
  'status',
  'latitude',
  'longitude',
  'altitude',
  'project',
  'flows',
  'metadata',
]);
