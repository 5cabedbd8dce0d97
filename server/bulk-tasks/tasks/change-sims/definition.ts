import { may } from '#server/access/actor.ts';
import { askForChange, simStates } from '#server/sims/change-sims.ts';
import { CHANGE_PARTS, type SimChange, simChangeSchema } from '#server/sims/contract.ts';
import { selectMatchingSimIds } from '#server/sims/list.sql.ts';
import { lockSims, lockSimsByIccid, type StoredSim } from '#server/sims/repository.ts';
import { changeRefusal, type SimState } from '#server/sims/rules.ts';
import { entryLabel, failed, refusedRow } from '../../change-devices.ts';
import type { BulkOptions, Reason } from '../../contract.ts';
import {
  type BulkTaskDefinition,
  type Entry,
  type Outcome,
  type PlannedRow,
  reason,
  type StoredRow,
  type TaskContext,
} from '../../definition.ts';

const PARTS = CHANGE_PARTS.map(({ part }) => part);

interface Located {
  sim: StoredSim;
  state: SimState;
}

/** "Activation ready", "activated": however a sheet writes it. */
const statusOf = (text: string) =>
  text
    .trim()
    .toUpperCase()
    .replace(/[\s-]+/g, '_');

/** What a row says, else what was chosen for all. */
function wantedOf({ values }: Entry, options: BulkOptions) {
  const status = values.status ? statusOf(values.status) : options.simStatus;
  const communicationPlan = values.communicationPlan || options.communicationPlan;
  const ratePlan = values.ratePlan || options.ratePlan;
  return {
    ...(status ? { status } : {}),
    ...(communicationPlan ? { communicationPlan } : {}),
    ...(ratePlan ? { ratePlan } : {}),
  };
}

/** What it is, or will be once what waits is done. */
const expected = ({ sim, state }: Located, at: (typeof CHANGE_PARTS)[number]) =>
  state.pending[at.kind] ?? sim[at.part];

function planOne(entry: Entry, found: Located | undefined, context: TaskContext): PlannedRow {
  const { values } = entry;
  const refuse = (why: Parameters<typeof reason>) =>
    refusedRow(entry.number, found?.sim.iccid ?? entryLabel(entry), [reason(...why)], found?.sim.id);
  const field = entry.objectId ? null : ('iccid' as const);
  if (field && !values.iccid) return refuse(['required', {}, field]);
  if (!found) return refuse(['sim-unknown', {}, field]);
  const wanted = wantedOf(entry, context.options);
  if (Object.keys(wanted).length === 0) return refuse(['nothing-asked']);
  const parsed = simChangeSchema.safeParse(wanted);
  if (!parsed.success) return refuse(['sim-status-unknown', { found: values.status ?? '' }, 'status']);
  if (parsed.data.status === 'RETIRED' && !may(context.actor, 'sims.retire'))
    return refuse(['access.forbidden', {}, 'status']);
  const { sim } = found;
  const changed = CHANGE_PARTS.filter(
    (at) => parsed.data[at.part] !== undefined && parsed.data[at.part] !== expected(found, at),
  );
  const row = { number: entry.number, label: sim.iccid, objectId: sim.id, reasons: null, sealed: null };
  if (changed.length === 0) return { ...row, verdict: 'same', before: null, after: null };
  const refusal = changeRefusal(found.state, parsed.data);
  if (refusal) return refuse([refusal.code, refusal.details]);
  return {
    ...row,
    verdict: 'change',
    before: Object.fromEntries(changed.map((at) => [at.part, expected(found, at)])),
    after: Object.fromEntries(changed.map(({ part }) => [part, parsed.data[part]])),
  };
}

/** Locked SIMs by id, and those of a sheet by their number too. */
async function locate(context: TaskContext, entries: Entry[]) {
  const { tx, scope } = context;
  const ids = entries.flatMap(({ objectId }) => objectId ?? []);
  const sims =
    ids.length > 0
      ? await lockSims(tx, scope, ids)
      : await lockSimsByIccid(
          tx,
          scope,
          entries.flatMap(({ values }) => values.iccid || []),
        );
  const states = await simStates(tx, scope, sims);
  return new Map(
    sims.flatMap((sim, at) => {
      const located = { sim, state: states[at] as SimState };
      return [[sim.id, located] as const, [sim.iccid, located] as const];
    }),
  );
}

interface Way {
  from: 'before' | 'after';
  to: 'before' | 'after';
  moved: (field: string) => Reason;
}
const FORTH: Way = { from: 'before', to: 'after', moved: (field) => reason('changed-meanwhile', { field }) };
const BACK: Way = {
  from: 'after',
  to: 'before',
  moved: (fields) => reason('changed-since', { fields }),
};

/** Why a row cannot be asked for; 'there' when it is as wanted already, null when it can. */
function hindrance(row: StoredRow, found: Located | undefined, way: Way): Reason | 'there' | null {
  if (!found) return reason('sim-unknown');
  const [from, to] = [row[way.from] ?? {}, row[way.to] ?? {}];
  const open = CHANGE_PARTS.filter((at) => at.part in to && expected(found, at) !== to[at.part]);
  if (open.length === 0) return 'there';
  const moved = open.find((at) => expected(found, at) !== from[at.part]);
  if (moved) return way.moved(moved.part);
  return simChangeSchema.safeParse(to).success ? null : reason('cannot-be-restored');
}

/** The wish is stored; the platform of the SIMs is asked afterwards, and its answer stands with the SIM. */
async function ask(context: TaskContext, rows: StoredRow[], way: Way): Promise<Outcome[]> {
  const { tx, actor, scope } = context;
  const reasons = new Map<number, Reason>();
  const possible: StoredRow[] = [];
  const located = await locate(
    context,
    rows.map(({ number, objectId }) => ({ number, objectId, values: {} })),
  );
  for (const row of rows) {
    const why = hindrance(row, located.get(row.objectId ?? ''), way);
    if (why === null) possible.push(row);
    else if (why !== 'there') reasons.set(row.number, why);
  }
  for (const [change, group] of Map.groupBy(possible, (row) => JSON.stringify(row[way.to]))) {
    const ids = group.flatMap((row) => row.objectId ?? []);
    const outcome = await askForChange(tx, actor, scope, ids, JSON.parse(change) as SimChange);
    const byId = new Map(outcome.refused.map((one) => [one.id, one]));
    for (const row of group) {
      const why = byId.get(row.objectId ?? '');
      if (why) reasons.set(row.number, reason(why.code, why.details));
    }
  }
  return rows.map(({ number }): Outcome => {
    const why = reasons.get(number);
    return why ? failed(number, [why]) : { number, outcome: 'done', reasons: null, sealed: null };
  });
}

export const changeSims: BulkTaskDefinition = {
  kind: 'change-sims',
  operations: ['sims.update'],
  sheet: { required: [['iccid'], PARTS], fields: ['iccid', ...PARTS], metadata: false },
  lists: { sims: selectMatchingSimIds },
  options: ['simStatus', 'communicationPlan', 'ratePlan'],
  further: ({ simStatus }) => (simStatus === 'RETIRED' ? ['sims.retire'] : []),
  rowsNeed: [{ after: { status: 'RETIRED' }, operation: 'sims.retire' }],
  needs: ({ simStatus, communicationPlan, ratePlan }, fields) =>
    simStatus || communicationPlan || ratePlan || fields.size > 0 ? [] : ['simStatus'],
  planner: () => async (context, entries) => {
    const located = await locate(context, entries);
    return entries.map((entry) =>
      planOne(entry, located.get(entry.objectId ?? entry.values.iccid ?? ''), context),
    );
  },
  apply: (context, rows) => ask(context, rows, FORTH),
  undo: (context, rows) => ask(context, rows, BACK),
};
