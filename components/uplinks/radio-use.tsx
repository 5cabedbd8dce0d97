'use client';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import AudioWaveform from 'lucide-react/icons/audio-waveform';
import { useFormatter, useTimeZone, useTranslations } from 'next-intl';
import { graphAskOf, periodOf, type RangeName, writeGraphAsk } from '#components/devices/graph-range.ts';
import { PeriodChips } from '#components/devices/period-chips.tsx';
import { deviceKeys } from '#components/devices/queries.ts';
import { exportHref } from '#components/frame/export-href.ts';
import { readJson } from '#components/frame/fetch-rows.ts';
import { useRefusalWords } from '#components/frame/refusal-words.ts';
import { useLiveDevices } from '#components/live/use-live.ts';
import { dayStart } from '#components/ui/calendar.ts';
import { HeatMap } from '#components/ui/chart/heat-map.tsx';
import { ExportMenu } from '#components/ui/data-table/export-menu.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { ErrorState } from '#components/ui/error-state.tsx';
import { Panel } from '#components/ui/panel.tsx';
import { Skeleton } from '#components/ui/skeleton.tsx';
import { useUrlParams } from '#components/ui/url-params.ts';
import type { RadioUse } from '#server/uplinks/radio-use-contract.ts';
import { type HeatRows, heatRows } from './radio-cells.ts';
import { megahertz } from './radio-words.ts';

const RANGES: readonly RangeName[] = ['24h', 'today', 'yesterday', '7d', '30d'];
const COLUMNS = ['from', 'to', 'frequency', 'spreadingFactor', 'uplinks', 'downlinks'];

/** Which channels and data rates a device's frames took, slot by slot. */
export function RadioUsePanel({ deviceId, now }: { deviceId: string; now: number }) {
  const t = useTranslations('messages.radioUse');
  const words = useRefusalWords();
  const zone = useTimeZone() ?? 'UTC';
  const [params, change] = useUrlParams();
  const ask = graphAskOf(new URLSearchParams(params.toString()), now, zone, '7d');
  const live = ask.range !== 'custom' && ask.range !== 'yesterday';
  const key = [...deviceKeys.messages(deviceId), 'radio-use'];
  useLiveDevices([deviceId], [key], { everyMs: 10_000, enabled: live });
  const { data, error, refetch, isFetching } = useQuery({
    queryKey: [...key, ask.range === 'custom' ? [ask.from, ask.to] : ask.range, zone],
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) => {
      const { from, to } = ask.range === 'custom' ? ask : periodOf(ask.range, Date.now(), zone);
      const query = new URLSearchParams({ from: instant(from), to: instant(to), zone });
      return readJson<RadioUse>(`/rows/devices/${deviceId}/radio-use?${query}`, signal);
    },
  });
  const hrefOf = exportHref(`devices/${deviceId}/radio-use`, (query) => ({
    ...query,
    filters: [
      { field: 'receivedAt', op: 'between', value: [instant(ask.from), instant(ask.to)] },
      { field: 'zone', op: 'is', value: zone },
    ],
  }));
  const frames = data?.cells.reduce((sum, { uplinks, downlinks }) => sum + uplinks + downlinks, 0) ?? 0;
  return (
    <Panel title={t('title')} note={data ? t('frames', { count: frames }) : undefined}>
      <div className="flex flex-wrap items-center gap-3">
        <PeriodChips
          ask={ask}
          ranges={RANGES}
          onChange={(period) => change((address) => writeGraphAsk(address, period))}
        />
        <ExportMenu
          hrefOf={(format) => hrefOf({ filters: [], limit: 1 }, format, COLUMNS, data?.cells.length ?? 0)}
          page={data ? { rows: data.cells, total: data.cells.length, next: null, prev: null } : undefined}
        />
      </div>
      <div className="mt-4 flex flex-col gap-6" aria-busy={isFetching}>
        {error ? (
          <ErrorState title={t('failed')} onRetry={() => void refetch()}>
            {words(error)}
          </ErrorState>
        ) : !data ? (
          <Skeleton className="h-60! w-full rounded-lg!" />
        ) : data.cells.length === 0 ? (
          <EmptyState icon={<AudioWaveform aria-hidden="true" />} title={t('emptyTitle')}>
            {t('emptyText')}
          </EmptyState>
        ) : (
          <HeatMaps use={data} />
        )}
      </div>
    </Panel>
  );
}

const instant = (at: number) => new Date(at).toISOString();

function HeatMaps({ use }: { use: RadioUse }) {
  const t = useTranslations('messages.radioUse');
  const columns = useSlotWords(use);
  const channels = heatRows(use.cells, ({ frequency }) => frequency);
  const rates = heatRows(use.cells, ({ spreadingFactor }) => spreadingFactor);
  const told = ({ rows, cells }: HeatRows<number>, nameOf: (key: number) => string) => ({
    rows: rows.map(nameOf),
    cells: cells.map((cell) => ({
      ...cell,
      detail: t('cell', { uplinks: cell.uplinks, downlinks: cell.downlinks }),
    })),
  });
  return (
    <>
      <section>
        <h3 className="mb-1 font-semibold text-sm">{t('frequency')}</h3>
        <p className="mb-2 max-w-prose text-dim text-sm">{t('frequencyText')}</p>
        <HeatMap
          label={t('frequencyLabel')}
          rowTitle="MHz"
          unit={t('unit')}
          columns={columns}
          {...told(channels, megahertz)}
        />
      </section>
      <section>
        <h3 className="mb-1 font-semibold text-sm">{t('dataRate')}</h3>
        <p className="mb-2 max-w-prose text-dim text-sm">{t('dataRateText')}</p>
        <HeatMap
          label={t('dataRateLabel')}
          rowTitle="SF"
          unit={t('unit')}
          columns={columns}
          {...told(rates, (factor) => `SF${factor}`)}
        />
      </section>
    </>
  );
}

/** Most marks below a chart that a phone has room for. */
const MARKS = 6;

function useSlotWords({ slots, slotHours }: RadioUse) {
  const format = useFormatter();
  const zone = useTimeZone();
  const starts = slots.map((at) => new Date(at).getTime());
  const clock = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } as const;
  const date = { day: 'numeric', month: 'short' } as const;
  // A mark stands where a day begins; over one day, at every few of its hours.
  const candidates = starts.flatMap((at, index) =>
    slotHours === 1 || dayStart(at, zone) === at ? [index] : [],
  );
  const every = Math.ceil(candidates.length / MARKS);
  const marked = new Set(candidates.filter((_, index) => index % every === 0));
  return starts.map((at, index) => ({
    words: format.dateTime(at, { weekday: 'short', ...date, ...(slotHours === 24 ? {} : clock) }),
    ...(marked.has(index) ? { mark: format.dateTime(at, slotHours === 1 ? clock : date) } : {}),
  }));
}
