'use client';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useTable } from '@tanstack/react-table';
import { useTranslations } from 'next-intl';
import { useMemo, useRef, useState } from 'react';
import { cx } from '../cx.ts';
import { ColumnChooser } from './column-chooser.tsx';
import { features } from './features.ts';
import { FilterBar } from './filter-bar.tsx';
import { SearchBox } from './search-box.tsx';
import { SelectionBar } from './selection-bar.tsx';
import { SortMenu } from './sort-menu.tsx';
import { TableBody } from './table-body.tsx';
import { TableHead } from './table-head.tsx';
import { TablePager } from './table-pager.tsx';
import { encodeTableQuery, type TablePage, type TableQuery } from './table-query.ts';
import { FailedRows, NoRows, SkeletonRows } from './table-states.tsx';
import type { DataColumn, DataTableProps, ExtraFilter } from './table-types.ts';
import { useSelection } from './use-selection.ts';
import { type TableUrlState, useTableState } from './use-table-state.ts';

const noRows: never[] = [];

/** The one table of the portal: the server searches, filters, sorts and pages; the address holds the whole view. */
export function DataTable<Row extends object>(props: DataTableProps<Row>) {
  const { columns, urlPrefix = '' } = props;
  const state = useTableState(columns, urlPrefix);
  const page = usePage(props, state.query);
  const selection = useSelection(state.query, page.data);
  const table = useTableModel(props, state, page.data?.rows ?? noRows);
  const root = useRef<HTMLDivElement>(null);
  const toFirstRow = () =>
    root.current?.querySelector<HTMLElement>('[data-table-body] [tabindex="0"]')?.focus();
  return (
    <div ref={root} id={props.id} className="flex min-w-0 flex-col gap-2.5">
      <Toolbar {...props} state={state} onLeave={toFirstRow} />
      <section
        aria-label={props.label}
        aria-busy={page.isFetching}
        className="relative min-w-0 rounded-xl border border-line bg-panel shadow-1"
      >
        {page.isFetching ? <Working /> : null}
        {props.fresh && props.fresh.count > 0 ? <FreshRows {...props.fresh} /> : null}
        <Sheet {...props} state={state} page={page} selection={selection} table={table} />
        {selection.selection ? (
          <SelectionBar
            selection={selection.selection}
            page={page.data}
            matching={selection.matching}
            actions={props.bulkActions ?? noRows}
            onSelectMatching={selection.selectMatching}
            onClear={selection.clear}
          />
        ) : null}
        {page.data && page.data.total > 0 && !page.error ? (
          <TablePager state={state} page={page.data} />
        ) : null}
      </section>
    </div>
  );
}

interface SheetProps<Row extends object> extends DataTableProps<Row> {
  state: TableUrlState;
  page: ReturnType<typeof usePage<Row>>;
  selection: ReturnType<typeof useSelection>;
  table: ReturnType<typeof useTableModel<Row>>;
}

/** What scrolls: head, rows, or the words in their place. */
function Sheet<Row extends object>(props: SheetProps<Row>) {
  const {
    columns,
    rowLines = 1,
    bulkActions = noRows,
    height = 'page',
    state,
    page,
    selection,
    table,
  } = props;
  // As state, not as a ref: the rows are drawn once more as soon as there is something to scroll them in.
  const [scroller, setScroller] = useState<HTMLDivElement | null>(null);
  const named = useMemo(() => new Map(columns.map((column) => [column.id, column])), [columns]);
  const shown = state.view.columns.flatMap((id) => named.get(id) ?? []);
  const selectable = bulkActions.length > 0;
  const cards = columns.some((column) => column.phone);
  const rows = table.getRowModel().rows;
  const { data, error } = page;
  const select = {
    checked: rows.length > 0 && rows.every((row) => selection.isSelected(row.id)),
    some: selection.selection !== null,
    onToggle: (on: boolean) =>
      selection.set(
        rows.map((row) => row.id),
        on,
      ),
  };
  return (
    <div
      ref={setScroller}
      className={cx(
        'overflow-auto overscroll-x-contain rounded-t-xl',
        height === 'page' && 'sm:max-h-[max(20rem,calc(100dvh-15.75rem))]',
        selection.selection && 'pb-16',
      )}
    >
      <table className={cx('w-full border-separate border-spacing-0', cards && 'max-sm:block')}>
        <caption className="sr-only">{props.label}</caption>
        <colgroup className={cards ? 'max-sm:hidden' : undefined}>
          {selectable ? <col width={36} /> : null}
          {shown.map((column) => (
            <col key={column.id} {...(column.width ? { width: column.width } : {})} />
          ))}
        </colgroup>
        <TableHead
          cards={cards}
          columns={shown}
          sort={state.query.sort}
          onSort={(sort) => state.setQuery({ sort })}
          select={selectable ? select : undefined}
        />
        {page.isPending ? <SkeletonRows columns={shown} selectable={selectable} lines={rowLines} /> : null}
        {rows.length > 0 && !error ? (
          <TableBody
            {...props}
            cards={cards}
            named={named}
            scroller={scroller}
            compact={state.view.compact}
            lines={rowLines}
            selectable={selectable}
            selection={selection}
            columnCount={shown.length + (selectable ? 1 : 0)}
          />
        ) : null}
      </table>
      {error ? <FailedRows error={error} onRetry={() => void page.refetch()} /> : null}
      {data && rows.length === 0 && !error ? (
        <NoRows
          narrowed={Boolean(state.query.q) || state.query.filters.length > 0}
          empty={props.empty}
          onReset={state.reset}
        />
      ) : null}
    </div>
  );
}

function usePage<Row extends object>(
  { queryKey, fetchPage, initial }: DataTableProps<Row>,
  query: TableQuery,
) {
  const asked = encodeTableQuery(query).toString();
  const known = initial && encodeTableQuery(initial.query).toString() === asked ? initial.page : undefined;
  return useQuery<TablePage<Row>>({
    queryKey: [...queryKey, asked],
    queryFn: ({ signal }) => fetchPage(query, signal),
    placeholderData: keepPreviousData,
    ...(known ? { initialData: known } : {}),
  });
}

function useTableModel<Row extends object>(
  { columns, rowId }: DataTableProps<Row>,
  { view }: TableUrlState,
  data: Row[],
) {
  const definitions = useMemo(
    () =>
      columns.map((column) => ({
        id: column.id,
        header: column.header,
        cell: ({ row }: { row: { original: Row } }) => column.cell(row.original),
      })),
    [columns],
  );
  const visibility = useMemo(
    () => Object.fromEntries(columns.map((column) => [column.id, view.columns.includes(column.id)])),
    [columns, view.columns],
  );
  return useTable<typeof features, Row>({
    features,
    columns: definitions,
    data,
    getRowId: rowId,
    state: { columnOrder: view.columns, columnVisibility: visibility },
  });
}

interface ToolbarProps<Row> extends DataTableProps<Row> {
  state: TableUrlState;
  onLeave: () => void;
}

function Toolbar<Row extends object>(props: ToolbarProps<Row>) {
  const { columns, state, onLeave, searchable = true, toolbar, lead } = props;
  const t = useTranslations('ui.table');
  const targets = useMemo(
    () => filterTargets(columns, props.extraFilters ?? []),
    [columns, props.extraFilters],
  );
  const chooser = columns.map((column, index) => ({ ...column, fixed: column.fixed || index === 0 }));
  return (
    <div className="flex flex-wrap items-center gap-2">
      {searchable ? (
        <SearchBox
          value={state.query.q ?? ''}
          onSearch={(text) => state.setQuery({ q: text || undefined })}
          placeholder={props.searchPlaceholder ?? t('search')}
          onLeave={onLeave}
        />
      ) : null}
      {lead}
      <FilterBar targets={targets} state={state} />
      <div className="ml-auto flex flex-wrap items-center gap-2">
        <SortMenu columns={columns} state={state} />
        {typeof toolbar === 'function' ? toolbar(state.query) : toolbar}
        <ColumnChooser columns={chooser} view={state.view} onView={state.setView} />
      </div>
    </div>
  );
}

function filterTargets<Row>(
  columns: readonly DataColumn<Row>[],
  extra: readonly ExtraFilter[],
): ExtraFilter[] {
  const own = columns.flatMap(({ id, field, header, filter }) =>
    filter ? [{ field: field ?? id, label: header, filter }] : [],
  );
  return [...own, ...extra];
}

/** A thin line under way; shown late, so that quick answers do not flicker. */
function Working() {
  return (
    <span aria-hidden="true" className="absolute inset-x-3 top-0 z-5 h-0.5 overflow-hidden rounded-full">
      <span className="fade-late block h-full w-1/4 animate-[slide_1.1s_ease-in-out_infinite] rounded-full bg-accent" />
    </span>
  );
}

function FreshRows({ count, show }: { count: number; show: () => void }) {
  const t = useTranslations('ui.table');
  return (
    <div className="absolute inset-x-0 top-11 z-5 flex justify-center">
      <button
        type="button"
        onClick={show}
        className="rounded-full bg-up px-3 py-1 font-medium text-panel text-xs shadow-2 hover:brightness-110"
      >
        <span aria-live="polite">{t('fresh', { count })}</span>
      </button>
    </div>
  );
}
