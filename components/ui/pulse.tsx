'use client';
import { useFormatter, useTranslations } from 'next-intl';
import { memo } from 'react';
import { cx } from './cx.ts';
import {
  layoutPulse,
  type PlacedTick,
  type PulseData,
  summarizePulse,
  type TickKind,
} from './pulse-layout.ts';

export const tickColours: Record<TickKind, string> = {
  uplink: 'var(--up)',
  downlink: 'var(--accent)',
  failed: 'var(--bad)',
};

/** All ticks of a kind as one path: fifty strips on a page stay a few hundred nodes instead of ten thousand. */
export function tickPath(ticks: readonly PlacedTick[], kind: TickKind, width: number): string {
  const half = width / 2;
  return ticks
    .filter((tick) => tick.kind === kind)
    .map(
      (tick) =>
        `M${(tick.x - half).toFixed(1)} ${tick.y.toFixed(1)}h${width.toFixed(2)}v${tick.height.toFixed(1)}h${(-width).toFixed(2)}z`,
    )
    .join('');
}

/** Dots keep apart, so that a silent day stays a dotted line and does not become a bar. */
export function missingPath(missing: readonly number[], height: number): string {
  let last = Number.NEGATIVE_INFINITY;
  const apart = missing.filter((x) => {
    if (x - last < 3.6) return false;
    last = x;
    return true;
  });
  return apart.map((x) => `M${(x - 0.75).toFixed(1)} ${height - 3}h1.5v2h-1.5z`).join('');
}

/** The strip in words. */
export function usePulseWords(data: PulseData): string {
  const t = useTranslations('ui.pulse');
  const format = useFormatter();
  const { lastAt, ...counts } = summarizePulse(data);
  const last =
    lastAt === null
      ? t('noneYet')
      : t('last', { time: format.dateTime(lastAt, { dateStyle: 'medium', timeStyle: 'short' }) });
  return `${t('summary', counts)} ${last}`;
}

export interface PulseProps {
  data: PulseData;
  className?: string | undefined;
}

const width = 220;
const height = 22;

/** The small pulse for lists: a day of one device in 220 × 22. */
export const Pulse = memo(function Pulse({ data, className }: PulseProps) {
  const words = usePulseWords(data);
  const layout = layoutPulse(data, width, height - 1);
  return (
    <svg
      role="img"
      aria-label={words}
      viewBox={`0 0 ${width} ${height}`}
      preserveAspectRatio="none"
      className={cx('block h-[22px] w-full min-w-40 sm:w-[220px]', className)}
    >
      <path d={`M0 ${height - 0.5}H${width}`} stroke="var(--line)" vectorEffect="non-scaling-stroke" />
      <path d={missingPath(layout.missing, height)} fill="var(--faint)" opacity=".6" />
      <path d={tickPath(layout.ticks, 'uplink', layout.tickWidth)} fill={tickColours.uplink} opacity=".82" />
      <path d={tickPath(layout.ticks, 'downlink', layout.tickWidth)} fill={tickColours.downlink} />
      <path d={tickPath(layout.ticks, 'failed', Math.max(layout.tickWidth, 1.4))} fill={tickColours.failed} />
    </svg>
  );
});
