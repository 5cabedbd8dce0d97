'use client';
import { useRouter } from 'next/navigation';
import { useFormatter, useTimeZone, useTranslations } from 'next-intl';
import { type KeyboardEvent, type PointerEvent, useMemo, useRef, useState } from 'react';
import { cx } from './cx.ts';
import { missingPath, tickColours, tickPath, usePulseWords } from './pulse.tsx';
import {
  axisMoments,
  layoutPulse,
  nearestTick,
  type PlacedTick,
  type PulseData,
  type PulseLayout,
} from './pulse-layout.ts';
import { useWidth } from './use-width.ts';
import { zoneOffsetMinutes } from './zone-offset.ts';

export interface PulseStripProps {
  data: PulseData;
  height?: number | undefined;
  /** Says what a tick is worth, e.g. "ESP −96.2 dBm"; shown on hover. */
  describe?: ((tick: PlacedTick) => string | undefined) | undefined;
  onOpen?: ((tick: PlacedTick) => void) | undefined;
  className?: string | undefined;
}

const axisHeight = 20;
const firstWidth = 1100;

/** The tall pulse: hover or arrow keys name a message, press or Enter opens it. */
export function PulseStrip({ data, height = 52, describe, onOpen, className }: PulseStripProps) {
  const box = useRef<HTMLDivElement>(null);
  const measured = useWidth(box);
  const width = measured ?? firstWidth;
  const layout = useMemo(() => layoutPulse(data, width, height - 1), [data, width, height]);
  const sorted = useMemo(() => [...layout.ticks].sort((a, b) => a.t - b.t), [layout]);
  const [at, setAt] = useState<number | null>(null);
  const tick = at === null ? null : (sorted[at] ?? null);
  const summary = usePulseWords(data);
  const words = useTickWords(describe);
  const router = useRouter();
  const open = (target: PlacedTick | null) => {
    if (target && onOpen) onOpen(target);
    else if (target?.href) router.push(target.href);
  };
  const hover = (event: PointerEvent<HTMLDivElement>) => {
    const left = event.currentTarget.getBoundingClientRect().left;
    const near = nearestTick(layout, event.clientX - left, event.pointerType === 'touch' ? 16 : 7);
    setAt(near ? sorted.indexOf(near) : null);
  };
  const key = (event: KeyboardEvent) => {
    const last = sorted.length - 1;
    const steps: Record<string, number> = {
      ArrowLeft: (at ?? sorted.length) - 1,
      ArrowRight: (at ?? last) + 1,
      Home: 0,
      End: last,
    };
    const to = steps[event.key];
    if (to !== undefined && last >= 0) {
      event.preventDefault();
      setAt(Math.max(0, Math.min(to, last)));
    } else if (event.key === 'Enter') open(tick);
    else if (event.key === 'Escape') setAt(null);
  };
  return (
    <div
      ref={box}
      role="slider"
      tabIndex={0}
      aria-label={summary}
      aria-valuemin={0}
      aria-valuemax={Math.max(0, sorted.length - 1)}
      aria-valuenow={at ?? Math.max(0, sorted.length - 1)}
      aria-valuetext={tick ? words(tick) : summary}
      onPointerMove={hover}
      onPointerLeave={() => setAt(null)}
      onBlur={() => setAt(null)}
      onKeyDown={key}
      onClick={() => open(tick)}
      className={cx('relative rounded-sm', tick && (tick.href || onOpen) && 'cursor-pointer', className)}
    >
      <svg
        aria-hidden="true"
        width="100%"
        height={height + axisHeight}
        viewBox={`0 0 ${width} ${height + axisHeight}`}
        preserveAspectRatio="none"
        className="block overflow-visible"
      >
        <Axis data={data} width={width} height={height} words={measured !== null} />
        <Ticks layout={layout} height={height} />
        {tick ? <Marker tick={tick} height={height} /> : null}
      </svg>
      {tick ? <Bubble text={words(tick)} x={tick.x} width={width} /> : null}
    </div>
  );
}

function Ticks({ layout, height }: { layout: PulseLayout; height: number }) {
  const { ticks, tickWidth } = layout;
  const failed = ticks.filter((tick) => tick.kind === 'failed');
  return (
    <>
      <path d={missingPath(layout.missing, height)} fill="var(--faint)" opacity=".7" />
      <path d={tickPath(ticks, 'uplink', tickWidth)} fill={tickColours.uplink} opacity=".82" />
      <path d={tickPath(ticks, 'downlink', tickWidth)} fill={tickColours.downlink} />
      <path d={tickPath(ticks, 'failed', tickWidth)} fill={tickColours.failed} />
      {/* A cap tells a failure apart without its colour. */}
      <path
        d={failed
          .map((tick) => `M${(tick.x - 2.2).toFixed(1)} ${(tick.y - 2.2).toFixed(1)}h4.4v3h-4.4z`)
          .join('')}
        fill={tickColours.failed}
      />
    </>
  );
}

function Axis({
  data,
  width,
  height,
  words,
}: {
  data: PulseData;
  width: number;
  height: number;
  words: boolean;
}) {
  const format = useFormatter();
  const timeZone = useTimeZone();
  const t = useTranslations('ui.pulse');
  const moments = axisMoments(
    data.from,
    data.to,
    Math.max(2, Math.floor(width / 76)),
    zoneOffsetMinutes(data.to, timeZone),
  );
  const place = (at: number) => ((at - data.from) / (data.to - data.from)) * width;
  const label = (at: number) => format.dateTime(at, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
  return (
    <>
      {moments.map((at) => (
        <g key={at}>
          <path d={`M${place(at).toFixed(1)} 0V${height + 4}`} stroke="var(--line-soft)" />
          {words && place(at) > 18 && place(at) < width - 44 ? (
            <text
              x={place(at)}
              y={height + 15}
              textAnchor="middle"
              className="fill-faint font-mono text-[11px]"
            >
              {label(at)}
            </text>
          ) : null}
        </g>
      ))}
      <path d={`M0 ${height - 0.5}H${width}`} stroke="var(--line)" />
      {words ? (
        <text x={width} y={height + 15} textAnchor="end" className="fill-faint font-mono text-[11px]">
          {t('now')}
        </text>
      ) : null}
    </>
  );
}

function Marker({ tick, height }: { tick: PlacedTick; height: number }) {
  return (
    <>
      <path d={`M${tick.x.toFixed(1)} -2V${height + 4}`} stroke="var(--dim)" strokeDasharray="1.5 2" />
      <circle
        cx={tick.x}
        cy={tick.y}
        r="3.5"
        fill={tickColours[tick.kind]}
        stroke="var(--panel)"
        strokeWidth="1.5"
      />
    </>
  );
}

/** Stands below the strip, over its axis and not over the facts above; follows the tick and leans inwards near the ends so that it never leaves the strip. */
function Bubble({ text, x, width }: { text: string; x: number; width: number }) {
  const share = x / width;
  const lean = share < 0.2 ? '0%' : share > 0.8 ? '-100%' : '-50%';
  return (
    <div
      style={{ left: x, transform: `translateX(${lean})` }}
      className="popup pointer-events-none absolute top-[calc(100%-18px)] z-10 whitespace-nowrap px-2 py-1 text-xs"
    >
      {text}
    </div>
  );
}

function useTickWords(describe: PulseStripProps['describe']) {
  const t = useTranslations('ui.pulse');
  const format = useFormatter();
  return (tick: PlacedTick) => {
    const time = format.dateTime(tick.t, {
      day: 'numeric',
      month: 'short',
      hour: '2-digit',
      minute: '2-digit',
      second: '2-digit',
      hourCycle: 'h23',
    });
    const more = describe?.(tick);
    return [t(`kind.${tick.kind}`), time, more].filter(Boolean).join(' · ');
  };
}
