import {
  type BulkKind,
  type BulkOptions,
  type BulkState,
  type Counts,
  FINAL_KINDS,
  type Reason,
  SECRETS_AGAIN_MINUTES,
  type Secrets,
  UNDO_HOURS,
} from './contract.ts';
import type { BulkTaskDefinition, Entry, SheetNeeds } from './definition.ts';
import { readCell } from './sheet/cell-values.ts';
import { columnLetter, type Field, type Mapping, METADATA } from './sheet/columns-contract.ts';
import type { SheetRow } from './sheet/sheet-row.ts';

/** Cells of a row in the form that is stored, and what is wrong with any of them. */
export interface ReadRow {
  entry: Entry;
  reasons: Reason[];
}

export const takes = (needs: SheetNeeds, field: Field): boolean =>
  field.startsWith(METADATA) ? needs.metadata : needs.fields.includes(field);

/** Only columns that the task reads; a field goes to the first of those that claim it. */
export function fittingMapping(needs: SheetNeeds, mapping: Mapping): Mapping {
  const used = new Set<Field>();
  return mapping.map((field) => {
    if (!field || !takes(needs, field) || used.has(field)) return null;
    used.add(field);
    return field;
  });
}

/** Groups of which no column is there; any column of metadata is one where a group names metadata as such. */
export function missingFields(needs: SheetNeeds, mapping: Mapping): Field[][] {
  const has = (field: Field) =>
    field === METADATA ? mapping.some((one) => one?.startsWith(METADATA)) : mapping.includes(field);
  return needs.required.filter((group) => !group.some(has)).map((group) => [...group]);
}

export const columnName = (headings: readonly string[], at: number) => headings[at] || columnLetter(at);

export function readRow(row: SheetRow, mapping: Mapping, headings: readonly string[]): ReadRow {
  const values: Entry['values'] = {};
  const reasons: Reason[] = [];
  for (const [at, field] of mapping.entries()) {
    if (!field) continue;
    const result = readCell(field, row.cells[at] ?? '', row.odd?.[at] ?? null);
    if (result.ok) values[field] = result.value;
    else reasons.push({ column: columnName(headings, at), field, ...result.fault });
  }
  // A separator too many moves what follows into the wrong column: nothing of such a row can be trusted.
  const extra = row.cells.findLastIndex((cell) => cell.trim() !== '') + 1 - mapping.length;
  if (extra > 0)
    reasons.push({
      column: columnLetter(mapping.length),
      field: null,
      code: 'extra-cells',
      details: { count: extra },
    });
  return { entry: { number: row.number, objectId: null, values }, reasons };
}

const UNIQUE: readonly Field[] = ['deviceId', 'devEui', 'imei', 'dvnUuid', 'iccid'];

/**
 * The same thing in several rows: where they say the same the first counts; where they differ nobody knows which is
 * meant, and none does. Row number → why it cannot be.
 */
export function duplicatesIn(
  rows: readonly ReadRow[],
  columnOf: (field: Field) => string | null,
): Map<number, Reason> {
  const found = new Map<number, Reason>();
  for (const field of UNIQUE) {
    const groups = new Map<string, Entry[]>();
    for (const { entry } of rows) {
      const value = entry.values[field];
      if (!value) continue;
      const group = groups.get(value);
      if (group) group.push(entry);
      else groups.set(value, [entry]);
    }
    for (const group of groups.values()) {
      if (group.length < 2) continue;
      const [first, ...others] = group as [Entry, ...Entry[]];
      const same = others.every((one) => JSON.stringify(one.values) === JSON.stringify(first.values));
      for (const one of same ? others : group) {
        const other = one === first ? (others[0] as Entry) : first;
        if (!found.has(one.number))
          found.set(one.number, {
            column: columnOf(field),
            field,
            code: same ? 'duplicate' : 'duplicate-differs',
            details: { row: other.number },
          });
      }
    }
  }
  return found;
}

/** Every sixteen-digit number of a column ends in a zero: a spreadsheet kept fifteen digits of each. */
export function roundedIdentifiers(rows: readonly ReadRow[], field: Field): boolean {
  const decimal = rows.flatMap(({ entry }) =>
    /^\d{16}$/.test(entry.values[field] ?? '') ? [entry.values[field] as string] : [],
  );
  return decimal.length >= 3 && new Set(decimal).size > 1 && decimal.every((value) => value.endsWith('0'));
}

export const toDo = (planned: Counts): number =>
  (planned.create ?? 0) + (planned.change ?? 0) + (planned.remove ?? 0);

export const mayConfirm = (state: BulkState): boolean => state === 'planned';
export const mayRemap = (state: BulkState): boolean => state === 'draft' || state === 'planned';
export const mayCancel = (state: BulkState): boolean =>
  ['draft', 'planning', 'planned', 'running'].includes(state);

/** Finished or stopped half way: what was done can be taken back, once, for a day. */
export function mayUndo(
  task: {
    state: BulkState;
    source: string;
    done: number;
    undoUntil: Date | null;
    undone: boolean;
  },
  now: Date,
): boolean {
  const isOver = ['done', 'cancelled', 'failed'].includes(task.state);
  return (
    isOver &&
    task.source !== 'undo' &&
    task.done > 0 &&
    !task.undone &&
    task.undoUntil !== null &&
    now < task.undoUntil
  );
}

/** A day from its end; what did nothing, took something back itself or has no way back is not taken back. */
export const undoUntil = (task: { kind: BulkKind; source: string; done: number }, now: Date): Date | null =>
  task.source === 'undo' || task.done === 0 || FINAL_KINDS.includes(task.kind)
    ? null
    : new Date(now.getTime() + UNDO_HOURS * 3_600_000);

/**
 * Whether what was generated is there for this person: for the first who takes it, and for them alone a while longer,
 * since a connection or a process may have ended before the file was whole.
 */
export function secretsFor(
  task: { finishedAt: Date | null; secretsTakenAt: Date | null; secretsTakenBy: string | null },
  actorId: string,
  now: Date,
): Secrets {
  if (!task.finishedAt) return 'none';
  if (!task.secretsTakenAt) return 'waiting';
  const until = task.secretsTakenAt.getTime() + SECRETS_AGAIN_MINUTES * 60_000;
  return task.secretsTakenBy === actorId && now.getTime() < until ? 'again' : 'taken';
}

/** Only what the kind looks at. */
export const takenOptions = (
  { options }: Pick<BulkTaskDefinition, 'options'>,
  given: BulkOptions,
): BulkOptions =>
  Object.fromEntries(options.flatMap((name) => (given[name] === undefined ? [] : [[name, given[name]]])));

/** As the audit log keeps them: what devices are told is theirs and the downlinks' to know. */
export function toldOptions({ instruction, ...options }: BulkOptions): Record<string, unknown> {
  if (!instruction) return options;
  const { method, dryRun } = instruction;
  const port = method.type === 'lora' ? { port: method.port } : {};
  return { ...options, instruction: { type: method.type, ...port, ...(dryRun ? { dryRun } : {}) } };
}

export function tagsOf(text: string): string[] {
  return [
    ...new Set(
      text
        .split(/[,;|]/)
        .map((tag) => tag.trim())
        .filter(Boolean),
    ),
  ];
}

/** Tags after some were added and others taken away, in their order. */
export function changedTags(
  tags: readonly string[],
  { addTags = [], removeTags = [] }: Pick<BulkOptions, 'addTags' | 'removeTags'>,
): string[] {
  return [...new Set([...tags, ...addTags])].filter((tag) => !removeTags.includes(tag));
}
