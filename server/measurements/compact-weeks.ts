import { movePacks, type Place, type Weeks, weeksBefore } from './pack-weeks.sql.ts';

/** A second's work at most. */
const PACKS_AT_ONCE = 20_000;

/**
 * Moves packs that were received before this moment into rows of many, week after week, in so many batches at most: what is
 * left is for the next time.
 */
export async function compactSystemWeeks(
  before: Date,
  mostBatches: number,
  packsAtOnce = PACKS_AT_ONCE,
): Promise<{ packs: number; isMore: boolean }> {
  // Beside the partitions: rows of weeks that have none stand in the default one.
  const all: Weeks[] = [...(await weeksBefore(before)), { from: null, to: before }];
  let packs = 0;
  let batches = 0;
  for (const weeks of all) {
    let after: Place | null = null;
    do {
      if (batches >= mostBatches) return { packs, isMore: true };
      const moved = await movePacks(weeks, after, packsAtOnce);
      if (moved === 'busy') return { packs, isMore: false };
      packs += moved.packs;
      // That a week is empty takes no work to see.
      if (moved.packs > 0) batches++;
      after = moved.last;
    } while (after !== null);
  }
  return { packs, isMore: false };
}
