'use client';
import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { readJson } from '#components/frame/fetch-rows.ts';
import { TimeChart } from '#components/ui/chart/time-chart.tsx';
import { Panel } from '#components/ui/panel.tsx';
import type { HealthTrends as Trends } from '#server/devices/health-contract.ts';
import type { Series } from '#server/measurements/series-contract.ts';
import { chartSeries } from './chart-series.ts';
import { deviceKeys } from './queries.ts';

const EVERY_MS = 300_000;

/** What runs down or fades over weeks; of a device that tells neither there is nothing to draw. */
export function HealthTrends({
  deviceId,
  intervalSeconds,
}: {
  deviceId: string;
  intervalSeconds: number | null;
}) {
  const t = useTranslations('devices.overview');
  const { data } = useQuery({
    queryKey: deviceKeys.trends(deviceId),
    queryFn: ({ signal }) => readJson<Trends>(`/rows/devices/${deviceId}/trends`, signal),
    refetchInterval: EVERY_MS,
    staleTime: EVERY_MS,
  });
  const series = [data?.battery, data?.signal].flatMap((one) => (one && one.points.length > 1 ? [one] : []));
  if (!data || series.length === 0) return null;
  const names = series.map(({ name }) => (name === data.signal?.name ? t('signalBy', { name }) : name));
  return (
    <Panel title={t('health')} note={t('healthNote')}>
      <TimeChart
        label={t('healthOf', { names: names.join(', ') })}
        series={series.map((one, index) => ({
          ...chartSeries(one, index, intervalSeconds),
          label: names[index] ?? one.name,
        }))}
        from={beginOf(series, data.from)}
        to={data.to}
        height={200}
      />
    </Panel>
  );
}

/** Of a device that was added last week three weeks of nothing tell nothing. */
function beginOf(series: readonly Series[], from: number): number {
  const first = series.flatMap(({ points: [point] }) => (point ? [new Date(point.at).getTime()] : []));
  return Math.max(from, Math.min(...first));
}
