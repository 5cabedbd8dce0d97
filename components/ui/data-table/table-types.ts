import type { ReactNode } from 'react';
import type { ExportFormat } from './table-export.ts';
import type { SelectedRows, TablePage, TableQuery } from './table-query.ts';

export interface FilterOption {
  value: string;
  label: string;
}

/** Options of which there may be any number: the server looks for them. */
export interface OptionSource {
  /** First part of the TanStack Query key. */
  key: readonly unknown[];
  find: (
    text: string,
    signal: AbortSignal,
  ) => Promise<{ options: readonly FilterOption[]; more?: boolean | undefined }>;
  /** Those that have these values, for what stands in an address; without it a value is its own name. */
  named?: ((values: readonly string[], signal: AbortSignal) => Promise<readonly FilterOption[]>) | undefined;
  /** What the page was painted with. */
  known?: readonly FilterOption[] | undefined;
  /** What is typed can be chosen as it stands, found or not. */
  typed?: boolean | undefined;
}

/** How a column can be filtered; decides the editor and the operators it offers. */
export type ColumnFilter =
  | { kind: 'text' }
  | {
      kind: 'enum';
      options: readonly FilterOption[];
      /** Instead of `options`. */
      source?: OptionSource | undefined;
      /** A row may have none of them: "is empty" is offered. */
      optional?: boolean | undefined;
    }
  | { kind: 'number'; unit?: string | undefined }
  | { kind: 'date' }
  /** Numbers or texts, whichever the rows hold. */
  | { kind: 'value' }
  | { kind: 'boolean' };

/** `title` and `corner` on the first line, `left` and `right` on the second, `wide` over the whole width below. */
export type PhonePlace = 'title' | 'corner' | 'left' | 'right' | 'wide';

export interface DataColumn<Row> {
  /** Stands in addresses and saved views: never rename it. */
  id: string;
  header: string;
  cell: (row: Row) => ReactNode;
  /** The server's name for it in filters and sort; the id unless given. */
  field?: string | undefined;
  sortable?: boolean | undefined;
  filter?: ColumnFilter | undefined;
  align?: 'start' | 'end' | undefined;
  /** Pixels; also the least it shrinks to. Columns without one share what is left. */
  width?: number | undefined;
  mono?: boolean | undefined;
  /**
   * Where it stands when a phone shows rows as cards; without one it is left out there. As soon as one column has a
   * place, phones show cards; else they scroll sideways past the first column.
   */
  phone?: PhonePlace | undefined;
  /** Not shown until the reader asks for it. */
  hidden?: boolean | undefined;
  /** Always shown: the one that names the row. The first column is by itself. */
  fixed?: boolean | undefined;
}

/** A filter that has no column, e.g. "in flow". */
export interface ExtraFilter {
  field: string;
  label: string;
  filter: ColumnFilter;
}

export interface TableSelection {
  /** As a server takes it (`selectedRowsSchema`). */
  rows: SelectedRows;
  count: number;
  /** There are more than `count`. */
  atLeast: boolean;
}

export interface BulkAction {
  id: string;
  label: string;
  icon?: ReactNode;
  danger?: boolean | undefined;
  /** Resolves true when the selection is done with, false to keep it. */
  onRun: (selection: TableSelection) => Promise<boolean>;
}

/** What of a row can be copied from its menu, each by what its makers call it. */
export interface RowCopy {
  name: string;
  value: string;
}

export interface SavedView {
  id: string;
  name: string;
  /** What stood in the address (`viewPart`). */
  address: string;
  /** What the table opens with when the address says nothing. */
  isDefault: boolean;
}

/** The reader's own views of this table and how they are kept; refusals come back as words. */
export interface SavedViews {
  list: readonly SavedView[];
  most: number;
  save: (view: { name: string; address: string; isDefault: boolean }) => Promise<Saved>;
  change: (
    id: string,
    change: { name?: string; address?: string; isDefault?: boolean },
  ) => Promise<string | null>;
  remove: (view: SavedView) => Promise<string | null>;
}
export type Saved = { ok: true; id: string } | { ok: false; words: string };

/** Columns that no one declared: the data brings them, and the reader adds those they want to see. */
export interface BroughtColumns<Row> {
  /** Their ids are `<group>:<name>`. */
  group: string;
  title: string;
  hint?: string | undefined;
  column: (name: string) => DataColumn<Row>;
  /** Names to choose from. */
  find: (text: string, signal: AbortSignal) => Promise<readonly string[]>;
}

export interface EmptyTable {
  icon?: ReactNode;
  title: ReactNode;
  text?: ReactNode;
  action?: ReactNode;
}

export interface DataTableProps<Row> {
  /** What a card on a phone says below its facts, where there is something to say: why it failed. */
  cardNote?: ((row: Row) => ReactNode) | undefined;
  /** Unique on the page; names the table for keyboard and tests. */
  id: string;
  /** Says what the rows are, for those who cannot see the table. */
  label: string;
  columns: readonly DataColumn<Row>[];
  rowId: (row: Row) => string;
  /** The page of rows for a query. Throw an Error with words (and `requestId` if there is one) when it fails. */
  fetchPage: (query: TableQuery, signal: AbortSignal) => Promise<TablePage<Row>>;
  /** First part of the TanStack Query key; invalidate it to reload the table. */
  queryKey: readonly unknown[];
  /** Instead of asking: the page holds all rows (`HeldTable`). */
  held?: ((query: TableQuery) => TablePage<Row>) | undefined;
  /** What a loader already read, with the query it read it for. */
  initial?: { query: TableQuery; page: TablePage<Row> } | undefined;
  rowHref?: ((row: Row) => string | undefined) | undefined;
  /** Instead of a link: opens the row beside the list. */
  onRowOpen?: ((row: Row) => void) | undefined;
  /** It opens on the page beside the table, which must not cover it then. */
  opensBeside?: boolean | undefined;
  activeRowId?: string | undefined;
  /** Identifiers of a row, copied from its menu. */
  copies?: ((row: Row) => readonly RowCopy[]) | undefined;
  searchPlaceholder?: string | undefined;
  searchable?: boolean | undefined;
  extraFilters?: readonly ExtraFilter[] | undefined;
  bulkActions?: readonly BulkAction[] | undefined;
  /** Without them a view lives in the address only. */
  views?: SavedViews | undefined;
  brought?: BroughtColumns<Row> | undefined;
  /** Where the whole filtered set is to be had as a file (`encodeTableExport`); null: more rows than such a file holds. */
  exportHref?:
    | ((query: TableQuery, format: ExportFormat, columns: readonly string[], total: number) => string | null)
    | undefined;
  /** Stands at the right of the toolbar. */
  toolbar?: ReactNode;
  /** Stands at the left of the toolbar, e.g. the Live switch. */
  lead?: ReactNode;
  empty: EmptyTable;
  /** Rows that came in while the reader was elsewhere in the list. */
  fresh?: { count: number; show: () => void } | undefined;
  /** Parts two tables on one page in the address. */
  urlPrefix?: string | undefined;
  /** `page` fits the table into the window, so that header and pager stay in sight; `auto` grows with its rows. */
  height?: 'page' | 'auto' | undefined;
  /** Two lines a row (names with a kind under them) need more room. */
  rowLines?: 1 | 2 | undefined;
}
