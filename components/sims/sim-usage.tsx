'use client';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { Button } from '#components/ui/button.tsx';
import { HourBars } from '#components/ui/chart/hour-bars.tsx';
import { Panel } from '#components/ui/panel.tsx';
import { Skeleton } from '#components/ui/skeleton.tsx';
import type { Sim, SimUsageDay } from '#server/sims/contract.ts';
import { byteUnit } from './bytes.tsx';
import { useSimUsage } from './queries.ts';

const RANGES = [30, 90] as const;
const DAY_MS = 86_400_000;

export function SimUsage({ sim }: { sim: Sim }) {
  const t = useTranslations('sims.page');
  const [days, setDays] = useState<(typeof RANGES)[number]>(30);
  const { data } = useSimUsage(sim.id, days, sim.syncedAt);
  return (
    <Panel
      title={t('usage')}
      note={t('usageNote')}
      actions={RANGES.map((range) => (
        <Button
          key={range}
          size="sm"
          variant={range === days ? 'secondary' : 'quiet'}
          aria-pressed={range === days}
          onClick={() => setDays(range)}
        >
          {t('days', { days: range })}
        </Button>
      ))}
    >
      {data ? <Days items={data.items} days={days} /> : <Skeleton className="h-40! w-full rounded-lg!" />}
    </Panel>
  );
}

/** Every day of the range has its place; those without use stand empty. */
function Days({ items, days }: { items: SimUsageDay[]; days: number }) {
  const t = useTranslations('sims.page');
  if (items.length === 0) return <p className="text-dim">{t('usageNone', { days })}</p>;
  const { unit, size } = byteUnit(Math.max(...items.map(({ bytes }) => bytes)));
  const used = new Map(items.map(({ day, bytes }) => [day, bytes]));
  const today = Math.floor(Date.now() / DAY_MS) * DAY_MS;
  const bins = Array.from({ length: days }, (_, n) => {
    const day = new Date(today - (days - 1 - n) * DAY_MS).toISOString().slice(0, 10);
    const bytes = used.get(day) ?? 0;
    return {
      t: new Date(`${day}T00:00:00`).getTime(),
      counts: { data: Math.round((bytes / size) * 10) / 10 },
    };
  });
  return (
    <HourBars
      label={t('usage')}
      series={[{ id: 'data', label: t('data'), tone: 'uplink' }]}
      bins={bins}
      unit={unit}
      by="day"
    />
  );
}
