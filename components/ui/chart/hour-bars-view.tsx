'use client';
import { useFormatter, useTranslations } from 'next-intl';
import { useRef } from 'react';
import { Bar, BarChart, CartesianGrid, Tooltip, XAxis, YAxis } from 'recharts';
import { useWidth } from '../use-width.ts';
import { ChartFrame, FigureTable } from './chart-frame.tsx';
import type { BarSeries, HourBarsProps, HourBin } from './hour-bars.tsx';
import { useTimeAxis } from './time-words.ts';

const colours: Record<BarSeries['tone'], string> = {
  uplink: 'var(--up)',
  downlink: 'var(--accent)',
  failed: 'var(--bad)',
  idle: 'var(--ghost)',
};

export function HourBarsView({ label, series, bins, unit, by = 'moment', height = 160 }: HourBarsProps) {
  const t = useTranslations('ui.chart');
  const format = useFormatter();
  const box = useRef<HTMLDivElement>(null);
  const width = useWidth(box) ?? 0;
  const axis = useTimeAxis(bins[0]?.t ?? 0, bins.at(-1)?.t ?? 1, width, by);
  const count = (bin: HourBin, id: string) => bin.counts[id] ?? 0;
  return (
    <ChartFrame
      label={label}
      legend={series.map((one) => ({ ...one, unit, colour: colours[one.tone] }))}
      height={height}
      empty={bins.length === 0}
      table={() => (
        <FigureTable
          head={[t('time'), ...series.map((one) => (unit ? `${one.label} (${unit})` : one.label))]}
          rows={[...bins].reverse().map((bin) => ({
            key: String(bin.t),
            cells: [axis.full(bin.t), ...series.map((one) => format.number(count(bin, one.id)))],
          }))}
        />
      )}
      chart={
        <div ref={box} className="min-w-0" style={{ height }}>
          {width > 0 ? (
            <BarChart
              width={width}
              height={height}
              data={[...bins]}
              title={label}
              margin={{ top: 6, right: 14, bottom: 0, left: 0 }}
              barCategoryGap="18%"
            >
              <CartesianGrid vertical={false} stroke="var(--line-soft)" />
              <XAxis
                dataKey="t"
                ticks={axis.ticks}
                interval={0}
                tickFormatter={axis.mark}
                tick={{ fill: 'var(--faint)', fontSize: 11 }}
                tickLine={false}
                axisLine={{ stroke: 'var(--line)' }}
              />
              <YAxis
                width={44}
                allowDecimals={false}
                tick={{ fill: 'var(--faint)', fontSize: 11 }}
                tickLine={false}
                axisLine={false}
                tickFormatter={(value: number) => format.number(value, { notation: 'compact' })}
              />
              <Tooltip
                isAnimationActive={false}
                cursor={{ fill: 'var(--sel)' }}
                content={({ active, label: at }) => {
                  const bin = active ? bins.find((each) => each.t === Number(at)) : undefined;
                  return bin ? <Hover bin={bin} series={series} unit={unit} words={axis.full} /> : null;
                }}
              />
              {series.map((one) => (
                <Bar
                  key={one.id}
                  dataKey={(bin: HourBin) => count(bin, one.id)}
                  name={one.label}
                  stackId="all"
                  fill={colours[one.tone]}
                  maxBarSize={26}
                  isAnimationActive={false}
                />
              ))}
            </BarChart>
          ) : null}
        </div>
      }
    />
  );
}

interface HoverProps extends Pick<HourBarsProps, 'series' | 'unit'> {
  bin: HourBin;
  words: (t: number) => string;
}

function Hover({ bin, series, unit, words }: HoverProps) {
  const format = useFormatter();
  return (
    <div className="rounded-lg border border-line bg-raised px-2.5 py-1.5 text-xs shadow-2">
      <div className="mb-1 text-faint">{words(bin.t)}</div>
      {series.map((one) => (
        <div key={one.id} className="flex items-center gap-2 leading-[18px]">
          <svg viewBox="0 0 8 8" aria-hidden="true" className="size-2">
            <rect width="8" height="8" rx="2" fill={colours[one.tone]} />
          </svg>
          <span className="text-dim">{one.label}</span>
          <span className="ml-auto pl-4 font-semibold">{format.number(bin.counts[one.id] ?? 0)}</span>
          {unit ? <span className="text-faint">{unit}</span> : null}
        </div>
      ))}
    </div>
  );
}
