'use client';
import { useFormatter, useTranslations } from 'next-intl';
import { type KeyboardEvent, type ReactNode, useId, useState } from 'react';
import { cx } from '../cx.ts';
import { ChartFrame, FigureTable } from './chart-frame.tsx';

export interface HeatCell {
  column: number;
  row: number;
  value: number;
  /** What stands behind the number, for who points at the cell. */
  detail?: string | undefined;
}

export interface HeatMapProps {
  label: string;
  /** From top to bottom. */
  rows: readonly string[];
  /** From left to right: the whole words, and the short ones for those below which there is room. */
  columns: readonly { words: string; mark?: string | undefined }[];
  /** What the number counts, e.g. "frames". */
  unit: string;
  cells: readonly HeatCell[];
  rowTitle: string;
}

const moves: Record<string, [number, number]> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

/** How often, by two things at once: the darker the more. Arrow keys go from cell to cell. */
export function HeatMap({ label, rows, columns, cells, unit, rowTitle }: HeatMapProps) {
  const t = useTranslations('ui.chart');
  const format = useFormatter();
  const byPlace = new Map(cells.map((cell) => [`${cell.column}/${cell.row}`, cell]));
  const most = cells.reduce((max, { value }) => Math.max(max, value), 0);
  const wordsOf = (column: number, row: number): string => {
    const cell = byPlace.get(`${column}/${row}`);
    const count = `${format.number(cell?.value ?? 0)} ${unit}`;
    return [rows[row], columns[column]?.words, cell?.detail ?? count].join(' · ');
  };
  return (
    <ChartFrame
      label={label}
      legend={[]}
      height={140}
      empty={cells.length === 0}
      table={() => (
        <FigureTable
          head={[t('time'), rowTitle, unit]}
          rows={cells
            .toSorted((a, b) => b.column - a.column || a.row - b.row)
            .map((cell) => ({
              key: `${cell.column}/${cell.row}`,
              cells: [
                columns[cell.column]?.words,
                rows[cell.row],
                cell.detail ?? format.number(cell.value),
              ] as ReactNode[],
            }))}
        />
      )}
      chart={
        <Grid label={label} rows={rows} columns={columns} wordsOf={wordsOf}>
          {(column, row) => {
            const value = byPlace.get(`${column}/${row}`)?.value ?? 0;
            return value === 0 ? 0 : Math.max(0.12, Math.sqrt(value / most));
          }}
        </Grid>
      }
    />
  );
}

interface GridProps extends Pick<HeatMapProps, 'label' | 'rows' | 'columns'> {
  wordsOf: (column: number, row: number) => string;
  /** Strength of a cell's colour, 0…1. */
  children: (column: number, row: number) => number;
}

function Grid({ label, rows, columns, wordsOf, children }: GridProps) {
  const id = useId();
  const [[column, row], setAt] = useState<[number, number]>([0, 0]);
  const [shown, setShown] = useState<[number, number] | null>(null);
  const move = (event: KeyboardEvent) => {
    const step = moves[event.key];
    if (!step) return;
    event.preventDefault();
    const next: [number, number] = [
      Math.max(0, Math.min(columns.length - 1, column + step[0])),
      Math.max(0, Math.min(rows.length - 1, row + step[1])),
    ];
    setAt(next);
    setShown(next);
    document.getElementById(`${id}-${next[0]}-${next[1]}`)?.focus();
  };
  return (
    <div>
      {/* biome-ignore lint/a11y/useSemanticElements: a grid of figures in which arrow keys move, no table of data */}
      <div
        role="grid"
        aria-label={label}
        tabIndex={-1}
        onKeyDown={move}
        onPointerLeave={() => setShown(null)}
        className="grid gap-px"
        style={{ gridTemplateColumns: `max-content repeat(${columns.length}, minmax(0, 1fr))` }}
      >
        {rows.map((name, y) => (
          // biome-ignore lint/a11y/useSemanticElements: see above
          // biome-ignore lint/a11y/useFocusableInteractive: its cells take the focus
          <div role="row" key={name} className="contents">
            {/* biome-ignore lint/a11y/useSemanticElements: see above */}
            {/* biome-ignore lint/a11y/useFocusableInteractive: a name, nothing to do with it */}
            <span role="rowheader" className="mono pr-2 text-right text-faint text-xs leading-[18px]">
              {name}
            </span>
            {columns.map((each, x) => (
              // biome-ignore lint/a11y/useSemanticElements: see above
              <span
                role="gridcell"
                key={each.words}
                id={`${id}-${x}-${y}`}
                tabIndex={x === column && y === row ? 0 : -1}
                aria-label={wordsOf(x, y)}
                onFocus={() => {
                  setAt([x, y]);
                  setShown([x, y]);
                }}
                onBlur={() => setShown(null)}
                onPointerEnter={() => setShown([x, y])}
                className={cx(
                  'h-[18px] rounded-[2px] bg-sunk outline-offset-1',
                  shown?.[0] === x && shown[1] === y && 'relative z-1 outline-2 outline-dim',
                )}
              >
                <Colour strength={children(x, y)} />
              </span>
            ))}
          </div>
        ))}
      </div>
      <Marks columns={columns} rows={rows} />
      <p aria-hidden="true" className="mt-1 min-h-5 text-dim text-xs">
        {shown ? wordsOf(shown[0], shown[1]) : null}
      </p>
    </div>
  );
}

function Colour({ strength }: { strength: number }) {
  return strength === 0 ? null : (
    <span className="block size-full rounded-[2px] bg-up" style={{ opacity: strength }} />
  );
}

/** Below the columns, as wide as the widest name of a row leaves them. */
function Marks({ columns, rows }: Pick<HeatMapProps, 'columns' | 'rows'>) {
  const widest = rows.toSorted((a, b) => b.length - a.length)[0] ?? '';
  return (
    <div
      aria-hidden="true"
      className="mt-1 grid gap-px text-faint text-xs"
      style={{ gridTemplateColumns: `max-content repeat(${columns.length}, minmax(0, 1fr))` }}
    >
      <span className="mono invisible h-4 overflow-hidden pr-2">{widest}</span>
      {columns.map(({ words, mark }) => (
        <span key={words} className="relative h-4">
          {mark ? <span className="absolute left-0 whitespace-nowrap">{mark}</span> : null}
        </span>
      ))}
    </div>
  );
}
