'use client';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import ChartLine from 'lucide-react/icons/chart-line';
import { useTimeZone, useTranslations } from 'next-intl';
import { useMemo } from 'react';
import { readJson } from '#components/frame/fetch-rows.ts';
import { useRefusalWords } from '#components/frame/refusal-words.ts';
import { useLiveDevices } from '#components/live/use-live.ts';
import { TimeChart } from '#components/ui/chart/time-chart.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { ErrorState } from '#components/ui/error-state.tsx';
import { Panel } from '#components/ui/panel.tsx';
import { Skeleton } from '#components/ui/skeleton.tsx';
import { useUrlParams } from '#components/ui/url-params.ts';
import type { MeasuredName, Series } from '#server/measurements/series-contract.ts';
import { batteryLines } from './battery-lines.ts';
import { chartSeries } from './chart-series.ts';
import { GraphControls } from './graph-controls.tsx';
import { firstNames, type GraphAsk, graphAskOf, periodOf, writeGraphAsk } from './graph-range.ts';
import { GraphZoom } from './graph-zoom.tsx';
import { deviceKeys } from './queries.ts';

interface DeviceGraphProps {
  deviceId: string;
  names: MeasuredName[];
  /** A silence longer than this is a gap in the line. */
  intervalSeconds: number | null;
  /** Of its battery, as its type or its metadata says. */
  chemistry: string | null;
  /** The server's moment, so that the first paint is the same on both sides. */
  now: number;
}

export function DeviceGraph({ deviceId, names, intervalSeconds, chemistry, now }: DeviceGraphProps) {
  const t = useTranslations('devices.graph');
  const words = useRefusalWords();
  const zone = useTimeZone();
  const [params, change] = useUrlParams();
  const given = graphAskOf(new URLSearchParams(params.toString()), now, zone);
  const chosen = given.names.length > 0 ? given.names : firstNames(names);
  const set = (ask: Partial<GraphAsk>) => change((address) => writeGraphAsk(address, ask));
  const { data, error, isFetching, refetch } = useSeries(deviceId, chosen, given, zone);
  const series = useMemo(
    () => (data?.series ?? []).map((one, index) => chartSeries(one, index, intervalSeconds)),
    [data, intervalSeconds],
  );
  const lines = useMemo(() => {
    const levels = { low: t('batteryLow'), empty: t('batteryEmpty') };
    return (data?.series ?? []).flatMap((one, index) => {
      const most = one.points.reduce((max, point) => Math.max(max, point.max), Number.NEGATIVE_INFINITY);
      return one.points.length === 0
        ? []
        : batteryLines({ ...one, most }, chemistry, levels).map((line) => ({
            ...line,
            axis: index === 0 ? ('left' as const) : ('right' as const),
          }));
    });
  }, [data, chemistry, t]);
  if (names.length === 0)
    return (
      <Panel>
        <EmptyState icon={<ChartLine aria-hidden="true" />} title={t('emptyTitle')}>
          {t('emptyText')}
        </EmptyState>
      </Panel>
    );
  return (
    <Panel>
      <GraphControls names={names} chosen={chosen} ask={given} onChange={set} />
      <div className="mt-4" aria-busy={isFetching}>
        {error ? (
          <ErrorState title={t('failed')} onRetry={() => void refetch()}>
            {words(error)}
          </ErrorState>
        ) : data ? (
          <>
            <TimeChart
              label={t('label', { names: chosen.join(', ') })}
              series={series}
              from={data.from}
              to={data.to}
              height={360}
              lines={lines}
              onZoom={(from, to) => set({ range: 'custom', from, to })}
            />
            <div className="mt-2 flex flex-wrap items-center justify-between gap-2">
              <Note series={data.series} />
              <GraphZoom shown={data} onChange={set} />
            </div>
          </>
        ) : (
          <Skeleton className="h-[360px]! w-full rounded-lg!" />
        )}
      </div>
    </Panel>
  );
}

function Note({ series }: { series: Series[] }) {
  const t = useTranslations('devices.graph');
  const bucket = series.find((one) => one.bucketSeconds !== null)?.bucketSeconds ?? null;
  const count = series.reduce((sum, one) => sum + one.points.reduce((all, point) => all + point.n, 0), 0);
  return (
    <p className="text-faint text-sm">
      {bucket === null
        ? t('asMeasured', { count })
        : t('bucketed', { count, minutes: Math.max(1, Math.round(bucket / 60)) })}
    </p>
  );
}

interface Drawn {
  series: Series[];
  from: number;
  to: number;
}

/** A named period ends now: every new measurement moves it on. */
function useSeries(deviceId: string, names: string[], ask: GraphAsk, zone: string | undefined) {
  const live = ask.range !== 'custom' && ask.range !== 'yesterday';
  const period = ask.range === 'custom' ? `${ask.from}-${ask.to}` : ask.range;
  useLiveDevices([deviceId], [deviceKeys.series(deviceId)], { everyMs: 5_000, enabled: live });
  return useQuery({
    queryKey: [...deviceKeys.series(deviceId), names, period],
    enabled: names.length > 0,
    placeholderData: keepPreviousData,
    queryFn: async ({ signal }): Promise<Drawn> => {
      const { from, to } = ask.range === 'custom' ? ask : periodOf(ask.range, Date.now(), zone);
      const query = new URLSearchParams({
        from: new Date(from).toISOString(),
        to: new Date(to).toISOString(),
      });
      for (const name of names) query.append('name', name);
      return {
        from,
        to,
        series: await readJson<Series[]>(`/rows/devices/${deviceId}/series?${query}`, signal),
      };
    },
  });
}
