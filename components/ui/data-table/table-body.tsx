'use client';
import type { ReactTable, Row } from '@tanstack/react-table';
import { useVirtualizer } from '@tanstack/react-virtual';
import { type KeyboardEvent, type ReactNode, useRef, useState } from 'react';
import type { features } from './features.ts';
import type { ColumnLayout } from './table-layout.ts';
import { TableRow } from './table-row.tsx';
import type { BulkAction, RowCopy } from './table-types.ts';
import type { Selection } from './use-selection.ts';

type Features = typeof features;

interface TableBodyProps<Data extends object> {
  table: ReactTable<Features, Data>;
  layouts: ReadonlyMap<string, ColumnLayout<Data>>;
  scroller: HTMLDivElement | null;
  compact: boolean;
  cards: boolean;
  lines: 1 | 2;
  cardNote?: ((row: Data) => ReactNode) | undefined;
  rowHref?: ((row: Data) => string | undefined) | undefined;
  onRowOpen?: ((row: Data) => void) | undefined;
  activeRowId?: string | undefined;
  copies?: ((row: Data) => readonly RowCopy[]) | undefined;
  selectable: boolean;
  selection: Selection;
  actions: readonly BulkAction[];
  menu: boolean;
  columnCount: number;
}

/** Below this many rows the browser is faster than we are at leaving rows out. */
const virtualFrom = 80;

export function TableBody<Data extends object>(props: TableBodyProps<Data>) {
  const { table, scroller, compact, lines, columnCount } = props;
  const rows = table.getRowModel().rows;
  const [focused, setFocused] = useState(0);
  const body = useRef<HTMLTableSectionElement>(null);
  const virtual = rows.length >= virtualFrom;
  const virtualizer = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller,
    // What the server and the first paint draw, before the height is known.
    initialRect: { width: 1000, height: 900 },
    estimateSize: () => (compact ? (lines === 2 ? 37 : 29) : lines === 2 ? 48 : 37),
    getItemKey: (index) => rows[index]?.id ?? index,
    overscan: 12,
    enabled: virtual,
  });
  const move = (to: number) => {
    const index = Math.max(0, Math.min(to, rows.length - 1));
    setFocused(index);
    if (virtual) virtualizer.scrollToIndex(index);
    requestAnimationFrame(() => body.current?.querySelector<HTMLElement>(`[data-index="${index}"]`)?.focus());
  };
  // Where a range of ticks begins: the row ticked last.
  const anchor = useRef(0);
  const tick = (index: number, range: boolean) => {
    const [from, to] = range
      ? [Math.min(anchor.current, index), Math.max(anchor.current, index)]
      : [index, index];
    const ids = rows.slice(from, to + 1).map((row) => row.id);
    const id = rows[index]?.id;
    if (id !== undefined) props.selection.set(ids, !props.selection.isSelected(id));
    anchor.current = index;
  };
  const key = (event: KeyboardEvent, index: number) => {
    if (event.target !== event.currentTarget) return;
    if (event.key === 'Escape' && props.selection.selection) {
      event.preventDefault();
      return props.selection.clear();
    }
    if (event.key === 'a' && (event.ctrlKey || event.metaKey) && props.selectable) {
      event.preventDefault();
      return props.selection.set(
        rows.map((row) => row.id),
        true,
      );
    }
    const steps: Record<string, number> = {
      ArrowDown: index + 1,
      ArrowUp: index - 1,
      Home: 0,
      End: rows.length - 1,
      PageDown: index + 10,
      PageUp: index - 10,
    };
    const to = steps[event.key];
    if (to === undefined) return;
    event.preventDefault();
    move(to);
  };
  const items = virtual ? virtualizer.getVirtualItems() : null;
  const drawn: { row: Row<Features, Data>; index: number }[] = items
    ? items.flatMap((item) =>
        rows[item.index] ? [{ row: rows[item.index] as Row<Features, Data>, index: item.index }] : [],
      )
    : rows.map((row, index) => ({ row, index }));
  const above = items?.[0]?.start ?? 0;
  const below = items ? virtualizer.getTotalSize() - (items.at(-1)?.end ?? 0) : 0;
  const reachable = Math.min(focused, rows.length - 1);
  return (
    <tbody ref={body} data-table-body="" className={props.cards ? 'max-sm:block' : undefined}>
      <Spacer height={above} span={columnCount} />
      {drawn.map(({ row, index }) => (
        <BodyRow
          key={row.id}
          {...props}
          row={row}
          index={index}
          reachable={index === reachable}
          measure={virtual ? virtualizer.measureElement : undefined}
          onFocus={() => setFocused(index)}
          onTick={(range) => tick(index, range)}
          onKey={(event) => key(event, index)}
        />
      ))}
      <Spacer height={below} span={columnCount} />
    </tbody>
  );
}

function Spacer({ height, span }: { height: number; span: number }) {
  if (height <= 0) return null;
  return (
    <tr data-spacer="">
      <td colSpan={span} height={height} className="p-0" />
    </tr>
  );
}

interface BodyRowProps<Data extends object> extends TableBodyProps<Data> {
  row: Row<Features, Data>;
  index: number;
  reachable: boolean;
  measure: ((node: HTMLTableRowElement | null) => void) | undefined;
  onFocus: () => void;
  onTick: (range: boolean) => void;
  onKey: (event: KeyboardEvent) => void;
}

function BodyRow<Data extends object>(props: BodyRowProps<Data>) {
  const { row, table, layouts, rowHref, onRowOpen, selectable, selection } = props;
  return (
    <TableRow
      id={row.id}
      index={props.index}
      compact={props.compact}
      cards={props.cards}
      ref={props.measure}
      lines={props.lines}
      note={props.cards ? props.cardNote?.(row.original) : undefined}
      cells={row.getVisibleCells().flatMap((cell) => {
        const layout = layouts.get(cell.column.id);
        return layout ? [{ layout, content: <table.FlexRender cell={cell} /> }] : [];
      })}
      href={rowHref?.(row.original)}
      onOpen={onRowOpen ? () => onRowOpen(row.original) : undefined}
      active={props.activeRowId === row.id}
      reachable={props.reachable}
      select={
        selectable
          ? {
              checked: selection.isSelected(row.id),
              onToggle: props.onTick,
            }
          : undefined
      }
      menu={
        props.menu
          ? {
              actions: props.actions,
              onDone: selection.clear,
              copies: () => props.copies?.(row.original) ?? [],
            }
          : undefined
      }
      onFocus={props.onFocus}
      onKey={props.onKey}
    />
  );
}
