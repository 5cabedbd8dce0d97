import type { MatchQuery } from '#components/ui/data-table/table-query.ts';
import type { Actor } from '#server/access/actor.ts';
import type { OperationName } from '#server/access/operations.ts';
import type { Tx } from '#server/platform/database.ts';
import type { TenantScope } from '#server/platform/tenant-scope.ts';
import type { BulkKind, BulkList, BulkOptions, Reason, Verdict } from './contract.ts';
import type { Field } from './sheet/columns-contract.ts';

/** One transaction of a task. */
export interface TaskContext {
  tx: Tx;
  actor: Actor;
  scope: TenantScope;
  taskId: string;
  options: BulkOptions;
}

/** What a row of a sheet, or a selected thing, asks for. Cells are in the form that is stored; empty ones are ''. */
export interface Entry {
  number: number;
  /** Of a selection. */
  objectId: string | null;
  values: Partial<Record<Field, string>>;
}

export interface PlannedRow {
  number: number;
  verdict: Verdict;
  label: string;
  objectId: string | null;
  before: Record<string, unknown> | null;
  after: Record<string, unknown> | null;
  reasons: Reason[] | null;
  /** Envelope of what must not stand open: keys that were brought. */
  sealed: string | null;
}

export interface StoredRow extends PlannedRow {
  outcome: 'done' | 'failed' | null;
}

export interface Outcome {
  number: number;
  outcome: 'done' | 'failed';
  reasons: Reason[] | null;
  /** Where it became known, or holds more than the plan did. */
  objectId?: string | null;
  before?: Record<string, unknown> | null;
  after?: Record<string, unknown> | null;
  /** Envelope of what was generated; null: nothing is to be kept. */
  sealed: string | null;
}

/** Ids of all things that a query of a list matches, at most `bound`. */
export type Matching = (tx: Tx, scope: TenantScope, match: MatchQuery, bound: number) => Promise<string[]>;

/** Plans in the order of the rows; remembers what it promised, so that limits hold over the whole task. */
type Planner = (context: TaskContext, entries: Entry[]) => Promise<PlannedRow[]>;

export interface BulkTaskDefinition {
  kind: BulkKind;
  /** What its doer must be allowed. */
  operations: readonly OperationName[];
  /** What it reads of a sheet; null: it takes selections only. */
  sheet: SheetNeeds | null;
  /** Lists in which things can be selected for it; empty: it takes sheets only. */
  lists: Partial<Record<BulkList, Matching>>;
  options: readonly (keyof BulkOptions)[];
  /** What its doer must be allowed besides, where that is what was chosen. */
  further?: (options: BulkOptions) => readonly OperationName[];
  /** What who confirms it must be allowed besides, where a row of the plan holds this, whoever planned it. */
  rowsNeed?: readonly { after: Record<string, unknown>; operation: OperationName }[];
  /** Rows of one transaction, where they take long; otherwise as many as the machinery likes. */
  batch?: number;
  /** Nothing of it is done before its plan was seen, however little it is. */
  planFirst?: boolean;
  /** Options without which there is nothing to plan. */
  needs(options: BulkOptions, fields: ReadonlySet<Field>): (keyof BulkOptions)[];
  /** A fresh one for each plan. */
  planner(): Planner;
  /** Once for each row, in the transaction that stores the outcomes. */
  apply(context: TaskContext, rows: StoredRow[]): Promise<Outcome[]>;
  /** Takes back what was done with these rows, unless somebody changed it since; null: nothing of it can be (`FINAL_KINDS`). */
  undo: ((context: TaskContext, rows: StoredRow[]) => Promise<Outcome[]>) | null;
}

export interface SheetNeeds {
  /** Of each group one column at least. */
  required: readonly (readonly Field[])[];
  fields: readonly Field[];
  metadata: boolean;
}

/** Why, without a column yet: the sheet knows its headings. */
export const reason = (
  code: string,
  details: Reason['details'] = {},
  field: Field | null = null,
): Reason => ({
  column: null,
  field,
  code,
  details,
});
