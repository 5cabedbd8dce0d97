'use client';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import MapPin from 'lucide-react/icons/map-pin';
import Pause from 'lucide-react/icons/pause';
import Play from 'lucide-react/icons/play';
import Link from 'next/link';
import { useTimeZone, useTranslations } from 'next-intl';
import { useEffect, useState } from 'react';
import { readJson } from '#components/frame/fetch-rows.ts';
import { useRefusalWords } from '#components/frame/refusal-words.ts';
import { useLiveDevices } from '#components/live/use-live.ts';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { ErrorState } from '#components/ui/error-state.tsx';
import { IconButton } from '#components/ui/icon-button.tsx';
import { WorldMap } from '#components/ui/map/world-map.tsx';
import { Panel } from '#components/ui/panel.tsx';
import { Skeleton } from '#components/ui/skeleton.tsx';
import { Time } from '#components/ui/time.tsx';
import { useUrlParams } from '#components/ui/url-params.ts';
import type { Track, TrackPoint } from '#server/measurements/series-contract.ts';
import { graphAskOf, periodOf, writeGraphAsk } from './graph-range.ts';
import { PeriodChips } from './period-chips.tsx';
import { deviceKeys } from './queries.ts';

/** Where a device was over a period: its way on the map, and a slider that goes along it. */
export function DeviceTrack({ deviceId, now }: { deviceId: string; now: number }) {
  const t = useTranslations('devices.track');
  const words = useRefusalWords();
  const zone = useTimeZone();
  const [params, change] = useUrlParams();
  const ask = graphAskOf(new URLSearchParams(params.toString()), now, zone, '7d');
  const live = ask.range !== 'custom' && ask.range !== 'yesterday';
  const key = [...deviceKeys.series(deviceId), 'track'];
  useLiveDevices([deviceId], [key], { everyMs: 10_000, enabled: live });
  const { data, error, refetch, isFetching } = useQuery({
    queryKey: [...key, ask.range === 'custom' ? [ask.from, ask.to] : ask.range],
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) => {
      const { from, to } = ask.range === 'custom' ? ask : periodOf(ask.range, Date.now(), zone);
      const query = new URLSearchParams({
        from: new Date(from).toISOString(),
        to: new Date(to).toISOString(),
      });
      return readJson<Track>(`/rows/devices/${deviceId}/track?${query}`, signal);
    },
  });
  return (
    <Panel title={t('title')} note={data ? t('places', { count: data.total }) : undefined}>
      <PeriodChips ask={ask} onChange={(period) => change((address) => writeGraphAsk(address, period))} />
      <div className="mt-4" aria-busy={isFetching}>
        {error ? (
          <ErrorState title={t('failed')} onRetry={() => void refetch()}>
            {words(error)}
          </ErrorState>
        ) : !data ? (
          <Skeleton className="h-96! w-full rounded-lg!" />
        ) : data.points.length === 0 ? (
          <EmptyState icon={<MapPin aria-hidden="true" />} title={t('emptyTitle')}>
            {t('emptyText')}
          </EmptyState>
        ) : (
          <Way points={data.points} />
        )}
      </div>
    </Panel>
  );
}

const stepMs = 350;

function Way({ points }: { points: readonly TrackPoint[] }) {
  const t = useTranslations('devices.track');
  const last = points.length - 1;
  // Null: the newest place, whichever that becomes.
  const [chosen, setChosen] = useState<number | null>(null);
  const [playing, setPlaying] = useState(false);
  const at = Math.min(chosen ?? last, last);
  const point = points[at] as TrackPoint;
  useEffect(() => {
    if (!playing) return;
    const timer = setInterval(() => setChosen((now) => Math.min((now ?? 0) + 1, last)), stepMs);
    return () => clearInterval(timer);
  }, [playing, last]);
  useEffect(() => {
    if (playing && at === last) setPlaying(false);
  }, [playing, at, last]);
  const play = () => {
    if (!playing && at === last) setChosen(0);
    setPlaying(!playing);
  };
  return (
    <div className="flex flex-col gap-3">
      <WorldMap
        label={t('map')}
        className="h-96"
        steady
        track={points.map(({ latitude, longitude, radius }) => ({
          latitude,
          longitude,
          ...(radius === null ? {} : { accuracy: radius }),
        }))}
        markers={[
          {
            id: 'there',
            label: t('there'),
            latitude: point.latitude,
            longitude: point.longitude,
            ...(point.radius === null ? {} : { accuracy: point.radius }),
          },
        ]}
      />
      <div className="flex items-center gap-3">
        <IconButton
          label={playing ? t('pause') : t('play')}
          icon={playing ? <Pause aria-hidden="true" /> : <Play aria-hidden="true" />}
          disabled={points.length < 2}
          onClick={play}
        />
        <input
          type="range"
          min={0}
          max={last}
          value={at}
          disabled={points.length < 2}
          aria-label={t('slider')}
          aria-valuetext={`${at + 1} / ${points.length}`}
          onChange={(event) => {
            setPlaying(false);
            setChosen(Number(event.target.value));
          }}
          className="h-6 min-w-0 flex-1 accent-(--accent)"
        />
      </div>
      <p
        className="flex flex-wrap items-baseline gap-x-4 gap-y-1 text-sm"
        aria-live={playing ? 'off' : 'polite'}
      >
        <Time value={point.at} look="exact" hover="ago" className="font-medium" />
        <span className="mono text-dim">
          {point.latitude.toFixed(5)}, {point.longitude.toFixed(5)}
          {point.radius === null ? null : ` ± ${Math.round(point.radius)} m`}
        </span>
        <Link
          href={`/manager/messages/${point.uplinkId}`}
          className="ml-auto font-medium text-accent hover:underline"
        >
          {t('message')}
        </Link>
      </p>
    </div>
  );
}
