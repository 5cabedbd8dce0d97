'use client';
import ChartLine from 'lucide-react/icons/chart-line';
import Table2 from 'lucide-react/icons/table-2';
import { useTranslations } from 'next-intl';
import { type ReactNode, useState } from 'react';
import { IconButton } from '../icon-button.tsx';
import { ScrollArea } from '../scroll-area.tsx';
import { seriesLook } from './series-look.ts';

export interface LegendEntry {
  id: string;
  label: string;
  unit?: string | undefined;
  colour?: string | undefined;
}

export interface ChartFrameProps {
  label: string;
  legend: readonly LegendEntry[];
  chart: ReactNode;
  /** The same figures as rows: every chart can be read as well as looked at. */
  table: () => ReactNode;
  empty: boolean;
  height: number;
}

export function ChartFrame({ label, legend, chart, table, empty, height }: ChartFrameProps) {
  const t = useTranslations('ui.chart');
  const [asTable, setAsTable] = useState(false);
  return (
    <figure aria-label={label} className="min-w-0">
      <figcaption className="mb-2 flex min-h-7 items-start gap-3 text-sm">
        <span className="flex min-w-0 flex-1 flex-wrap items-center gap-x-4 gap-y-1 pt-1">
          {legend.map((entry, index) => (
            <span key={entry.id} className="inline-flex items-center gap-1.5">
              <LegendMark index={index} colour={entry.colour} />
              {entry.label}
              {entry.unit ? <span className="text-faint">{entry.unit}</span> : null}
            </span>
          ))}
        </span>
        <IconButton
          size="sm"
          label={asTable ? t('showChart') : t('showTable')}
          icon={asTable ? <ChartLine aria-hidden="true" /> : <Table2 aria-hidden="true" />}
          onClick={() => setAsTable(!asTable)}
        />
      </figcaption>
      {empty ? (
        <div
          className="grid place-items-center rounded-lg border border-line border-dashed text-faint"
          style={{ height }}
        >
          {t('empty')}
        </div>
      ) : asTable ? (
        <ScrollArea label={t('table')} style={{ maxHeight: height }}>
          {table()}
        </ScrollArea>
      ) : (
        chart
      )}
    </figure>
  );
}

function LegendMark({ index, colour }: { index: number; colour: string | undefined }) {
  if (colour) {
    return (
      <svg viewBox="0 0 10 10" aria-hidden="true" className="size-2.5">
        <rect width="10" height="10" rx="2.5" fill={colour} />
      </svg>
    );
  }
  const look = seriesLook(index);
  return (
    <svg viewBox="0 0 22 8" aria-hidden="true" className="h-2 w-[22px]">
      <path d="M0 4h22" stroke={look.colour} strokeWidth="2" strokeDasharray={look.dash} />
    </svg>
  );
}

export interface FigureTableProps {
  head: readonly string[];
  rows: readonly { key: string; cells: readonly ReactNode[] }[];
}

export function FigureTable({ head, rows }: FigureTableProps) {
  return (
    <table className="w-full border-separate border-spacing-0 text-sm">
      <thead>
        <tr>
          {head.map((cell, index) => (
            <th
              key={cell}
              scope="col"
              className={`sticky top-0 border-line border-b bg-panel px-3 py-1.5 font-medium text-faint text-xs ${index === 0 ? 'text-left' : 'text-right'}`}
            >
              {cell}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row.key}>
            {row.cells.map((cell, index) => (
              <td
                key={head[index]}
                className={`whitespace-nowrap border-line-soft border-b px-3 py-1 ${index === 0 ? 'text-dim' : 'text-right'}`}
              >
                {cell}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
