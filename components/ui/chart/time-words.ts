'use client';
import { useFormatter, useTimeZone } from 'next-intl';
import { useMemo } from 'react';
import { dayStart } from '../calendar.ts';
import { axisMoments } from '../pulse-layout.ts';
import { zoneOffsetMinutes } from '../zone-offset.ts';

const day = 86_400_000;

/** Axis marks at round hours or days of the reader's clock, and the words for a moment. */
export function useTimeAxis(from: number, to: number, width: number, by: 'moment' | 'day' = 'moment') {
  const format = useFormatter();
  const timeZone = useTimeZone();
  return useMemo(() => {
    const offset = zoneOffsetMinutes(to, timeZone);
    const even = axisMoments(from, to, Math.max(2, Math.floor(width / 84)), offset);
    const step = even.length > 1 ? (even[1] as number) - (even[0] as number) : to - from;
    // A day later is not always 24 hours later: the clock of the other side of a change is met again.
    const ticks =
      step % day === 0
        ? even.map((at) => dayStart(at + day / 2, timeZone)).filter((at) => at >= from && at <= to)
        : even;
    const date = (t: number) => format.dateTime(t, { day: 'numeric', month: 'short' });
    const hour = (t: number) => format.dateTime(t, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
    const midnight = (t: number) => dayStart(t, timeZone) === t;
    return {
      ticks,
      mark: (t: number) => (step >= day || midnight(t) ? date(t) : hour(t)),
      full: (t: number) =>
        format.dateTime(t, {
          weekday: 'short',
          day: 'numeric',
          month: 'short',
          ...(by === 'day'
            ? { year: 'numeric' }
            : { hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' }),
        }),
    };
  }, [from, to, width, by, format, timeZone]);
}
