import type { SelectedRows } from '#components/ui/data-table/table-query.ts';
import type { Actor } from '#server/access/actor.ts';
import { type Tx, tenantTransaction } from '#server/platform/database.ts';
import { DomainError } from '#server/platform/errors.ts';
import { authorizeTask } from './authorize-task.ts';
import { entryLabel, refusedRow } from './change-devices.ts';
import type { BulkList, Counts } from './contract.ts';
import type { BulkTaskDefinition, Entry, PlannedRow, SheetNeeds, TaskContext } from './definition.ts';
import { openFile } from './files.sql.ts';
import { definitionOf } from './registry.ts';
import { holdLease, type StoredTask, selectMapping, updateTask } from './repository.ts';
import { deleteRows, insertRows } from './rows.sql.ts';
import {
  columnName,
  duplicatesIn,
  fittingMapping,
  missingFields,
  type ReadRow,
  readRow,
  roundedIdentifiers,
} from './rules.ts';
import type { Field, Mapping } from './sheet/columns-contract.ts';
import { readRows } from './sheet/read-sheet.ts';
import { type Recognised, recognise } from './sheet/recognise.ts';
import { sheetError } from './sheet/sheet-error.ts';
import { LIMITS } from './sheet/sheet-row.ts';

const BATCH = 1_000;
/** More things than this one task does not take. */
const MOST_SELECTED = 1_000_000;

interface Work {
  id: string;
  token: number;
}

/** Somebody else works on the task by now, or it was cancelled. */
export class LeaseLost extends Error {}

async function held(tx: Tx, actor: Actor, work: Work, state: 'planning' | 'running'): Promise<StoredTask> {
  const task = await holdLease(tx, actor.scope, work, state);
  if (!task) throw new LeaseLost();
  return task;
}

/** Reads, compares, and stores what would be done with every row; nothing else is written. Begins anew each time. */
export async function planTask(actor: Actor, work: Work): Promise<void> {
  const { scope } = actor;
  const task = await tenantTransaction(scope, async (tx) => {
    const found = await held(tx, actor, work, 'planning');
    await deleteRows(tx, scope, work.id);
    return found;
  });
  const definition = definitionOf(task.kind);
  authorizeTask(actor, definition, task.options);
  if (task.source === 'file') await planSheet(actor, work, task, definition);
  else await planSelection(actor, work, task, definition);
}

async function planSelection(
  actor: Actor,
  work: Work,
  task: StoredTask,
  definition: BulkTaskDefinition,
): Promise<void> {
  const ids = await tenantTransaction(actor.scope, (tx) =>
    selectedIds(tx, actor, definition, task.selection as Selected, MOST_SELECTED),
  );
  const entries = ids.map((objectId, at): Entry => ({ number: at + 1, objectId, values: {} }));
  await planEntries(actor, work, task, definition, { entries, refused: [], columnOf: () => null });
}

/** What was selected, in which list: without it the first of its kind. */
export type Selected = SelectedRows & { list?: BulkList };

export async function selectedIds(
  tx: Tx,
  actor: Actor,
  { lists }: BulkTaskDefinition,
  selection: Selected,
  most: number,
): Promise<string[]> {
  if ('ids' in selection) return [...new Set(selection.ids)];
  const matching = selection.list ? lists[selection.list] : Object.values(lists)[0];
  if (!matching) throw new DomainError('bulk-tasks.takes-no-selection', 'invalid');
  const ids = await matching(tx, actor.scope, selection.query, most + 1 + selection.except.length);
  const except = new Set(selection.except);
  const wanted = ids.filter((id) => !except.has(id));
  if (wanted.length > most && most === MOST_SELECTED)
    throw new DomainError('bulk-tasks.too-many-selected', 'invalid', { limit: most });
  return wanted;
}

async function planSheet(
  actor: Actor,
  work: Work,
  task: StoredTask,
  definition: BulkTaskDefinition,
): Promise<void> {
  const { sheet: needs } = definition;
  const bytes = await tenantTransaction(actor.scope, (tx) => openFile(tx, actor.scope, task.id));
  if (!needs || !bytes) throw sheetError('empty');
  const { form, rows } = await readRows(bytes);
  const found = recognise(form, rows);
  if (found.body.length > LIMITS.rows) throw sheetError('too-many-rows', { limit: LIMITS.rows });
  if (found.body.length === 0) throw sheetError('empty');
  const mapping = await mappingFor(actor, task, needs, found);
  const missing = missingFields(needs, mapping);
  const options = definition.needs(task.options, new Set(mapping.filter((field) => field !== null)));
  const isReady = missing.length === 0 && options.length === 0;
  await tenantTransaction(actor.scope, async (tx) => {
    await held(tx, actor, work, 'planning');
    await updateTask(tx, actor.scope, task.id, {
      sheet: found.facts,
      mapping,
      total: found.body.length,
      ...(isReady ? {} : { state: 'draft' as const, leaseUntil: null }),
    });
  });
  if (!isReady) return;
  const columnOf = columnFinder(found, mapping);
  const { entries, refused } = entriesOf(found, mapping, columnOf);
  await planEntries(actor, work, task, definition, { entries, refused, columnOf });
}

/** What the person said, else what was said of the same header before, else what was recognised. */
async function mappingFor(
  actor: Actor,
  task: StoredTask,
  needs: SheetNeeds,
  found: Recognised,
): Promise<Mapping> {
  const { facts } = found;
  const said = task.mapping?.length === facts.columns.length ? task.mapping : null;
  if (said) {
    for (const [at, column] of facts.columns.entries())
      column.because = said[at] === found.mapping[at] ? column.because : null;
    return fittingMapping(needs, said);
  }
  const remembered = await tenantTransaction(actor.scope, (tx) =>
    selectMapping(tx, actor.scope, task.kind, facts.signature),
  );
  if (!remembered || remembered.length !== facts.columns.length) return fittingMapping(needs, found.mapping);
  for (const [at, column] of facts.columns.entries()) column.because = remembered[at] ? 'remembered' : null;
  return fittingMapping(needs, remembered);
}

const IDENTIFIERS = ['devEui', 'joinEui'] as const;

function entriesOf(
  { header, body }: Recognised,
  mapping: Mapping,
  columnOf: ColumnOf,
): { entries: Entry[]; refused: PlannedRow[] } {
  const headings = mapping.map((_, at) => header?.cells[at]?.trim() ?? '');
  const rows = body.map((row) => readRow(row, mapping, headings));
  const twice = duplicatesIn(rows, columnOf);
  for (const field of IDENTIFIERS)
    if (roundedIdentifiers(rows, field)) for (const row of rows) markRounded(row, field, columnOf(field));
  const refused: PlannedRow[] = [];
  const entries: Entry[] = [];
  for (const { entry, reasons } of rows) {
    const duplicate = twice.get(entry.number);
    const all = duplicate ? [...reasons, duplicate] : reasons;
    if (all.length > 0) refused.push(refusedRow(entry.number, entryLabel(entry), all));
    else entries.push(entry);
  }
  return { entries, refused };
}

function markRounded({ entry, reasons }: ReadRow, field: Field, column: string | null): void {
  if (/^\d{16}$/.test(entry.values[field] ?? ''))
    reasons.push({ column, field, code: 'digits-lost', details: { found: 16 } });
}

/** Batch by batch, each in a transaction that renews the lease. */
async function planEntries(
  actor: Actor,
  work: Work,
  task: StoredTask,
  definition: BulkTaskDefinition,
  { entries, refused, columnOf }: { entries: Entry[]; refused: PlannedRow[]; columnOf: ColumnOf },
): Promise<void> {
  const plan = definition.planner();
  const planned: Counts = {};
  const store = async (makeRows: (context: TaskContext) => Promise<PlannedRow[]>) =>
    tenantTransaction(actor.scope, async (tx) => {
      await held(tx, actor, work, 'planning');
      const rows = await makeRows({ tx, actor, scope: actor.scope, taskId: task.id, options: task.options });
      await insertRows(tx, actor.scope, task.id, rows);
      for (const { verdict } of rows) planned[verdict] = (planned[verdict] ?? 0) + 1;
    });
  for (let at = 0; at < refused.length; at += BATCH) await store(async () => refused.slice(at, at + BATCH));
  const most = definition.batch ?? BATCH;
  for (let at = 0; at < entries.length; at += most)
    await store(async (context) =>
      (await plan(context, entries.slice(at, at + most))).map((row) => named(row, columnOf)),
    );
  await tenantTransaction(actor.scope, async (tx) => {
    await held(tx, actor, work, 'planning');
    await updateTask(tx, actor.scope, task.id, {
      state: 'planned',
      planned,
      total: entries.length + refused.length,
      leaseUntil: null,
      failure: null,
    });
  });
}

type ColumnOf = (field: Field | null) => string | null;

/** Where a field stands, as the person knows the column: by its heading, else by its letter. */
function columnFinder({ header }: Recognised, mapping: Mapping): ColumnOf {
  const headings = mapping.map((_, at) => header?.cells[at]?.trim() ?? '');
  return (field) => {
    const at = field ? mapping.indexOf(field) : -1;
    return at >= 0 ? columnName(headings, at) : null;
  };
}

/** Reasons that name a field get the column that holds it; of one that no column holds, its name. */
const named = (row: PlannedRow, columnOf: ColumnOf): PlannedRow =>
  row.reasons
    ? { ...row, reasons: row.reasons.map((one) => ({ ...one, column: one.column ?? columnOf(one.field) })) }
    : row;
