'use client';
import { useFormatter, useTranslations } from 'next-intl';
import { useMemo, useRef, useState } from 'react';
import {
  Area,
  Brush,
  CartesianGrid,
  ComposedChart,
  Line,
  ReferenceLine,
  Tooltip,
  XAxis,
  YAxis,
} from 'recharts';
import { useWidth } from '../use-width.ts';
import { type ChartRow, type ChartSeries, mergeSeries, niceDomain, niceTicks } from './chart-data.ts';
import { ChartFrame, FigureTable } from './chart-frame.tsx';
import { seriesLook } from './series-look.ts';
import type { ChartLine, TimeChartProps } from './time-chart.tsx';
import { useTimeAxis } from './time-words.ts';

const mostTableRows = 500;
const axisText = { fill: 'var(--faint)', fontSize: 11 };

export function TimeChartView(props: TimeChartProps) {
  const { label, series, from, to, height = 240 } = props;
  const t = useTranslations('ui.chart');
  const format = useFormatter();
  const rows = useMemo(() => mergeSeries(series), [series]);
  const axis = useTimeAxis(from, to, 800);
  const table = () => {
    const real = rows.filter((row) => series.some((_, index) => row[`v${index}`] !== undefined)).reverse();
    return (
      <FigureTable
        head={[t('time'), ...series.map((one) => (one.unit ? `${one.label} (${one.unit})` : one.label))]}
        rows={real.slice(0, mostTableRows).map((row) => ({
          key: String(row.t),
          cells: [axis.full(row.t), ...series.map((_, index) => number(row[`v${index}`], format.number))],
        }))}
      />
    );
  };
  return (
    <ChartFrame
      label={label}
      legend={series}
      height={height}
      empty={rows.length === 0}
      table={table}
      chart={<Plot {...props} height={height} rows={rows} />}
    />
  );
}

function number(value: ChartRow[string], write: (value: number) => string): string {
  return typeof value === 'number' ? write(value).replace(/^-/, '−') : '–';
}

function Plot({
  label,
  series,
  from,
  to,
  height,
  brush,
  range,
  rows,
  lines = [],
}: TimeChartProps & { height: number; rows: ChartRow[] }) {
  const box = useRef<HTMLDivElement>(null);
  const width = useWidth(box) ?? 0;
  const [part, setPart] = useState<[number, number] | null>(null);
  const domain: [number, number] = part ?? [from, to];
  const axis = useTimeAxis(domain[0], domain[1], width);
  const right = series.some((one) => one.axis === 'right');
  const format = useFormatter();
  const write = (value: number, digits: number) =>
    format.number(value, { minimumFractionDigits: digits, maximumFractionDigits: digits }).replace(/^-/, '−');
  return (
    <div
      ref={box}
      className="min-w-0 [&_.recharts-surface:focus-visible]:outline-2 [&_.recharts-surface:focus-visible]:outline-accent [&_.recharts-surface]:overflow-visible"
      style={{ height }}
    >
      {width > 0 ? (
        <ComposedChart
          width={width}
          height={height}
          data={rows}
          title={label}
          margin={{ top: 6, right: right ? 0 : 6, bottom: 0, left: 0 }}
        >
          <CartesianGrid stroke="var(--line-soft)" />
          <XAxis
            dataKey="t"
            type="number"
            scale="time"
            domain={domain}
            allowDataOverflow
            ticks={axis.ticks}
            tickFormatter={axis.mark}
            tick={axisText}
            tickLine={false}
            axisLine={{ stroke: 'var(--line)' }}
            minTickGap={16}
          />
          {valueAxis('left', series, rows, write, lines, range)}
          {right ? valueAxis('right', series, rows, write, lines, range) : null}
          <Tooltip
            isAnimationActive={false}
            cursor={{ stroke: 'var(--dim)', strokeDasharray: '2 2' }}
            content={({ active, label: at }) =>
              active && typeof at === 'number' ? (
                <Hover at={at} rows={rows} series={series} words={axis.full} />
              ) : null
            }
          />
          {lines.map((line) => (
            <ReferenceLine
              key={`${line.axis}${line.label}`}
              yAxisId={line.axis ?? 'left'}
              y={line.value}
              stroke={line.tone === 'bad' ? 'var(--bad)' : 'var(--warn)'}
              strokeDasharray="6 4"
              label={{
                value: `${line.label} ${write(line.value, 2)}`,
                position: line.axis === 'right' ? 'insideBottomRight' : 'insideBottomLeft',
                fill: line.tone === 'bad' ? 'var(--bad)' : 'var(--warn)',
                fontSize: 11,
              }}
            />
          ))}
          {series.flatMap((one, index) => marks(one, index))}
          {brush ? (
            <Brush
              dataKey="t"
              height={26}
              travellerWidth={8}
              fill="var(--sunk)"
              stroke="var(--faint)"
              tickFormatter={axis.mark}
              onChange={({ startIndex, endIndex }) => {
                const start = rows[startIndex]?.t ?? from;
                const end = rows[endIndex]?.t ?? to;
                const whole = startIndex === 0 && endIndex === rows.length - 1;
                setPart(whole || end <= start ? null : [start, end]);
              }}
            />
          ) : null}
        </ComposedChart>
      ) : null}
    </div>
  );
}

function valueAxis(
  side: 'left' | 'right',
  series: readonly ChartSeries[],
  rows: readonly ChartRow[],
  write: (value: number, digits: number) => string,
  lines: readonly ChartLine[],
  range?: readonly [number, number],
) {
  const own = series.flatMap((one, index) => ((one.axis ?? 'left') === side ? [index] : []));
  const values = rows.flatMap((row) =>
    own.flatMap((index) =>
      [row[`v${index}`], row[`b${index}`]]
        .flat()
        .filter((value): value is number => typeof value === 'number'),
    ),
  );
  const levels = lines.flatMap((line) => ((line.axis ?? 'left') === side ? [line.value] : []));
  const domain = range ? ([...range] as [number, number]) : niceDomain([...values, ...levels]);
  const ticks = niceTicks(domain);
  // All marks with the digits of the finest: 3.640 beside 3.645.
  const digits = Math.max(0, ...ticks.map((tick) => String(tick).split('.')[1]?.length ?? 0));
  const units = [...new Set(own.flatMap((index) => series[index]?.unit ?? []))];
  return (
    <YAxis
      key={side}
      yAxisId={side}
      orientation={side}
      width={48}
      domain={domain}
      ticks={ticks}
      // A range that is given holds every value: nothing is cut off, and a line along its edge stays whole.
      allowDataOverflow={!range}
      tick={axisText}
      tickLine={false}
      axisLine={false}
      tickFormatter={(value: number) => write(value, digits)}
      {...(units.length === 1
        ? {
            label: {
              value: units[0],
              position: side === 'left' ? 'insideTopLeft' : 'insideTopRight',
              offset: 0,
              dy: -6,
              fill: 'var(--faint)',
              fontSize: 11,
            },
          }
        : {})}
    />
  );
}

function marks(series: ChartSeries, index: number) {
  const look = seriesLook(index);
  const shared = {
    yAxisId: series.axis ?? 'left',
    dataKey: `d${index}`,
    name: series.label,
    stroke: look.colour,
    strokeWidth: 1.6,
    strokeDasharray: look.dash,
    connectNulls: false,
    isAnimationActive: false,
  } as const;
  const type = series.look === 'step' ? 'stepAfter' : 'linear';
  const few = series.points.length <= 60;
  const dot = few ? { r: 2, fill: look.colour, strokeWidth: 0, strokeDasharray: '' } : false;
  const band = series.points.some((point) => point.min !== undefined) ? (
    <Area
      key={`${series.id}-band`}
      yAxisId={shared.yAxisId}
      dataKey={`b${index}`}
      type={type}
      stroke="none"
      fill={look.colour}
      fillOpacity={0.16}
      connectNulls={false}
      isAnimationActive={false}
      activeDot={false}
      tooltipType="none"
      legendType="none"
    />
  ) : null;
  const main =
    series.look === 'area' ? (
      <Area
        key={series.id}
        {...shared}
        type={type}
        fill={look.colour}
        fillOpacity={0.12}
        dot={dot}
        activeDot={{ r: 3.5 }}
      />
    ) : (
      <Line key={series.id} {...shared} type={type} dot={dot} activeDot={{ r: 3.5 }} />
    );
  return band ? [band, main] : [main];
}

interface HoverProps {
  at: number;
  rows: readonly ChartRow[];
  series: readonly ChartSeries[];
  words: (t: number) => string;
}

/** Only values that were really there: what is drawn between two points is not a measurement. */
function Hover({ at, rows, series, words }: HoverProps) {
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
            <span className="ml-auto pl-3 font-semibold">{number(row[`v${index}`], format.number)}</span>
            <span className="text-faint">{one.unit}</span>
            {Array.isArray(band) ? (
              <span className="text-faint">
                ({number(band[0], format.number)} … {number(band[1], format.number)})
              </span>
            ) : null}
          </div>
        );
      })}
    </div>
  );
}
