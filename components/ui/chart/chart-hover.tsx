import { useFormatter } from 'next-intl';
import type { ChartRow, ChartSeries } from './chart-data.ts';
import { seriesLook } from './series-look.ts';

export function figure(value: ChartRow[string], write: (value: number) => string): string {
  return typeof value === 'number' ? write(value).replace(/^-/, '−') : '–';
}

interface HoverProps {
  at: number;
  rows: readonly ChartRow[];
  series: readonly ChartSeries[];
  words: (t: number) => string;
}

/** Only values that were really there: what is drawn between two points is not a measurement. */
export function ChartHover({ at, rows, series, words }: HoverProps) {
  const format = useFormatter();
  const row = rows.find((each) => each.t === at);
  if (!row || !series.some((_, index) => row[`v${index}`] !== undefined)) return null;
  return (
    <div className="rounded-lg border border-line bg-raised px-2.5 py-1.5 text-xs shadow-2">
      <div className="mb-1 text-faint">{words(at)}</div>
      {series.map((one, index) => {
        if (row[`v${index}`] === undefined) return null;
        const band = row[`b${index}`];
        return (
          <div key={one.id} className="flex items-baseline gap-2 leading-[18px]">
            <svg viewBox="0 0 8 8" aria-hidden="true" className="size-2">
              <circle cx="4" cy="4" r="4" fill={seriesLook(index).colour} />
            </svg>
            <span className="text-dim">{one.label}</span>
            <span className="ml-auto pl-3 font-semibold">{figure(row[`v${index}`], format.number)}</span>
            <span className="text-faint">{one.unit}</span>
            {Array.isArray(band) ? (
              <span className="text-faint">
                ({figure(band[0], format.number)} … {figure(band[1], format.number)})
              </span>
            ) : null}
          </div>
        );
      })}
    </div>
  );
}
