/**
 * How long is kept what messages leave behind, in weeks. Partitions go whole, once the last day of their week is older
 * than this, so a row lives up to a week longer.
 */
export const RETENTION_WEEKS = {
  /** The LoRa history shows a month; five weeks hold every month, and a day to look at its end. */
  uplinks: 5,
  /** The exact bytes are found by their uplink alone. */
  uplink_bodies: 5,
  /** The delivery log answers for the same messages. */
  deliveries: 5,
  /** Measurements: a year, and as much again as it takes to compare a month with the same one a year ago. */
  packs: 60,
} as const;

/** Rows without partitions that belong to uplinks: recognised retries, and decoders' failures. */
export const UPLINK_ROWS_WEEKS = RETENTION_WEEKS.uplinks;

/** Weeks for which partitions stand ready: half a year without any maintenance slows nothing down. */
export const WEEKS_AHEAD = 26;

/** An ended session is still something to look at for whoever wonders about a sign-in. */
export const ENDED_SESSIONS_DAYS = 7;

/** Purges of deleted devices that may have been cut short: a worker that was down for a week catches up. */
export const PURGES_DAYS = 7;

/** Changes of SIMs that are over, as their pages list them; the audit log keeps them longer. */
export const SIM_CHANGES_DAYS = 90;
