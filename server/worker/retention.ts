import { installationWeeks } from '#server/measurements/installation-weeks.ts';

export type Kept = 'uplinks' | 'uplink_bodies' | 'deliveries' | 'packs';

/**
 * How long is kept what messages leave behind, in weeks, as the operator sets it. Partitions go whole, once the last day of
 * their week is older than this, so a row lives up to a week longer. The exact bytes are found by their uplink alone, and
 * the delivery log answers for the same messages: the three go together.
 */
export function weeksKept(table: Kept): number {
  const { messages, measurements } = installationWeeks();
  return table === 'packs' ? measurements : messages;
}

/** Weeks for which partitions stand ready: half a year without any maintenance slows nothing down. */
export const WEEKS_AHEAD = 26;

/** An ended session is still something to look at for whoever wonders about a sign-in. */
export const ENDED_SESSIONS_DAYS = 7;

/** Purges of deleted devices that may have been cut short: a worker that was down for a week catches up. */
export const PURGES_DAYS = 7;

/** Changes of SIMs that are over, as their pages list them; the audit log keeps them longer. */
export const SIM_CHANGES_DAYS = 90;
/** Alerts that ended; when the platform listened is kept as long as any silence may reach back. */
export const ALERTS_DAYS = 365;
export const LISTENING_DAYS = 400;
/** What was written to whom. */
export const MAILS_DAYS = 90;
