import { selectMatchingDeviceIds } from '#server/devices/matching-ids.sql.ts';
import { wishInTransaction } from '#server/lora-registrations/wish-on-network.ts';
import { failed, planChanges } from '../../change-devices.ts';
import {
  type BulkTaskDefinition,
  type Outcome,
  reason,
  type StoredRow,
  type TaskContext,
} from '../../definition.ts';

/** Wishes the plan for devices at their network server, which is asked afterwards; of each what was refused at once. */
async function wishPlan(
  context: TaskContext,
  rows: StoredRow[],
  side: 'before' | 'after',
): Promise<Outcome[]> {
  const refused = new Map<string, string>();
  for (const [plan, group] of Map.groupBy(rows, (row) => String(row[side]?.connectivityPlan ?? ''))) {
    const ids = group.flatMap((row) => row.objectId ?? []);
    const outcome = await wishInTransaction(context.tx, context.actor, ids, { kind: 'change-plan', plan });
    for (const { deviceId, code } of outcome.refused) refused.set(deviceId, code);
  }
  return rows.map((row) => {
    const code = refused.get(row.objectId ?? '');
    return code
      ? failed(row.number, [reason(code)])
      : { number: row.number, outcome: 'done', reasons: null, sealed: null };
  });
}

export const setConnectivityPlan: BulkTaskDefinition = {
  kind: 'set-connectivity-plan',
  operations: ['lora-registrations.update'],
  sheet: null,
  selection: selectMatchingDeviceIds,
  options: ['connectivityPlan'],
  needs: ({ connectivityPlan }) => (connectivityPlan ? [] : ['connectivityPlan']),
  planner: () => (context, entries) =>
    planChanges(context, entries, (_, state) =>
      state.connectivityPlan === null
        ? { refused: reason('not-lora') }
        : { fields: { connectivityPlan: context.options.connectivityPlan } },
    ),
  apply: (context, rows) => wishPlan(context, rows, 'after'),
  undo: (context, rows) => wishPlan(context, rows, 'before'),
};
