'use client';
import type { ReactTable, Row } from '@tanstack/react-table';
import { useVirtualizer } from '@tanstack/react-virtual';
import { type KeyboardEvent, useRef, useState } from 'react';
import type { features } from './features.ts';
import { TableRow } from './table-row.tsx';
import type { DataColumn } from './table-types.ts';
import type { Selection } from './use-selection.ts';

type Features = typeof features;

interface TableBodyProps<Data extends object> {
  table: ReactTable<Features, Data>;
  named: ReadonlyMap<string, DataColumn<Data>>;
  scroller: HTMLDivElement | null;
  compact: boolean;
  cards: boolean;
  lines: 1 | 2;
  rowHref?: ((row: Data) => string) | undefined;
  onRowOpen?: ((row: Data) => void) | undefined;
  activeRowId?: string | undefined;
  selectable: boolean;
  selection: Selection;
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
  const key = (event: KeyboardEvent, index: number) => {
    const steps: Record<string, number> = {
      ArrowDown: index + 1,
      ArrowUp: index - 1,
      Home: 0,
      End: rows.length - 1,
      PageDown: index + 10,
      PageUp: index - 10,
    };
    const to = steps[event.key];
    if (to === undefined || event.target !== event.currentTarget) return;
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
  onKey: (event: KeyboardEvent) => void;
}

function BodyRow<Data extends object>(props: BodyRowProps<Data>) {
  const { row, table, named, rowHref, onRowOpen, selectable, selection } = props;
  return (
    <TableRow
      id={row.id}
      index={props.index}
      compact={props.compact}
      cards={props.cards}
      ref={props.measure}
      lines={props.lines}
      cells={row.getVisibleCells().map((cell) => ({
        column: named.get(cell.column.id) ?? { id: cell.column.id },
        content: <table.FlexRender cell={cell} />,
      }))}
      href={rowHref?.(row.original)}
      onOpen={onRowOpen ? () => onRowOpen(row.original) : undefined}
      active={props.activeRowId === row.id}
      reachable={props.reachable}
      select={
        selectable
          ? {
              checked: selection.isSelected(row.id),
              onToggle: () => selection.set([row.id], !selection.isSelected(row.id)),
            }
          : undefined
      }
      onFocus={props.onFocus}
      onKey={props.onKey}
    />
  );
}
