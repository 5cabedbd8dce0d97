import { CHANGE_PARTS } from '#server/sims/contract.ts';
import { selectMatchingSimIds } from '#server/sims/list.sql.ts';
import { locateSims, planSim, type SimOf, simTask, wantedOfAll } from '../../ask-sims.ts';
import { entryLabel, refusedRow } from '../../change-devices.ts';
import type { BulkOptions } from '../../contract.ts';
import {
  type BulkTaskDefinition,
  type Entry,
  type PlannedRow,
  reason,
  type TaskContext,
} from '../../definition.ts';

const PARTS = CHANGE_PARTS.map(({ part }) => part);

type Sims = Awaited<ReturnType<typeof locateSims>>;

/** "Activation ready", "activated": however a sheet writes it. */
const statusOf = (text: string) =>
  text
    .trim()
    .toUpperCase()
    .replace(/[\s-]+/g, '_');

/** What a row says, else what was chosen for all. */
const wantedOf = ({ values: { status, communicationPlan, ratePlan } }: Entry, options: BulkOptions) => ({
  ...wantedOfAll(options),
  ...(status ? { status: statusOf(status) } : {}),
  ...(communicationPlan ? { communicationPlan } : {}),
  ...(ratePlan ? { ratePlan } : {}),
});

function planOne(entry: Entry, sims: Sims, context: TaskContext): PlannedRow {
  const { number, objectId, values } = entry;
  const found = sims.get(objectId ?? values.iccid ?? '');
  const field = objectId ? null : ('iccid' as const);
  const label = found?.sim.iccid ?? entryLabel(entry);
  if (field && !values.iccid) return refusedRow(number, label, [reason('required', {}, field)]);
  if (!found) return refusedRow(number, label, [reason('sim-unknown', {}, field)]);
  const plan = planSim(found, wantedOf(entry, context.options), context);
  if ('refused' in plan) return refusedRow(number, label, [plan.refused], found.sim.id);
  return { number, label, objectId: found.sim.id, reasons: null, sealed: null, ...plan };
}

const itself: SimOf = ({ objectId }) => ({ id: objectId });

/** SIMs that were selected themselves, or that a sheet names. */
export const changeSims: BulkTaskDefinition = {
  kind: 'change-sims',
  ...simTask(itself),
  sheet: { required: [['iccid'], PARTS], fields: ['iccid', ...PARTS], metadata: false },
  lists: { sims: selectMatchingSimIds },
  needs: (options, fields) =>
    fields.size > 0 || Object.keys(wantedOfAll(options)).length > 0 ? [] : ['simStatus'],
  planner: () => async (context, entries) => {
    const ids = entries.flatMap(({ objectId }) => objectId ?? []);
    const iccids = entries.flatMap(({ values }) => values.iccid || []);
    const sims = await locateSims(context, ids.length > 0 ? { ids } : { iccids });
    return entries.map((entry) => planOne(entry, sims, context));
  },
};
