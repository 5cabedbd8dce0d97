import { may } from '#server/access/actor.ts';
import { askForChange, simStates } from '#server/sims/change-sims.ts';
import { CHANGE_PARTS, type SimChange, simChangeSchema } from '#server/sims/contract.ts';
import { lockSims, lockSimsByIccid, type StoredSim } from '#server/sims/repository.ts';
import { changeRefusal, type SimState } from '#server/sims/rules.ts';
import { failed } from './change-devices.ts';
import type { BulkOptions, Reason } from './contract.ts';
import {
  type BulkTaskDefinition,
  type Outcome,
  type PlannedRow,
  reason,
  type StoredRow,
  type TaskContext,
} from './definition.ts';

/** What bulk tasks share that ask for changes of SIMs, whether they are chosen themselves or by the devices they are in. */

interface Located {
  sim: StoredSim;
  state: SimState;
}

export const wantedOfAll = ({ simStatus, communicationPlan, ratePlan }: BulkOptions) => ({
  ...(simStatus ? { status: simStatus as string } : {}),
  ...(communicationPlan ? { communicationPlan } : {}),
  ...(ratePlan ? { ratePlan } : {}),
});
export type WantedOfSim = ReturnType<typeof wantedOfAll>;

/** Locked SIMs with what decides over them, by id and by number. */
export async function locateSims(
  { tx, scope }: Pick<TaskContext, 'tx' | 'scope'>,
  by: { ids: string[] } | { iccids: string[] },
): Promise<Map<string, Located>> {
  const sims = 'ids' in by ? await lockSims(tx, scope, by.ids) : await lockSimsByIccid(tx, scope, by.iccids);
  const states = await simStates(tx, scope, sims);
  return new Map(
    sims.flatMap((sim, at) => {
      const located = { sim, state: states[at] as SimState };
      return [[sim.id, located] as const, [sim.iccid, located] as const];
    }),
  );
}

/** What it is, or will be once what waits is done. */
const expected = ({ sim, state }: Located, at: (typeof CHANGE_PARTS)[number]) =>
  state.pending[at.kind] ?? sim[at.part];

/** One SIM, from what it is to what is wanted, or why that cannot be. */
export function planSim(
  found: Located,
  wanted: WantedOfSim,
  { actor }: Pick<TaskContext, 'actor'>,
): Pick<PlannedRow, 'before' | 'after' | 'verdict'> | { refused: Reason } {
  if (Object.keys(wanted).length === 0) return { refused: reason('nothing-asked') };
  const parsed = simChangeSchema.safeParse(wanted);
  if (!parsed.success)
    return { refused: reason('sim-status-unknown', { found: wanted.status ?? '' }, 'status') };
  if (parsed.data.status === 'RETIRED' && !may(actor, 'sims.retire'))
    return { refused: reason('access.forbidden', {}, 'status') };
  const changed = CHANGE_PARTS.filter(
    (at) => parsed.data[at.part] !== undefined && parsed.data[at.part] !== expected(found, at),
  );
  if (changed.length === 0) return { verdict: 'same', before: null, after: null };
  const refusal = changeRefusal(found.state, parsed.data);
  if (refusal) return { refused: reason(refusal.code, refusal.details) };
  return {
    verdict: 'change',
    before: Object.fromEntries(changed.map((at) => [at.part, expected(found, at)])),
    after: Object.fromEntries(changed.map(({ part }) => [part, parsed.data[part]])),
  };
}

interface Way {
  from: 'before' | 'after';
  to: 'before' | 'after';
  moved: (field: string) => Reason;
}
const FORTH: Way = {
  from: 'before',
  to: 'after',
  moved: (field) => reason('changed-meanwhile', { field }),
};
const BACK: Way = {
  from: 'after',
  to: 'before',
  moved: (fields) => reason('changed-since', { fields }),
};

/** Which SIM a row is about, and the device that it is to be in; undefined: in whichever. */
export type SimOf = (row: StoredRow) => { id: string | null; deviceId?: string | null };

/** Of what a row holds that which a SIM is asked for. */
const partsOf = (side: StoredRow['after']): SimChange =>
  Object.fromEntries(CHANGE_PARTS.flatMap(({ part }) => (side && part in side ? [[part, side[part]]] : [])));

/** Why a row cannot be asked for; 'there' when it is as wanted already, null when it can. */
function hindrance(
  row: StoredRow,
  found: Located | undefined,
  { deviceId }: ReturnType<SimOf>,
  way: Way,
): Reason | 'there' | null {
  if (!found) return reason('sim-unknown');
  if (deviceId !== undefined && found.sim.deviceId !== deviceId) return way.moved('sim');
  const [from, to] = [row[way.from] ?? {}, partsOf(row[way.to])];
  const open = CHANGE_PARTS.filter((at) => at.part in to && expected(found, at) !== to[at.part]);
  if (open.length === 0) return 'there';
  const moved = open.find((at) => expected(found, at) !== from[at.part]);
  if (moved) return way.moved(moved.part);
  return simChangeSchema.safeParse(to).success ? null : reason('cannot-be-restored');
}

/** The wish is stored; the platform of the SIMs is asked afterwards, and its answer stands with the SIM. */
async function ask(context: TaskContext, rows: StoredRow[], way: Way, simOf: SimOf): Promise<Outcome[]> {
  const { tx, actor, scope } = context;
  const reasons = new Map<number, Reason>();
  const possible: StoredRow[] = [];
  const located = await locateSims(context, { ids: rows.flatMap((row) => simOf(row).id ?? []) });
  for (const row of rows) {
    const meant = simOf(row);
    const why = hindrance(row, located.get(meant.id ?? ''), meant, way);
    if (why === null) possible.push(row);
    else if (why !== 'there') reasons.set(row.number, why);
  }
  for (const [change, group] of Map.groupBy(possible, (row) => JSON.stringify(partsOf(row[way.to])))) {
    const ids = group.flatMap((row) => simOf(row).id ?? []);
    const outcome = await askForChange(tx, actor, scope, ids, JSON.parse(change) as SimChange);
    const byId = new Map(outcome.refused.map((one) => [one.id, one]));
    for (const row of group) {
      const why = byId.get(simOf(row).id ?? '');
      if (why) reasons.set(row.number, reason(why.code, why.details));
    }
  }
  return rows.map(({ number }): Outcome => {
    const why = reasons.get(number);
    return why ? failed(number, [why]) : { number, outcome: 'done', reasons: null, sealed: null };
  });
}

/** What such tasks have in common; they differ in how a row tells its SIM. */
export const simTask = (simOf: SimOf) =>
  ({
    operations: ['sims.update'],
    options: ['simStatus', 'communicationPlan', 'ratePlan'],
    further: ({ simStatus }) => (simStatus === 'RETIRED' ? ['sims.retire'] : []),
    rowsNeed: [{ after: { status: 'RETIRED' }, operation: 'sims.retire' }],
    apply: (context, rows) => ask(context, rows, FORTH, simOf),
    undo: (context, rows) => ask(context, rows, BACK, simOf),
  }) satisfies Partial<BulkTaskDefinition>;
