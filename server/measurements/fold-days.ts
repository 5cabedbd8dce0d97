import { pipelineSql } from '#server/platform/database.ts';
import {
  type DeviceDay,
  daysOfPacks,
  foldDays,
  lockProgress,
  newestPack,
  type Progress,
  saveProgress,
  staleDays,
} from './fold-days.sql.ts';

/** A day with fewer packs is read as fast from them: 90 such days are 43,000 rows. */
export const LEAST_PACKS = 480;
/** Devices that learned to send more seldom than this never reach so many; some slack for those that change. */
const SLOWEST_SECONDS = 300;
const PACKS_AT_ONCE = 200_000;
/** What is left is for the next time. */
const MOST_CHUNKS = 50;
const DAYS_AT_ONCE = 20;
/** Whoever was given an id before this has stored its row or failed. */
const SETTLED_MS = 60_000;
/** Midnight's messages are still being stored for a while. */
const DAY_ENDS_LATE_MS = 10 * 60_000;

const dayOf = (at: number) => new Date(at).toISOString().slice(0, 10);

/**
 * Folds days that are over, looking at the packs that were stored since the last time: so a late record, or a replay's,
 * has its day made anew. The present day is looked at again once it is over. Answers how many days it made.
 */
export async function foldSystemDays(now: Date): Promise<number> {
  const newest = await newestPack();
  return pipelineSql().begin(async (tx) => {
    const held = await lockProgress(tx as never);
    if (!held) return 0;
    const { folded, progress } = await foldUpTo(settledId(held, now), begun(held, now));
    const isSettled = now.getTime() - held.seenAt.getTime() >= SETTLED_MS;
    await saveProgress(tx as never, {
      ...progress,
      ...(isSettled || held.seenId === 0 ? { seenId: newest, seenAt: now } : {}),
    });
    return folded + (await foldStale());
  });
}

/** Up to here nothing is missing any more. */
function settledId({ seenId, seenAt, packId }: Progress, now: Date): number {
  return now.getTime() - seenAt.getTime() >= SETTLED_MS ? Math.max(seenId, packId) : packId;
}

/** A new day: what was left open of the one before is looked at again. */
function begun(held: Progress, now: Date): Progress {
  const today = dayOf(now.getTime() - DAY_ENDS_LATE_MS);
  if (today === held.day) return held;
  return { ...held, day: today, packId: Math.min(held.openFrom ?? held.packId, held.packId), openFrom: null };
}

async function foldUpTo(settled: number, from: Progress): Promise<{ folded: number; progress: Progress }> {
  const progress = { ...from };
  let folded = 0;
  for (let chunks = 0; progress.packId < settled && chunks < MOST_CHUNKS; chunks++) {
    const upTo = Math.min(progress.packId + PACKS_AT_ONCE, settled);
    const days = await daysOfPacks(progress.packId, upTo, SLOWEST_SECONDS);
    const over = days.filter(({ day }) => day < progress.day);
    if (over.length < days.length) progress.openFrom ??= progress.packId;
    await foldAll(over);
    folded += over.length;
    progress.packId = upTo;
  }
  return { folded, progress };
}

async function foldAll(days: readonly DeviceDay[]): Promise<void> {
  for (let at = 0; at < days.length; at += DAYS_AT_ONCE)
    await foldDays(days.slice(at, at + DAYS_AT_ONCE), LEAST_PACKS);
}

async function foldStale(): Promise<number> {
  const days = await staleDays(10 * DAYS_AT_ONCE);
  await foldAll(days);
  return days.length;
}
