'use client';
import ArrowDown from 'lucide-react/icons/arrow-down';
import ArrowUp from 'lucide-react/icons/arrow-up';
import { useTranslations } from 'next-intl';
import { type DragEvent, type KeyboardEvent, useState } from 'react';
import { CheckboxBox } from '../checkbox.tsx';
import { cx } from '../cx.ts';
import { ColumnMenu } from './column-menu.tsx';
import { FilterPopover } from './filter-popover.tsx';
import { ResizeHandle } from './resize-handle.tsx';
import { type ColumnLayout, widthVariable } from './table-layout.ts';
import type { ExtraFilter } from './table-types.ts';
import { moveColumn, resizeColumn, stepColumn } from './table-view.ts';
import type { TableUrlState } from './use-table-state.ts';

export const pinnedSelect = 'sticky left-0 z-2';
/** Of a width of its own, and at the left of what scrolls past it. */
export const fixedCell = 'overflow-hidden text-ellipsis sm:w-(--w) sm:min-w-(--w) sm:max-w-(--w)';
export const pinnedCell = 'md:sticky md:left-(--pin) md:z-2';
export const lastPinnedCell = 'md:border-r md:border-r-line';
/** The first column stays in sight while a narrow window scrolls the rest sideways past it. */
export function pinnedFirst(selectable: boolean): string {
  return cx(
    'max-md:sticky max-md:z-2 max-md:border-r max-md:max-w-[44vw]',
    selectable ? 'max-md:left-9' : 'max-md:left-0',
  );
}

interface TableHeadProps<Row> {
  cards: boolean;
  columns: readonly ColumnLayout<Row>[];
  state: TableUrlState;
  select?: { checked: boolean; some: boolean; onToggle: (on: boolean) => void } | undefined;
  /** Room for the menu of each row. */
  menu: boolean;
}

interface Drag {
  id: string;
  over: string | null;
}

export function TableHead<Row>({ cards, columns, state, select, menu }: TableHeadProps<Row>) {
  const t = useTranslations('ui.table');
  const [drag, setDrag] = useState<Drag | null>(null);
  const [filtering, setFiltering] = useState<{ target: ExtraFilter; anchor: Element } | null>(null);
  return (
    <thead className={cards ? 'max-sm:hidden' : undefined}>
      <tr>
        {select ? (
          <th scope="col" className={cx(headCell, 'w-9 pr-0! pl-3', pinnedSelect, 'z-4')}>
            <span className="flex w-6">
              <CheckboxBox
                aria-label={t('selectPage')}
                checked={select.checked}
                indeterminate={select.some && !select.checked}
                onCheckedChange={(on) => select.onToggle(on)}
              />
            </span>
          </th>
        ) : null}
        {columns.map((layout, index) => (
          <HeadCell
            key={layout.column.id}
            layout={layout}
            index={index}
            state={state}
            drag={drag}
            onDrag={setDrag}
            onFilter={(target, anchor) => setFiltering({ target, anchor })}
            className={index === 0 ? pinnedFirst(select !== undefined) : ''}
          />
        ))}
        {menu ? (
          <th scope="col" className={cx(headCell, 'px-0!')}>
            <span className="sr-only">{t('rowMenus')}</span>
          </th>
        ) : null}
      </tr>
      <FilterPopover
        target={filtering?.target ?? null}
        anchor={filtering?.anchor ?? null}
        state={state}
        onClose={() => setFiltering(null)}
      />
    </thead>
  );
}

const headCell =
  'group/head sticky top-0 z-3 h-9 whitespace-nowrap border-line border-b bg-panel px-3 text-left align-middle font-medium text-faint text-xs max-md:border-line';

interface HeadCellProps<Row> {
  layout: ColumnLayout<Row>;
  index: number;
  state: TableUrlState;
  drag: Drag | null;
  onDrag: (drag: Drag | null) => void;
  onFilter: (target: ExtraFilter, anchor: Element) => void;
  className: string;
}

function HeadCell<Row>(props: HeadCellProps<Row>) {
  const { layout, index, state, drag, onFilter, className } = props;
  const { column, fixed, pinned, lastPinned, style } = layout;
  const { id, header, filter } = column;
  const field = column.field ?? id;
  const sort = state.query.sort?.field === field ? state.query.sort : undefined;
  const end = column.align === 'end';
  return (
    <th
      scope="col"
      data-column={id}
      aria-sort={sort ? (sort.desc ? 'descending' : 'ascending') : undefined}
      style={style}
      {...useColumnDrag(props)}
      onKeyDown={(event) => stepByKey(event, state, id)}
      className={cx(
        headCell,
        fixed && fixedCell,
        pinned && `${pinnedCell} z-4!`,
        lastPinned && lastPinnedCell,
        className,
        className !== '' && 'z-4',
        drag?.id === id && 'opacity-50',
        drag && drag.over === id && drag.id !== id && 'bg-sel! text-ink',
      )}
    >
      <span className={cx('flex min-w-0 items-center gap-0.5', end && 'flex-row-reverse')}>
        <HeadWords column={column} sort={sort} state={state} />
        <ColumnMenu
          layout={layout}
          state={state}
          filtered={state.query.filters.some((one) => one.field === field)}
          onFilter={filter ? (anchor) => onFilter({ field, label: header, filter }, anchor) : undefined}
        />
      </span>
      <ResizeHandle
        column={header}
        width={state.view.widths[id] ?? null}
        variable={widthVariable(index)}
        onResize={(width) => state.setView(resizeColumn(state.view, id, width))}
      />
    </th>
  );
}

interface HeadWordsProps<Row> {
  column: ColumnLayout<Row>['column'];
  sort: { desc: boolean } | undefined;
  state: TableUrlState;
}

function HeadWords<Row>({ column, sort, state }: HeadWordsProps<Row>) {
  const { header, sortable, align } = column;
  if (!sortable) return <span className="min-w-0 truncate">{header}</span>;
  const field = column.field ?? column.id;
  // Up, down, then the table's own order again.
  const next = !sort ? { field, desc: false } : sort.desc ? undefined : { field, desc: true };
  const Arrow = sort?.desc ? ArrowDown : ArrowUp;
  return (
    <button
      type="button"
      onClick={() => state.setQuery({ sort: next })}
      className={cx(
        'group inline-flex min-w-0 items-center gap-1 rounded-sm hover:text-ink',
        align === 'end' && 'flex-row-reverse',
        sort && 'text-ink',
      )}
    >
      <span className="truncate">{header}</span>
      <Arrow
        aria-hidden="true"
        className={cx(
          'size-3 shrink-0',
          sort ? 'opacity-100' : 'opacity-0 group-hover:opacity-60 group-focus-visible:opacity-60',
        )}
      />
    </button>
  );
}

/** Alt with Shift and an arrow moves the column whose header has the focus. */
function stepByKey(event: KeyboardEvent, state: TableUrlState, id: string): void {
  const step = event.key === 'ArrowLeft' ? -1 : event.key === 'ArrowRight' ? 1 : null;
  if (step === null || !event.altKey || !event.shiftKey) return;
  event.preventDefault();
  event.stopPropagation();
  state.setView(stepColumn(state.view, id, step));
}

const dragKind = 'application/x-table-column';

function useColumnDrag<Row>({ layout, state, drag, onDrag }: HeadCellProps<Row>) {
  const { id } = layout.column;
  return {
    draggable: true,
    onDragStart: (event: DragEvent) => {
      // The border has a drag of its own.
      if ((event.target as HTMLElement).closest('[role="separator"]')) return event.preventDefault();
      event.dataTransfer.setData(dragKind, id);
      event.dataTransfer.effectAllowed = 'move';
      onDrag({ id, over: null });
    },
    onDragOver: (event: DragEvent) => {
      if (!drag) return;
      event.preventDefault();
      event.dataTransfer.dropEffect = 'move';
      if (drag.over !== id) onDrag({ ...drag, over: id });
    },
    onDrop: (event: DragEvent) => {
      if (!drag) return;
      event.preventDefault();
      state.setView(moveColumn(state.view, drag.id, id));
      onDrag(null);
    },
    onDragEnd: () => onDrag(null),
  };
}
