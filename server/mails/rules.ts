import type { MailOutcome } from './contract.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** Pauses after the first, second, … try; with these the last comes 47 h 21 min after the first. */
const PAUSES = [MINUTE, 5 * MINUTE, 15 * MINUTE, HOUR, 4 * HOUR, 6 * HOUR, 12 * HOUR, 24 * HOUR];

export type AfterTry =
  | { state: 'sent' }
  | { state: 'failed'; error: string }
  | { state: 'waiting'; error: string; nextAt: Date };

/** What becomes of a mail after so many tries, this one included. */
export function afterTry(tries: number, outcome: MailOutcome, now: Date): AfterTry {
  if (outcome.state === 'sent') return { state: 'sent' };
  const { passing, error } = outcome;
  const pause = PAUSES[tries - 1];
  if (!passing || pause === undefined) return { state: 'failed', error };
  return { state: 'waiting', error, nextAt: new Date(now.getTime() + pause) };
}

/** One line of it: whatever a device or a person is called, it adds no header and no recipient. */
export const oneLine = (text: string, most: number): string =>
  text
    .replaceAll(/[\p{Cc}\p{Cf}\u2028\u2029]+/gu, ' ')
    .replaceAll(/\s+/g, ' ')
    .trim()
    .slice(0, most);
