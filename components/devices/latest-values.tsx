'use client';
import Link from 'next/link';
import { useFormatter, useTranslations } from 'next-intl';
import { Sparkline } from '#components/ui/chart/sparkline.tsx';
import { cx } from '#components/ui/cx.ts';
import { Time } from '#components/ui/time.tsx';
import type { ReportedEntry } from '#server/twins/twin-contract.ts';
import { rank, shownValues } from './shown-values.ts';
import { ReportedValue } from './twin-reported.tsx';

/** A day of one metric; null where nothing was measured. */
export interface Trend {
  name: string;
  values: (number | null)[];
}

interface LatestValuesProps {
  entries: readonly ReportedEntry[];
  trends: readonly Trend[];
  deviceId: string;
}

/** Each number with its day. */
export function LatestValues({ entries, trends, deviceId }: LatestValuesProps) {
  const t = useTranslations('devices.overview');
  const format = useFormatter();
  if (entries.length === 0) return <p className="text-dim text-sm">{t('noValues')}</p>;
  return (
    <ul className="grid gap-x-6 overflow-hidden sm:grid-cols-2">
      {shownValues(entries).map((entry) => {
        const trend = trends.find((one) => one.name === entry.name && one.values.some((v) => v !== null));
        return (
          <li
            key={entry.name}
            className="-mt-px flex min-h-14 items-center gap-3 border-line-soft border-t py-2"
          >
            <span className="min-w-0 flex-1">
              <span className="block truncate text-dim text-sm" title={entry.name}>
                {entry.name}
              </span>
              <span className="flex items-baseline gap-2">
                <span
                  className={cx(
                    'truncate',
                    rank(entry.kind) < 2 ? 'font-semibold text-md' : 'text-sm leading-[22px]',
                  )}
                  title={typeof entry.value === 'string' ? entry.value : undefined}
                >
                  <ReportedValue entry={entry} />
                </span>
                <Time value={entry.at} className="shrink-0 text-faint text-xs" />
              </span>
            </span>
            {trend ? (
              <Link
                href={`/manager/devices/${deviceId}/graph?name=${encodeURIComponent(entry.name)}`}
                className="shrink-0 rounded-sm opacity-90 hover:opacity-100"
              >
                <Sparkline
                  values={trend.values}
                  label={t('trendOf', {
                    name: entry.name,
                    value: typeof entry.value === 'number' ? format.number(entry.value) : String(entry.value),
                  })}
                />
              </Link>
            ) : null}
          </li>
        );
      })}
    </ul>
  );
}
