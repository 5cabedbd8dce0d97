'use client';
import { useMemo, useState } from 'react';
import { cx } from '../cx.ts';
import type { TableModel } from './data-table.tsx';
import { FailedRows } from './failed-rows.tsx';
import { TableBody } from './table-body.tsx';
import { TableHead } from './table-head.tsx';
import type { TableLayout } from './table-layout.ts';
import { NoneSoFar, NoRows, SkeletonRows } from './table-states.tsx';
import type { DataTableProps } from './table-types.ts';
import type { PageState } from './use-page.ts';
import type { Selection } from './use-selection.ts';
import type { TableUrlState } from './use-table-state.ts';

interface SheetProps<Row extends object> extends Omit<DataTableProps<Row>, 'height'> {
  height: 'page' | 'auto' | 'full';
  state: TableUrlState;
  page: PageState<Row>;
  selection: Selection;
  table: TableModel<Row>;
  layout: TableLayout<Row>;
}

const heights = {
  page: 'sm:max-h-[max(20rem,calc(100dvh-15.75rem))]',
  full: 'min-h-0 flex-1',
  auto: '',
};

/** What scrolls: head, rows, or the words in their place. */
export function TableSheet<Row extends object>(props: SheetProps<Row>) {
  const { columns, rowLines = 1, bulkActions = [], height, state, page, selection, table, layout } = props;
  // As state, not as a ref: the rows are drawn once more as soon as there is something to scroll them in.
  const [scroller, setScroller] = useState<HTMLDivElement | null>(null);
  const layouts = useMemo(() => new Map(layout.columns.map((each) => [each.column.id, each])), [layout]);
  const selectable = bulkActions.length > 0;
  const menu = selectable || Boolean(props.rowHref || props.onRowOpen);
  const cards = columns.some((column) => column.phone);
  const rows = table.getRowModel().rows;
  const { data, error } = page;
  const ids = rows.map((row) => row.id);
  const select = {
    checked: ids.length > 0 && ids.every(selection.isSelected),
    some: selection.selection !== null,
    onToggle: (on: boolean) => selection.set(ids, on),
  };
  return (
    <div
      ref={setScroller}
      data-scrolls=""
      className={cx(
        'overflow-auto overscroll-x-contain rounded-t-xl',
        heights[height],
        selection.selection && 'pb-16',
      )}
    >
      <table
        style={layout.style}
        className={cx('w-full border-separate border-spacing-0', cards && 'max-sm:block')}
      >
        <caption className="sr-only">{props.label}</caption>
        <colgroup className={cards ? 'max-sm:hidden' : undefined}>
          {selectable ? <col width={36} /> : null}
          {layout.columns.map(({ column, fixed }) => (
            <col key={column.id} {...(column.width && !fixed ? { width: column.width } : {})} />
          ))}
          {/* What is left over goes to the last one where every column has a width. */}
          {menu ? <col width={layout.filled ? '100%' : 40} /> : null}
        </colgroup>
        <TableHead
          cards={cards}
          columns={layout.columns}
          state={state}
          select={selectable ? select : undefined}
          menu={menu}
        />
        {page.isPending ? (
          <SkeletonRows
            columns={layout.columns.map((each) => each.column)}
            selectable={selectable}
            menu={menu}
            lines={rowLines}
          />
        ) : null}
        {rows.length > 0 && !error ? (
          <TableBody
            {...props}
            cards={cards}
            layouts={layouts}
            scroller={scroller}
            compact={state.view.compact}
            lines={rowLines}
            selectable={selectable}
            actions={bulkActions}
            menu={menu}
            columnCount={layout.columns.length + (selectable ? 1 : 0) + (menu ? 1 : 0)}
          />
        ) : null}
      </table>
      {error ? (
        <FailedRows
          error={error}
          onRetry={() => void page.refetch()}
          onUnsort={state.query.sort ? () => state.setQuery({ sort: undefined }) : undefined}
        />
      ) : null}
      {page.search && rows.length === 0 && !error ? <NoneSoFar isStopped={page.search.isStopped} /> : null}
      {data && !data.unfinished && rows.length === 0 && !error ? (
        <NoRows
          narrowed={Boolean(state.query.q) || state.query.filters.length > 0}
          empty={props.empty}
          onReset={state.reset}
        />
      ) : null}
    </div>
  );
}
