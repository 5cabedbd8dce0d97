import type { SeriesPoint } from './series-contract.ts';

/** A day (UTC) of one name in hours; without hours the name did not occur. */
export interface FoldedDay {
  /** Milliseconds since 1970 at which it begins. */
  begins: number;
  n: number[];
  lo: number[];
  hi: number[];
  total: number[];
}

export interface Stretch {
  from: number;
  to: number;
}

/** One bucket's values added up; `at` is the sum of their times in seconds. */
export interface BucketSum {
  bucket: number;
  n: number;
  at: number;
  total: number;
  lo: number;
  hi: number;
}

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** What of a period no folded day covers, to its last moment. */
export function gapsOf({ from, to }: Stretch, days: readonly Pick<FoldedDay, 'begins'>[]): Stretch[] {
  const gaps: Stretch[] = [];
  let at = from;
  for (const { begins } of days) {
    if (begins > at) gaps.push({ from: at, to: begins - 1 });
    at = begins + DAY_MS;
  }
  if (at <= to) gaps.push({ from: at, to });
  return gaps;
}

/** Buckets that hours fit into: a whole number of them, from a round hour on; at most so many. */
export function hourBuckets({ from, to }: Stretch, points: number): { origin: number; seconds: number } {
  const origin = Math.floor(from / HOUR_MS) * HOUR_MS;
  const hours = Math.max(1, Math.ceil((to - origin + 1) / HOUR_MS / points));
  return { origin, seconds: hours * 3600 };
}

/** Hours of folded days and sums of what was read beside them, as the points of a series. */
export function foldedPoints(
  days: readonly FoldedDay[],
  read: readonly BucketSum[],
  { origin, seconds }: { origin: number; seconds: number },
): SeriesPoint[] {
  const sums = new Map<number, BucketSum>();
  for (const sum of read) add(sums, sum);
  for (const { begins, n, lo, hi, total } of days)
    for (const [hour, count] of n.entries()) {
      if (count === 0) continue;
      const at = begins + hour * HOUR_MS;
      add(sums, {
        bucket: Math.floor((at - origin) / 1000 / seconds),
        n: count,
        // The middle of the hour stands for all of its values.
        at: ((at + HOUR_MS / 2) / 1000) * count,
        total: total[hour] ?? 0,
        lo: lo[hour] ?? 0,
        hi: hi[hour] ?? 0,
      });
    }
  return [...sums.values()]
    .sort((a, b) => a.bucket - b.bucket)
    .map(({ n, at, total, lo, hi }) => ({
      at: new Date((at / n) * 1000),
      avg: total / n,
      min: lo,
      max: hi,
      n,
    }));
}

function add(sums: Map<number, BucketSum>, sum: BucketSum): void {
  const held = sums.get(sum.bucket);
  if (!held) {
    sums.set(sum.bucket, { ...sum });
    return;
  }
  held.n += sum.n;
  held.at += sum.at;
  held.total += sum.total;
  held.lo = Math.min(held.lo, sum.lo);
  held.hi = Math.max(held.hi, sum.hi);
}
