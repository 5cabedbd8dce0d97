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
  const clock = (at: number) =>
    format.dateTime(new Date(at), { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
  const most = Math.max(1, ...hours.map((hour) => hour.good + hour.bad));
  const total = hours.reduce((sum, hour) => sum + hour.good + hour.bad, 0);
  const failed = hours.reduce((sum, hour) => sum + hour.bad, 0);
  const tall = (count: number) => (count === 0 ? 0 : Math.max(1.5, (count / most) * (height - 1)));
  const Column = look === 'tall' ? TallColumn : SmallColumn;
  const strip = (
    <svg
      role="img"
      aria-label={t('summary', { total, failed, hours: hours.length })}
      viewBox={`0 0 ${hours.length * step} ${height}`}
      preserveAspectRatio="none"
      className={cx(
        'block max-w-full overflow-visible',
        look === 'tall' ? 'h-12 w-full' : 'h-[22px] w-[180px] max-sm:w-full',
        className,
      )}
    >
      <path
        d={`M0 ${height - 0.5}H${hours.length * step}`}
        stroke="var(--line)"
        vectorEffect="non-scaling-stroke"
      />
      {hours.map((hour, index) => {
        const bad = tall(hour.bad);
        const good = Math.max(0, tall(hour.good + hour.bad) - bad);
        const count = hour.good + hour.bad;
        return (
          <g key={hour.at}>
            <title>{t('hour', { when: clock(hour.at), count, failed: hour.bad })}</title>
            <rect x={index * step} y="0" width={step} height={height} fill="transparent" />
            <Column x={index * step} good={good} bad={bad} />
          </g>
        );
      })}
    </svg>
  );
  if (look === 'small') return strip;
  const marks = hours.filter((_hour, index) => index % 6 === 0);
  return (
    <div>
      {strip}
      <div aria-hidden="true" className="relative mt-1 grid grid-cols-4 font-mono text-2xs text-faint">
        {marks.map((hour) => (
          <span key={hour.at} suppressHydrationWarning>
            {clock(hour.at)}
          </span>
        ))}
        <span className="absolute right-0">{t('now')}</span>
      </div>
    </div>
  );
});

interface ColumnProps {
  x: number;
  good: number;
  bad: number;
}

function SmallColumn({ x, good, bad }: ColumnProps) {
  return (
    <>
      <rect x={x + 1} y={height - bad - good} width={step - 2} height={good} fill="var(--up)" opacity=".82" />
      <rect x={x + 1} y={height - bad} width={step - 2} height={bad} fill="var(--bad)" />
    </>
  );
}

/** Stretched over a page full bars would become walls: a faint column with a clear edge says the same, calmly. */
function TallColumn({ x, good, bad }: ColumnProps) {
  const top = height - bad - good;
  return (
    <>
      <rect x={x + 0.35} y={top} width={step - 0.7} height={good} fill="var(--up)" opacity=".16" />
      <rect x={x + 0.35} y={height - bad} width={step - 0.7} height={bad} fill="var(--bad)" opacity=".85" />
      {good > 0 ? (
        <path
          d={`M${x + 0.35} ${top}h${step - 0.7}`}
          stroke="var(--up)"
          strokeWidth="2"
          vectorEffect="non-scaling-stroke"
        />
      ) : null}
    </>
  );
}
