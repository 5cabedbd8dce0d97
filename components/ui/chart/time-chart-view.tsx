'use client';
import { useFormatter, useTranslations } from 'next-intl';
import { useMemo } from 'react';
import { mergeSeries } from './chart-data.ts';
import { ChartFrame, FigureTable } from './chart-frame.tsx';
import { figure } from './chart-hover.tsx';
import type { TimeChartProps } from './time-chart.tsx';
import { TimePlot } from './time-plot.tsx';
import { useTimeAxis } from './time-words.ts';

const mostTableRows = 500;

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
          cells: [axis.full(row.t), ...series.map((_, index) => figure(row[`v${index}`], format.number))],
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
      chart={<TimePlot {...props} height={height} rows={rows} />}
    />
  );
}
