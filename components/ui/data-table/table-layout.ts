import type { CSSProperties } from 'react';
import type { DataColumn } from './table-types.ts';
import type { TableView } from './table-view.ts';

/**
 * Columns are as wide as what they hold, until the reader says otherwise. Those of a set width take it from a
 * variable of the table, so that dragging a border moves the column without drawing a row again.
 */
export interface ColumnLayout<Row> {
  column: DataColumn<Row>;
  /** Names the row: has the link, can be told from the others. */
  naming: boolean;
  fixed: boolean;
  pinned: boolean;
  lastPinned: boolean;
  style: CSSProperties | undefined;
}

export interface TableLayout<Row> {
  columns: ColumnLayout<Row>[];
  /** The variables that the columns take their widths from. */
  style: CSSProperties;
  /** No column of its own accord takes what is left over. */
  filled: boolean;
}

const selectWidth = 36;
const usualWidth = 180;
const namingWidth = 260;

export const widthVariable = (index: number) => `--c${index}`;

export function layoutOf<Row>(
  shown: readonly DataColumn<Row>[],
  view: Pick<TableView, 'pinned' | 'widths'>,
  namingId: string | undefined,
  selectable: boolean,
): TableLayout<Row> {
  const style: Record<string, string> = {};
  const pins: string[] = selectable ? [`${selectWidth}px`] : ['0px'];
  const lastPinned = shown.findLastIndex((column) => view.pinned.includes(column.id));
  const columns = shown.map((column, index): ColumnLayout<Row> => {
    const naming = column.id === namingId;
    const pinned = view.pinned.includes(column.id);
    const width = view.widths[column.id];
    const fixed = pinned || width !== undefined;
    const look: Record<string, string> = {};
    if (fixed) {
      style[widthVariable(index)] = `${width ?? column.width ?? (naming ? namingWidth : usualWidth)}px`;
      look['--w'] = `var(${widthVariable(index)})`;
    }
    if (pinned) {
      look['--pin'] = `calc(${pins.join(' + ')})`;
      pins.push(`var(${widthVariable(index)})`);
    }
    return {
      column,
      naming,
      fixed,
      pinned,
      lastPinned: index === lastPinned,
      style: fixed ? (look as CSSProperties) : undefined,
    };
  });
  return {
    columns,
    style: style as CSSProperties,
    filled: columns.every(({ fixed, column }) => fixed || column.width !== undefined),
  };
}
