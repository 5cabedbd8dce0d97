'use client';
import { useTranslations } from 'next-intl';
import { Fact, Facts } from '#components/ui/fact.tsx';
import { HourStrip } from '#components/ui/hour-strip.tsx';
import { Quantity } from '#components/ui/quantity.tsx';
import { useTimeWords } from '#components/ui/time.tsx';
import type { StatisticsWithBacklog } from '#server/deliveries/log-contract.ts';
import { useStatistics } from './queries.ts';

/** Its last day, an hour a column; the hours in which nothing went out are there too. */
export function DestinationDay({ id, statistics }: { id: string; statistics: StatisticsWithBacklog }) {
  const { hours, backlogHours } = useStatistics(id, 24, statistics).data ?? statistics;
  const byHour = new Map(hours.map((hour) => [new Date(hour.hour).getTime(), hour]));
  const day = backlogHours.slice(-24).map(({ at }) => {
    const hour = byHour.get(at);
    return { at, good: hour?.delivered ?? 0, bad: hour?.failed ?? 0 };
  });
  return <HourStrip hours={day} look="tall" className="mt-3" />;
}

export function DestinationFacts({ id, statistics }: { id: string; statistics: StatisticsWithBacklog }) {
  const t = useTranslations('destinations.fact');
  const log = useTranslations('destinations.log');
  const { ago } = useTimeWords();
  const { total, backlog } = useStatistics(id, 24, statistics).data ?? statistics;
  const { successRate: rate } = total;
  const all = total.delivered + total.failed;
  return (
    <Facts>
      <Fact
        label={t('success')}
        value={rate === null ? '–' : <Quantity value={rate} style="percent" digits={rate < 1 ? 1 : 0} />}
        unit={t('ofAll', { count: all })}
        tone={rate !== null && rate < 0.95 ? 'bad' : 'idle'}
      />
      <Fact
        label={t('failed')}
        value={<Quantity value={total.failed} />}
        tone={total.failed > 0 ? 'bad' : 'idle'}
      />
      {total.discarded > 0 ? (
        <Fact label={t('discarded')} value={<Quantity value={total.discarded} />} tone="idle" />
      ) : null}
      <Fact
        label={t('p50')}
        value={<Quantity value={total.p50Ms} digits={0} />}
        unit={total.p50Ms === null ? undefined : log('ms')}
      />
      <Fact
        label={t('p95')}
        value={<Quantity value={total.p95Ms} digits={0} />}
        unit={total.p95Ms === null ? undefined : log('ms')}
      />
      <Fact
        label={t('waiting')}
        value={<Quantity value={backlog.waiting} />}
        unit={backlog.oldestAt ? t('oldest', { ago: ago(new Date(backlog.oldestAt)) }) : undefined}
        tone={backlog.waiting > 0 ? 'busy' : 'idle'}
      />
    </Facts>
  );
}
