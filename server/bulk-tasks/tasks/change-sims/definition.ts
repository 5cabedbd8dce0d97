import { may } from '#server/access/actor.ts';
import { askForChange } from '#server/sims/change-sims.ts';
import { type SimChange, simChangeSchema } from '#server/sims/contract.ts';
import { lockSimsByIccid, type StoredSim } from '#server/sims/repository.ts';
import { entryLabel, failed, refusedRow } from '../../change-devices.ts';
import {
  type BulkTaskDefinition,
  type Entry,
  type Outcome,
  type PlannedRow,
  reason,
  type StoredRow,
  type TaskContext,
} from '../../definition.ts';

const PARTS = ['status', 'communicationPlan', 'ratePlan'] as const;

/** "Activation ready", "activated": however a sheet writes it. */
const statusOf = (text: string) =>
  text
    .trim()
    .toUpperCase()
    .replace(/[\s-]+/g, '_');

function planOne(entry: Entry, sim: StoredSim | undefined, context: TaskContext): PlannedRow {
  const { values } = entry;
  const refuse = (why: Parameters<typeof reason>) =>
    refusedRow(entry.number, entryLabel(entry), [reason(...why)], sim?.id);
  if (!values.iccid) return refuse(['required', {}, 'iccid']);
  if (!sim) return refuse(['sim-unknown', {}, 'iccid']);
  const wanted = {
    ...(values.status ? { status: statusOf(values.status) } : {}),
    ...(values.communicationPlan ? { communicationPlan: values.communicationPlan } : {}),
    ...(values.ratePlan ? { ratePlan: values.ratePlan } : {}),
  };
  if (Object.keys(wanted).length === 0) return refuse(['nothing-asked']);
  const parsed = simChangeSchema.safeParse(wanted);
  if (!parsed.success) return refuse(['sim-status-unknown', { found: values.status ?? '' }, 'status']);
  if (parsed.data.status === 'RETIRED' && !may(context.actor, 'sims.retire'))
    return refuse(['access.forbidden', {}, 'status']);
  const changed = PARTS.filter((part) => parsed.data[part] !== undefined && parsed.data[part] !== sim[part]);
  const row = { number: entry.number, label: sim.iccid, objectId: sim.id, reasons: null, sealed: null };
  if (changed.length === 0) return { ...row, verdict: 'same', before: null, after: null };
  return {
    ...row,
    verdict: 'change',
    before: Object.fromEntries(changed.map((part) => [part, sim[part]])),
    after: Object.fromEntries(changed.map((part) => [part, parsed.data[part]])),
  };
}

/** The wish is stored; the platform of the SIMs is asked afterwards, and its answer stands with the SIM. */
async function ask(
  { tx, actor, scope }: TaskContext,
  rows: StoredRow[],
  side: 'before' | 'after',
): Promise<Outcome[]> {
  const refused = new Map<string, { code: string; details: Record<string, string | number> }>();
  const possible = rows.filter((row) => simChangeSchema.safeParse(row[side]).success);
  for (const [change, group] of Map.groupBy(possible, (row) => JSON.stringify(row[side]))) {
    const ids = group.flatMap((row) => row.objectId ?? []);
    const outcome = await askForChange(tx, actor, scope, ids, JSON.parse(change) as SimChange);
    for (const one of outcome.refused) refused.set(one.id, one);
  }
  return rows.map((row) => {
    const why = refused.get(row.objectId ?? '');
    if (why) return failed(row.number, [reason(why.code, why.details)]);
    if (!possible.includes(row)) return failed(row.number, [reason('cannot-be-restored')]);
    return { number: row.number, outcome: 'done', reasons: null, sealed: null };
  });
}

export const changeSims: BulkTaskDefinition = {
  kind: 'change-sims',
  operations: ['sims.update'],
  sheet: { required: [['iccid'], PARTS], fields: ['iccid', ...PARTS], metadata: false },
  selection: false,
  options: [],
  needs: () => [],
  planner: () => async (context, entries) => {
    const found = await lockSimsByIccid(
      context.tx,
      context.scope,
      entries.flatMap(({ values }) => values.iccid || []),
    );
    const byIccid = new Map(found.map((sim) => [sim.iccid, sim]));
    return entries.map((entry) => planOne(entry, byIccid.get(entry.values.iccid ?? ''), context));
  },
  apply: (context, rows) => ask(context, rows, 'after'),
  undo: (context, rows) => ask(context, rows, 'before'),
};
