import { recordAudits } from '#server/audit/record-audit.ts';
import { selectTypesInBrief } from '#server/device-types/repository.ts';
import { deleteDeviceRows } from '#server/devices/repository.ts';
import { holdProject } from '#server/projects/hold-project.ts';
import { takePlaces } from '#server/projects/rules.ts';
import { failed } from './change-devices.ts';
import { type Outcome, reason, type StoredRow, type TaskContext } from './definition.ts';
import { selectDeviceStates } from './device-states.sql.ts';
import { insertDeviceSnapshots, restoreAdapters, restoreParts, type Snapshot } from './snapshots.sql.ts';

/** Deleted devices come back as they were, unless their place or their identifier was given away meanwhile. */
export async function restoreDevices(context: TaskContext, rows: StoredRow[]): Promise<Outcome[]> {
  const { tx, scope, actor } = context;
  const outcomes = new Map<number, Outcome>();
  const refuse: Refuse = (row, code, details) =>
    outcomes.set(row.number, failed(row.number, [reason(code, details)]));
  const there = await selectDeviceStates(
    tx,
    scope,
    rows.flatMap((row) => row.objectId ?? []),
    { lock: false },
  );
  let wanted: { row: StoredRow; snapshot: Snapshot }[] = [];
  for (const row of rows) {
    const snapshot = row.after?.snapshot as Snapshot | undefined;
    if (!snapshot || there.has(snapshot.device.id)) refuse(row, 'cannot-be-restored');
    else wanted.push({ row, snapshot });
  }
  wanted = await withRoom(context, wanted, refuse);
  if (wanted.length > 0) {
    const snapshots = wanted.map(({ snapshot }) => snapshot);
    await insertDeviceSnapshots(tx, snapshots);
    const taken = await restoreAdapters(tx, snapshots);
    await deleteDeviceRows(tx, scope, [...taken]);
    for (const { row, snapshot } of wanted) if (taken.has(snapshot.device.id)) refuse(row, 'taken');
    wanted = wanted.filter(({ snapshot }) => !taken.has(snapshot.device.id));
    await restoreParts(
      tx,
      scope,
      wanted.map(({ snapshot }) => snapshot),
    );
  }
  await recordAudits(
    tx,
    actor,
    wanted.map(({ snapshot: { device } }) => ({
      operation: 'devices.create',
      object: { kind: 'device', id: device.id, name: device.name },
      after: { name: device.name, restored: true },
    })),
  );
  return rows.map(
    (row) => outcomes.get(row.number) ?? { number: row.number, outcome: 'done', reasons: null, sealed: null },
  );
}

type Restorable = { row: StoredRow; snapshot: Snapshot };
type Refuse = (row: StoredRow, code: string, details?: Record<string, string | number>) => void;

/** As many as their projects have room for, of types that they still allow; a type that is gone has none. */
async function withRoom(
  { tx, scope }: TaskContext,
  wanted: Restorable[],
  refuse: Refuse,
): Promise<Restorable[]> {
  const kept: Restorable[] = [];
  const typeIds = [...new Set(wanted.map(({ snapshot }) => snapshot.device.device_type_id))];
  const types = new Map((await selectTypesInBrief(tx, scope, typeIds)).map((type) => [type.id, type]));
  const byProject = Map.groupBy(wanted, ({ snapshot }) => snapshot.device.project_id);
  for (const [projectId, group] of [...byProject].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const project = await holdProject(tx, scope, projectId);
    for (const one of group) {
      const type = types.get(one.snapshot.device.device_type_id);
      const refusal = type && takePlaces(project, type);
      if (!type) refuse(one.row, 'cannot-be-restored');
      else if (refusal) refuse(one.row, refusal.code, refusal.details);
      else kept.push(one);
    }
  }
  return kept;
}
