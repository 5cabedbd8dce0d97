import type { Measurement } from '#server/measurements/contract.ts';
import type { ComparedMessage } from '#server/replays/compare.ts';
import { type ReplayOptions, replayOptionsSchema } from '#server/replays/contract.ts';
import {
  compareMessages,
  hasWork,
  requirePublished,
  writeMessages,
} from '#server/replays/replay-messages.ts';
import { takeTurn } from '#server/replays/write.sql.ts';
import { editorSandbox } from '#server/scripts/editor-sandbox.ts';
import { selectMatchingUplinkIds } from '#server/uplinks/matching-ids.sql.ts';
import { failed, refusedRow } from '../../change-devices.ts';
import type { Reason, Verdict } from '../../contract.ts';
import {
  type BulkTaskDefinition,
  type Entry,
  type Outcome,
  type PlannedRow,
  reason,
  type StoredRow,
  type TaskContext,
} from '../../definition.ts';

/** A script may take 100 ms a message, and a lease a minute. */
const BATCH = 100;
/** Changes of a message that its row tells; of more it tells how many. */
const TOLD = 12;

const optionsOf = ({ options }: Pick<TaskContext, 'options'>): ReplayOptions =>
  replayOptionsSchema.parse(options.replay ?? {});

const numberOf = (text: string | null) => (text && /^\d{1,15}$/.test(text) ? Number(text) : -1);
const idOf = ({ after }: StoredRow) => Number(after?.message);

/** Also where nothing changes something may go out again. */
const VERDICT: Record<ComparedMessage['verdict'], Verdict> = {
  succeeds: 'create',
  changed: 'change',
  same: 'remove',
  fails: 'change',
};

function whyNot(compared: ComparedMessage | undefined, options: ReplayOptions): Reason | null {
  if (!compared) return reason('replay-unknown');
  if (compared.refusal) return reason(`replay-${compared.refusal}`);
  if (compared.verdict !== 'fails' || hasWork(compared, options)) return null;
  const failing = compared.steps.find(({ after }) => after.failure);
  const { message = '', line = null } = failing?.after.failure ?? {};
  const at = line === null ? '' : ` (${line})`;
  return reason('replay-fails', { decoder: failing?.decoder.name ?? '', message: `${message}${at}` });
}

function planOne(
  { number }: Entry,
  compared: ComparedMessage | undefined,
  options: ReplayOptions,
): PlannedRow {
  const label = compared ? (compared.message.device.identifier ?? compared.message.device.name) : '';
  const why = whyNot(compared, options);
  if (!compared || why)
    return {
      ...refusedRow(number, label, why ? [why] : []),
      after: compared ? { message: compared.message.id } : null,
    };
  const isDone = hasWork(compared, options);
  return {
    number,
    label,
    objectId: compared.message.deviceId,
    verdict: isDone ? VERDICT[compared.verdict] : 'same',
    ...told(compared),
    reasons: null,
    sealed: null,
  };
}

/** What changes, in words; and the versions that were run, so that no other ones write what nobody has seen. */
function told({ message, steps, deliveries }: ComparedMessage): Pick<PlannedRow, 'before' | 'after'> {
  const changes = steps.flatMap((step) => step.changes);
  const before: Record<string, string> = {};
  const records: Record<string, string | null> = {};
  for (const { name, before: was, after: is } of changes.slice(0, TOLD)) {
    if (was) before[name] = textOf(was, is);
    records[name] = is ? textOf(is, was) : null;
  }
  const after = {
    message: message.id,
    ran: ran(steps),
    records,
    ...(changes.length > TOLD ? { more: changes.length - TOLD } : {}),
    ...(deliveries.length > 0 ? { deliveries: deliveries.length } : {}),
  };
  return { before: Object.keys(before).length > 0 ? { records: before } : null, after };
}

const ran = (steps: ComparedMessage['steps']) =>
  steps.map(({ decoder, versionId }) => `${decoder.id} ${versionId ?? ''}`.trim()).sort();

/** A value with its unit; where only its time is another, that too. */
function textOf(record: Measurement, other: Measurement | null): string {
  const { v, vs, vb, vd, s, u, t } = record;
  const value = String(v ?? vs ?? vb ?? vd ?? s ?? '');
  const text = u && u !== '/' ? `${value} ${u}` : value;
  const isMoved = other !== null && other.t !== t;
  return (isMoved ? `${text} @ ${new Date(t * 1000).toISOString()}` : text).slice(0, 200);
}

async function plan(context: TaskContext, entries: Entry[]): Promise<PlannedRow[]> {
  const { tx, scope } = context;
  const options = optionsOf(context);
  await requirePublished(tx, scope, options);
  const ids = entries.map(({ objectId }) => numberOf(objectId)).filter((id) => id >= 0);
  const compared = await compareMessages(tx, scope, { ids, options, scripts: editorSandbox() });
  const byId = new Map(compared.map((one) => [one.message.id, one]));
  return entries.map((entry) => planOne(entry, byId.get(numberOf(entry.objectId)), options));
}

async function apply(context: TaskContext, rows: StoredRow[]): Promise<Outcome[]> {
  const { tx, actor, scope, taskId } = context;
  const options = optionsOf(context);
  await takeTurn(tx, scope);
  const compared = await compareMessages(tx, scope, {
    ids: rows.map(idOf),
    options,
    scripts: editorSandbox(),
  });
  const byId = new Map(compared.map((one) => [one.message.id, one]));
  const fit: ComparedMessage[] = [];
  const outcomes = rows.map((row): Outcome => {
    const one = byId.get(idOf(row));
    const why = whyNot(one, options);
    if (!one || why) return failed(row.number, why ? [why] : []);
    if (JSON.stringify(row.after?.ran) !== JSON.stringify(ran(one.steps)))
      return failed(row.number, [reason('replay-decoder-changed')]);
    if (hasWork(one, options)) fit.push(one);
    return { number: row.number, outcome: 'done', reasons: null, sealed: null };
  });
  if (fit.length > 0) await writeMessages(tx, actor, { id: taskId, options }, fit);
  return outcomes;
}

/** Stored messages through their decoders again. The way back is another replay, with the version of before. */
export const replayUplinks: BulkTaskDefinition = {
  kind: 'replay-uplinks',
  operations: ['uplinks.replay'],
  sheet: null,
  lists: { messages: selectMatchingUplinkIds },
  options: ['replay'],
  further: ({ replay }) => [
    ...(replay?.twin === false ? [] : (['twins.update'] as const)),
    ...(replay && replay.destinationIds.length > 0 ? (['deliveries.replay'] as const) : []),
  ],
  needs: () => [],
  batch: BATCH,
  planFirst: true,
  planner: () => plan,
  apply,
  undo: null,
};
