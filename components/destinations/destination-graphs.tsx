'use client';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { HourBars } from '#components/ui/chart/hour-bars.tsx';
import { TimeChart } from '#components/ui/chart/time-chart.tsx';
import { Chip } from '#components/ui/chip.tsx';
import { Panel } from '#components/ui/panel.tsx';
import type { StatisticsWithBacklog } from '#server/deliveries/log-contract.ts';
import { useStatistics } from './queries.ts';

const PERIODS = [24, 72, 168] as const;
const HOUR = 3_600_000;

export function DestinationGraphs({ id, statistics }: { id: string; statistics: StatisticsWithBacklog }) {
  const t = useTranslations('destinations.graph');
  const [period, setPeriod] = useState<number>(24);
  const { data = statistics } = useStatistics(id, period, period === 24 ? statistics : undefined);
  const to = (data.backlogHours.at(-1)?.at ?? 0) + HOUR;
  const from = data.backlogHours[0]?.at ?? to - period * HOUR;
  const byHour = new Map(data.hours.map((hour) => [new Date(hour.hour).getTime(), hour]));
  const hours = data.backlogHours.map(({ at }) => ({ at, hour: byHour.get(at) }));
  const line = (label: string, unit: string, pick: (of: (typeof hours)[number]) => number | null) => ({
    id: label,
    label,
    unit,
    gapSeconds: 2 * 3600,
    points: hours.some((of) => pick(of) !== null) ? hours.map((of) => ({ t: of.at, value: pick(of) })) : [],
  });
  return (
    <div className="flex flex-col gap-4">
      <fieldset className="flex flex-wrap gap-1.5">
        <legend className="sr-only">{t('period')}</legend>
        {PERIODS.map((hoursOf) => (
          <Chip
            key={hoursOf}
            active={period === hoursOf}
            aria-pressed={period === hoursOf}
            onClick={() => setPeriod(hoursOf)}
          >
            {t('hours', { hours: hoursOf })}
          </Chip>
        ))}
      </fieldset>
      <div className="grid gap-4 xl:grid-cols-2">
        <Panel title={t('deliveries')}>
          <HourBars
            label={t('deliveries')}
            height={200}
            series={[
              { id: 'delivered', label: t('delivered'), tone: 'downlink' },
              { id: 'failed', label: t('failed'), tone: 'failed' },
            ]}
            bins={
              data.hours.length === 0
                ? []
                : hours.map(({ at, hour }) => ({
                    t: at,
                    counts: { delivered: hour?.delivered ?? 0, failed: hour?.failed ?? 0 },
                  }))
            }
          />
        </Panel>
        <Panel title={t('success')}>
          <TimeChart
            label={t('success')}
            height={200}
            from={from}
            to={to}
            range={[0, 100]}
            series={[line(t('success'), '%', ({ hour }) => rateOf(hour))]}
          />
        </Panel>
        <Panel title={t('latency')}>
          <TimeChart
            label={t('latency')}
            height={200}
            from={from}
            to={to}
            series={[
              line(t('p50'), 'ms', ({ hour }) => hour?.p50Ms ?? null),
              line(t('p95'), 'ms', ({ hour }) => hour?.p95Ms ?? null),
            ]}
          />
        </Panel>
        <Panel title={t('backlog')}>
          <HourBars
            label={t('backlog')}
            height={200}
            unit={t('messages')}
            series={[{ id: 'waiting', label: t('waiting'), tone: 'uplink' }]}
            bins={data.backlogHours.map(({ at, waiting }) => ({ t: at, counts: { waiting } }))}
          />
        </Panel>
      </div>
    </div>
  );
}

function rateOf(hour: StatisticsWithBacklog['hours'][number] | undefined): number | null {
  const all = (hour?.delivered ?? 0) + (hour?.failed ?? 0);
  return hour && all > 0 ? Math.round((hour.delivered / all) * 1000) / 10 : null;
}
