import type { Bursts } from './contract.ts';

/**
 * What comes within so many seconds of the message before is of one burst: a buffer that is emptied, the records of one
 * report, a network server that tells what it held. A device is heard of once a burst.
 */
export const BURST_SECONDS = 30;
/** What goes on for longer is no burst but a device that sends so often. */
const LONGEST_BURST_MS = 600_000;
/** A rhythm that changes is known after half of them; one long silence among them says nothing. */
const GAPS_KEPT = 9;

/** A data message as it was accepted, Unix ms. `learned`: of what was observed before bursts were, which stands for three. */
export function countBurst(bursts: Bursts | undefined, at: number, learned: number | null): Bursts {
  if (!bursts) return { from: at, to: at, gaps: learned === null ? [] : [learned, learned, learned] };
  if (at < bursts.to) return bursts;
  const isNear = at - bursts.to < BURST_SECONDS * 1000;
  if (isNear && at - bursts.from < LONGEST_BURST_MS) return { ...bursts, to: at };
  const gap = isNear ? BURST_SECONDS : Math.round((at - bursts.from) / 1000);
  return { from: at, to: at, gaps: [...bursts.gaps, gap].slice(-GAPS_KEPT) };
}

/** Seconds from burst to burst: their median, the lower one of two. */
export function intervalOf({ gaps }: Bursts): number | null {
  return [...gaps].sort((a, b) => a - b)[(gaps.length - 1) >> 1] ?? null;
}
