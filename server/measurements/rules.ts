/** How many weeks an installation keeps messages, and the measurements that were made of them. */
export interface InstallationWeeks {
  messages: number;
  measurements: number;
}

/** What decides how long the measurements of a device are kept. */
export interface KeptFacts {
  /** Of the project that it is in; null: as long as the installation keeps any. */
  projectWeeks: number | null;
  customerKeeps: boolean;
  typeKeeps: boolean;
}

export const KEPT_BECAUSE = ['installation', 'project', 'type', 'customer'] as const;

export interface Kept {
  weeks: number;
  /** Whose word it is. */
  because: (typeof KEPT_BECAUSE)[number];
}

/** Never longer than the installation keeps any, and never shorter than the messages: they are made of them again at any time. */
export function keptOf(
  { projectWeeks, customerKeeps, typeKeeps }: KeptFacts,
  { messages, measurements }: InstallationWeeks,
): Kept {
  if (!customerKeeps) return { weeks: messages, because: 'customer' };
  if (!typeKeeps) return { weeks: messages, because: 'type' };
  const weeks = Math.min(measurements, Math.max(messages, projectWeeks ?? measurements));
  return { weeks, because: weeks < measurements ? 'project' : 'installation' };
}

const DAY_MS = 86_400_000;
const WEEK_MS = 7 * DAY_MS;

/** Nothing from before it is told any more; null: whatever is there is. */
export function toldSince({ weeks, because }: Kept, now: Date): Date | null {
  return because === 'installation' ? null : new Date(now.getTime() - weeks * WEEK_MS);
}

/** 1 January 1970 was a Thursday. */
const FIRST_MONDAY_MS = -3 * DAY_MS;

/** The Monday (UTC) before which what was received is deleted: whole weeks go, as partitions do. */
export function deletedBefore(weeks: number, now: Date): Date {
  const since = now.getTime() - weeks * WEEK_MS - FIRST_MONDAY_MS;
  return new Date(since - (since % WEEK_MS) + FIRST_MONDAY_MS);
}

/** What of a period is told; null: nothing. */
export function toldOf<P extends { from: Date; to: Date }>(period: P, since: Date | null): P | null {
  if (since === null || period.from >= since) return period;
  return period.to > since ? { ...period, from: since } : null;
}
