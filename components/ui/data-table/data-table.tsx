'use client';
import { useTable } from '@tanstack/react-table';
import { useTranslations } from 'next-intl';
import { useMemo, useRef } from 'react';
import { cx } from '../cx.ts';
import { features } from './features.ts';
import { useFullScreen } from './full-screen.ts';
import { SelectionBar } from './selection-bar.tsx';
import { layoutOf } from './table-layout.ts';
import { TablePager } from './table-pager.tsx';
import { TableSheet } from './table-sheet.tsx';
import { TableToolbar } from './table-toolbar.tsx';
import type { DataColumn, DataTableProps } from './table-types.ts';
import { broughtColumns, displayOrder, type TableView } from './table-view.ts';
import { usePage } from './use-page.ts';
import { useSelection } from './use-selection.ts';
import { useTableState } from './use-table-state.ts';

const noRows: never[] = [];

/** The one table of the portal: the server searches, filters, sorts and pages; the address holds the whole view. */
export function DataTable<Row extends object>(props: DataTableProps<Row>) {
  const { columns, brought, urlPrefix = '', bulkActions = noRows, height = 'page' } = props;
  const group = brought?.group;
  const known = useMemo(() => ({ columns, group }), [columns, group]);
  const state = useTableState(known, urlPrefix, props.views);
  const page = usePage(props, state.query);
  const selection = useSelection(state.query, page.data);
  const all = useAllColumns(props, state.view);
  const table = useTableModel(props, all, state.view, page.data?.rows ?? noRows);
  const selectable = bulkActions.length > 0;
  const layout = useMemo(() => {
    const named = new Map(all.map((column) => [column.id, column]));
    const shown = displayOrder(state.view).flatMap((id) => named.get(id) ?? []);
    return layoutOf(shown, state.view, columns[0]?.id, selectable);
  }, [all, state.view, columns, selectable]);
  const root = useRef<HTMLDivElement>(null);
  const [full, setFull] = useFullScreen(root);
  const toFirstRow = () =>
    root.current?.querySelector<HTMLElement>('[data-table-body] [tabindex="0"]')?.focus();
  return (
    <div
      ref={root}
      id={props.id}
      className={cx('flex min-w-0 flex-col gap-2.5', full && 'fixed inset-0 z-40 bg-bg p-2 sm:p-4')}
    >
      <TableToolbar
        {...props}
        all={all}
        state={state}
        total={page.data}
        full={full}
        onFull={setFull}
        onLeave={toFirstRow}
      />
      <section
        aria-label={props.label}
        aria-busy={page.isFetching}
        className={cx(
          'relative min-w-0 rounded-xl border border-line bg-panel shadow-1',
          full && 'flex min-h-0 flex-1 flex-col',
        )}
      >
        {page.isFetching ? <Working /> : null}
        {props.fresh && props.fresh.count > 0 ? <FreshRows {...props.fresh} /> : null}
        <TableSheet
          {...props}
          onRowOpen={opening(props, () => setFull(false))}
          height={full ? 'full' : height}
          state={state}
          page={page}
          selection={selection}
          table={table}
          layout={layout}
        />
        {selection.selection ? (
          <SelectionBar
            selection={selection.selection}
            page={page.data}
            matching={selection.matching}
            actions={bulkActions}
            onSelectMatching={selection.selectMatching}
            onClear={selection.clear}
          />
        ) : null}
        {page.data && (page.data.total > 0 || page.search) && !page.error ? (
          <TablePager state={state} page={page.data} search={page.search} />
        ) : null}
      </section>
    </div>
  );
}

/** What opens beside the table on the page is not to be seen while the table covers it. */
function opening<Row>({ onRowOpen, opensBeside }: DataTableProps<Row>, uncover: () => void) {
  if (!onRowOpen || !opensBeside) return onRowOpen;
  return (row: Row) => {
    uncover();
    onRowOpen(row);
  };
}

/** Those that were declared, and those of the data that the reader has added. */
function useAllColumns<Row>({ columns, brought }: DataTableProps<Row>, view: TableView): DataColumn<Row>[] {
  return useMemo(() => {
    if (!brought) return [...columns];
    const added = broughtColumns(view, brought.group).map((id) => ({
      ...brought.column(id.slice(brought.group.length + 1)),
      id,
    }));
    return [...columns, ...added];
  }, [columns, brought, view]);
}

function useTableModel<Row extends object>(
  { rowId }: DataTableProps<Row>,
  all: DataColumn<Row>[],
  view: TableView,
  data: Row[],
) {
  const definitions = useMemo(
    () =>
      all.map((column) => ({
        id: column.id,
        header: column.header,
        cell: ({ row }: { row: { original: Row } }) => column.cell(row.original),
      })),
    [all],
  );
  const state = useMemo(
    () => ({
      columnOrder: view.columns,
      columnPinning: { start: view.pinned, end: [] },
      columnVisibility: Object.fromEntries(all.map(({ id }) => [id, view.columns.includes(id)])),
    }),
    [all, view],
  );
  return useTable<typeof features, Row>({ features, columns: definitions, data, getRowId: rowId, state });
}
export type TableModel<Row extends object> = ReturnType<typeof useTableModel<Row>>;

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
