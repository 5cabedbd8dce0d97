'use client';
import { useFormatter } from 'next-intl';
import { useRef, useState } from 'react';
import { Brush, CartesianGrid, ComposedChart, ReferenceLine, Tooltip, XAxis } from 'recharts';
import { useWidth } from '../use-width.ts';
import type { ChartRow } from './chart-data.ts';
import { ChartHover } from './chart-hover.tsx';
import { axisText, marks, valueAxis } from './plot-parts.tsx';
import type { TimeChartProps } from './time-chart.tsx';
import { useTimeAxis } from './time-words.ts';

interface BrushIndices {
  startIndex: number;
  endIndex: number;
}

export function TimePlot({
  label,
  series,
  from,
  to,
  height,
  onZoom,
  range,
  rows,
  lines = [],
}: TimeChartProps & { height: number; rows: ChartRow[] }) {
  const box = useRef<HTMLDivElement>(null);
  const width = useWidth(box) ?? 0;
  const [part, setPart] = useState<[number, number] | null>(null);
  // A part of what was shown before is none of what is shown now.
  const domain: [number, number] = part && part[0] >= from && part[1] <= to ? part : [from, to];
  const partOf = ({ startIndex, endIndex }: BrushIndices): [number, number] | null => {
    const [start, end] = [rows[startIndex]?.t ?? from, rows[endIndex]?.t ?? to];
    const isWhole = startIndex === 0 && endIndex === rows.length - 1;
    return isWhole || end <= start ? null : [start, end];
  };
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
                <ChartHover at={at} rows={rows} series={series} words={axis.full} />
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
          {onZoom ? (
            <Brush
              dataKey="t"
              height={26}
              travellerWidth={8}
              fill="var(--sunk)"
              stroke="var(--faint)"
              tickFormatter={axis.mark}
              onChange={(indices) => setPart(partOf(indices))}
              onDragEnd={(indices) => {
                const drawn = partOf(indices);
                if (drawn) onZoom(...drawn);
              }}
            />
          ) : null}
        </ComposedChart>
      ) : null}
    </div>
  );
}
