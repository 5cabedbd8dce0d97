'use client';
import dynamic from 'next/dynamic';
import { Skeleton } from '../skeleton.tsx';

export interface BarSeries {
  id: string;
  label: string;
  tone: 'uplink' | 'downlink' | 'failed' | 'idle';
}

export interface HourBin {
  /** The beginning of the hour (or other bin), milliseconds since 1970. */
  t: number;
  counts: Readonly<Record<string, number>>;
}

export interface HourBarsProps {
  label: string;
  series: readonly BarSeries[];
  bins: readonly HourBin[];
  unit?: string | undefined;
  /** Whole days have a date and no clock. */
  by?: 'moment' | 'day' | undefined;
  height?: number | undefined;
}

const View = dynamic(() => import('./hour-bars-view.tsx').then((module) => module.HourBarsView), {
  ssr: false,
  loading: () => <Skeleton className="h-40! w-full rounded-lg!" />,
});

export function HourBars(props: HourBarsProps) {
  return <View {...props} />;
}
