import { Area, Line, YAxis } from 'recharts';
import { type ChartRow, type ChartSeries, niceDomain, niceTicks } from './chart-data.ts';
import { seriesLook } from './series-look.ts';
import type { ChartLine } from './time-chart.tsx';

/** Recharts tells its parts by what stands directly inside the chart: these are functions, not components. */

const NARROWEST_AXIS = 48;
/** Of a mark's digits, at its size, and of what stands beside them. */
const DIGIT = 6.5;
const BESIDE = 10;

export const axisText = { fill: 'var(--faint)', fontSize: 11 };

export function valueAxis(
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
  const longest = Math.max(0, ...ticks.map((tick) => write(tick, digits).length));
  const units = [...new Set(own.flatMap((index) => series[index]?.unit ?? []))];
  return (
    <YAxis
      key={side}
      yAxisId={side}
      orientation={side}
      width={Math.max(NARROWEST_AXIS, Math.ceil(longest * DIGIT) + BESIDE)}
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

export function marks(series: ChartSeries, index: number) {
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
