import type { ReactNode } from 'react';
import type { SelectedRows, TablePage, TableQuery } from './table-query.ts';

/** How a column can be filtered; decides the editor and the operators it offers. */
export type ColumnFilter =
  | { kind: 'text' }
  | { kind: 'enum'; options: readonly { value: string; label: string }[] }
  | { kind: 'number'; unit?: string | undefined }
  | { kind: 'date' }
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

export interface EmptyTable {
  icon?: ReactNode;
  title: ReactNode;
  text?: ReactNode;
  action?: ReactNode;
}

export interface DataTableProps<Row> {
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
  /** What a loader already read, with the query it read it for. */
  initial?: { query: TableQuery; page: TablePage<Row> } | undefined;
  rowHref?: ((row: Row) => string) | undefined;
  /** Instead of a link: opens the row beside the list. */
  onRowOpen?: ((row: Row) => void) | undefined;
  activeRowId?: string | undefined;
  searchPlaceholder?: string | undefined;
  searchable?: boolean | undefined;
  extraFilters?: readonly ExtraFilter[] | undefined;
  bulkActions?: readonly BulkAction[] | undefined;
  /** Stands at the right of the toolbar, e.g. an export button; gets the query as it is. */
  toolbar?: ReactNode | ((query: TableQuery) => ReactNode);
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
