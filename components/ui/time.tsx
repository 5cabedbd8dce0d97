'use client';
import { useFormatter, useLocale, useTranslations } from 'next-intl';
import { useClock } from './now.ts';
import { spanOf } from './time-span.ts';

const HOUR_MS = 3_600_000;

export type Instant = Date | string | number;

export interface TimeProps {
  value: Instant | null | undefined;
  /**
   * `short`: "2 min" (lists) · `ago`: "2 min ago" (sentences) · `moment`: "2 min", after an hour 09:41 (one thing after the
   * other) · `clock`: 09:41:47.000 · `date`: date and time to the minute (when something was made or ends) · `exact`: all of it and the zone. Both clocks say the date when it is not today's.
   */
  look?: 'short' | 'moment' | 'ago' | 'clock' | 'date' | 'exact' | undefined;
  /** What pointing at it tells; where the text is exact already, how long ago it was. */
  hover?: 'exact' | 'ago' | undefined;
  className?: string | undefined;
}

/** Relative in lists, exact on hover, always in the reader's own time zone. */
export function Time({ value, look = 'short', hover = 'exact', className }: TimeProps) {
  const words = useTimeWords();
  if (value === null || value === undefined) return <span className="text-faint">–</span>;
  const date = new Date(value);
  if (Number.isNaN(date.getTime())) return <span className="text-faint">–</span>;
  return (
    <time
      dateTime={date.toISOString()}
      title={words[hover](date)}
      className={className}
      suppressHydrationWarning
    >
      {words[look](date)}
    </time>
  );
}

export function useTimeWords() {
  const format = useFormatter();
  const locale = useLocale();
  const now = useClock();
  const t = useTranslations('ui.time');
  const short = (date: Date) => {
    const { amount, unit } = spanOf(now.getTime() - date.getTime());
    if (unit === 'second' && amount < 5) return t('now');
    return new Intl.NumberFormat(locale, { style: 'unit', unit, unitDisplay: 'short' }).format(amount);
  };
  const ago = (date: Date) => {
    if (Math.abs(now.getTime() - date.getTime()) < 5_000) return t('now');
    return date.getTime() > now.getTime() ? t('in', { span: short(date) }) : t('ago', { span: short(date) });
  };
  const dated = (date: Date, time: string) => {
    const day = (d: Date) => format.dateTime(d, { year: 'numeric', month: '2-digit', day: '2-digit' });
    return day(date) === day(now)
      ? time
      : `${format.dateTime(date, { day: 'numeric', month: 'short' })} ${time}`;
  };
  const clock = (date: Date) =>
    dated(
      date,
      format.dateTime(date, {
        hour: '2-digit',
        minute: '2-digit',
        second: '2-digit',
        fractionalSecondDigits: 3,
        hourCycle: 'h23',
      }),
    );
  const moment = (date: Date) =>
    Math.abs(now.getTime() - date.getTime()) < HOUR_MS
      ? short(date)
      : dated(date, format.dateTime(date, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }));
  const exact = (date: Date) =>
    format.dateTime(date, {
      weekday: 'short',
      day: 'numeric',
      month: 'short',
      year: 'numeric',
      hour: '2-digit',
      minute: '2-digit',
      second: '2-digit',
      fractionalSecondDigits: 3,
      hourCycle: 'h23',
      timeZoneName: 'short',
    });
  const whole = (date: Date) =>
    format.dateTime(date, {
      weekday: 'short',
      day: 'numeric',
      month: 'short',
      year: 'numeric',
      hour: '2-digit',
      minute: '2-digit',
      hourCycle: 'h23',
    });
  return { short, ago, moment, clock, date: whole, exact };
}

/** A length of time: "10 min", "4 yr". */
export function Duration({ seconds }: { seconds: number }) {
  const locale = useLocale();
  const { amount, unit } = spanOf(seconds * 1000);
  return new Intl.NumberFormat(locale, { style: 'unit', unit, unitDisplay: 'short' }).format(amount);
}
