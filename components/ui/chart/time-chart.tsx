'use client';
import dynamic from 'next/dynamic';
import { Skeleton } from '../skeleton.tsx';
import type { ChartSeries } from './chart-data.ts';

/** A level across the chart: a limit, a threshold. */
export interface ChartLine {
  value: number;
  label: string;
  tone: 'warn' | 'bad';
  axis?: 'left' | 'right' | undefined;
}

export interface TimeChartProps {
  /** What the chart shows, for those who do not see it. */
  label: string;
  series: readonly ChartSeries[];
  /** The shown period in milliseconds; stands still when data is missing at its ends. */
  from: number;
  to: number;
  height?: number | undefined;
  lines?: readonly ChartLine[] | undefined;
  /** For quantities with ends of their own, e.g. 0 to 100 %; else the axis fits the values. */
  range?: readonly [number, number] | undefined;
  /** With it there are handles below the chart; called with the part that they were drawn to, once they are let go. */
  onZoom?: ((from: number, to: number) => void) | undefined;
}

const View = dynamic(() => import('./time-chart-view.tsx').then((module) => module.TimeChartView), {
  ssr: false,
  loading: () => <Skeleton className="h-56! w-full rounded-lg!" />,
});

/** The drawing library is only loaded where a chart is. */
export function TimeChart(props: TimeChartProps) {
  return <View {...props} />;
}
