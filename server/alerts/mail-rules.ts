import type { MailRhythm } from './contract.ts';

/** When somebody is written to. Pure. */

/** What happens together comes in one mail. */
const COLLECT_MS = 60_000;
/** Nobody gets more than one in so long: what comes meanwhile stands in the next. */
const LEAST_PAUSE_MS = 5 * 60_000;
const HOUR_MS = 3_600_000;
/** Of the reader's own clock. */
const DAILY_HOUR = 7;

export interface MailWish {
  mail: MailRhythm;
  mailedAt: Date | null;
  timeZone: string;
}

/** @param oldest when the first thing happened that they were not told of */
export function isMailDue({ mail, mailedAt, timeZone }: MailWish, oldest: Date, now: Date): boolean {
  const age = now.getTime() - oldest.getTime();
  if (mail === 'off') return false;
  switch (mail) {
    case 'at-once':
      return age >= COLLECT_MS && (mailedAt === null || now.getTime() - mailedAt.getTime() >= LEAST_PAUSE_MS);
    case 'hourly':
      return Math.floor(now.getTime() / HOUR_MS) > Math.floor(oldest.getTime() / HOUR_MS);
    case 'daily':
      return mailDay(now, timeZone) !== mailDay(oldest, timeZone);
  }
}

/** The day that a moment belongs to where days begin at seven, also on days that clocks are changed. */
function mailDay(at: Date, timeZone: string): string {
  const parts = new Intl.DateTimeFormat('en-CA', {
    timeZone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    hourCycle: 'h23',
  }).formatToParts(at);
  const part = (type: string) => Number(parts.find((one) => one.type === type)?.value);
  const early = part('hour') < DAILY_HOUR ? 1 : 0;
  return new Date(Date.UTC(part('year'), part('month') - 1, part('day') - early)).toISOString().slice(0, 10);
}
