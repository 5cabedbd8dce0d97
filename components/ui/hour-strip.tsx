'use client';
import { useFormatter, useTranslations } from 'next-intl';
import { memo } from 'react';
import { cx } from './cx.ts';

export interface HourCount {
  /** Beginning of the hour, milliseconds since 1970. */
  at: number;
  good: number;
  bad: number;
}

export interface HourStripProps {
  hours: readonly HourCount[];
  /** `tall` for the head of a page. */
  look?: 'small' | 'tall' | undefined;
  className?: string | undefined;
}

const height = 22;
const step = 9;

/** The pulse of many: a day in hours, height by number, what failed in red at the foot. A dot is a quiet hour. */
export const HourStrip = memo(function HourStrip({ hours, look = 'small', className }: HourStripProps) {
  const t = useTranslations('ui.hours');
  const format = useFormatter();
  const most = Math.max(1, ...hours.map((hour) => hour.good + hour.bad));
  const total = hours.reduce((sum, hour) => sum + hour.good + hour.bad, 0);
  const failed = hours.reduce((sum, hour) => sum + hour.bad, 0);
  const tall = (count: number) => (count === 0 ? 0 : Math.max(1.5, (count / most) * (height - 1)));
  return (
    <svg
      role="img"
      aria-label={t('summary', { total, failed, hours: hours.length })}
      viewBox={`0 0 ${hours.length * step} ${height}`}
      preserveAspectRatio="none"
      className={cx('block max-w-full', look === 'tall' ? 'h-14 w-full' : 'h-[22px] w-[180px]', className)}
    >
      {hours.map((hour, index) => {
        const x = index * step + 1;
        const bad = tall(hour.bad);
        const good = tall(hour.good + hour.bad) - bad;
        const when = format.dateTime(new Date(hour.at), {
          hour: '2-digit',
          minute: '2-digit',
          hourCycle: 'h23',
        });
        return (
          <g key={hour.at}>
            <title>{t('hour', { when, count: hour.good + hour.bad, failed: hour.bad })}</title>
            <rect x={x - 1} y="0" width={step} height={height} fill="transparent" />
            {hour.good + hour.bad === 0 ? (
              <rect x={x + 2.5} y={height - 2} width="2" height="1.5" fill="var(--ghost)" />
            ) : null}
            <rect
              x={x}
              y={height - bad - good}
              width={step - 2}
              height={Math.max(0, good)}
              fill="var(--up)"
              opacity=".82"
            />
            <rect x={x} y={height - bad} width={step - 2} height={bad} fill="var(--bad)" />
          </g>
        );
      })}
    </svg>
  );
});
