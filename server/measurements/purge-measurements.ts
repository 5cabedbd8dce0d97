import { installationWeeks } from './installation-weeks.ts';
import {
  deleteOldDays,
  deleteOldFarPacks,
  deleteOldPacks,
  deleteOldPackWeeks,
  deleteOldShelved,
  type KeptDevice,
  selectSystemKept,
  type TooOld,
} from './kept.sql.ts';
import { deletedBefore, keptOf } from './rules.ts';

const DEVICES_AT_ONCE = 1_000;
const ROWS_AT_ONCE = 5_000;
/** Each holds up to 512 packs in 40 KB. */
const FULL_ROWS_AT_ONCE = 500;
/** Some minutes of work: what is left is for the next time. */
const MOST_BATCHES = 2_000;

/**
 * Deletes what the customer, the type or the project of a device does not keep as long as the installation would, device
 * after device in short transactions; and of every device days whose packs are gone. Answers how many rows it deleted.
 */
export async function purgeSystemMeasurements(now: Date, mostBatches = MOST_BATCHES): Promise<number> {
  let rows = 0;
  let batches = 0;
  const all = async (
    one: (old: readonly TooOld[], limit: number) => Promise<number>,
    old: readonly TooOld[],
    limit = ROWS_AT_ONCE,
  ) => {
    for (let count = limit; count === limit && old.length > 0 && batches < mostBatches; ) {
      count = await one(old, limit);
      rows += count;
      if (count > 0) batches++;
    }
  };
  for (let after: string | null = null; batches < mostBatches; ) {
    const devices: KeptDevice[] = await selectSystemKept(after, DEVICES_AT_ONCE);
    const { every, shorter } = tooOld(devices, now);
    // Before what they were made of: so nothing has them made anew.
    await all(deleteOldDays, every);
    await all(deleteOldPacks, shorter);
    await all(deleteOldPackWeeks, shorter, FULL_ROWS_AT_ONCE);
    await all(deleteOldShelved, shorter);
    await all(deleteOldFarPacks, shorter);
    after = devices.at(-1)?.id ?? null;
    if (devices.length < DEVICES_AT_ONCE || after === null) break;
  }
  return rows;
}

/** Of every device, and of those of which less is kept than the installation would. */
function tooOld(devices: readonly KeptDevice[], now: Date): { every: TooOld[]; shorter: TooOld[] } {
  const installation = installationWeeks();
  const every: TooOld[] = [];
  const shorter: TooOld[] = [];
  for (const { id, ...facts } of devices) {
    const { weeks, because } = keptOf(facts, installation);
    const received = deletedBefore(weeks, now);
    const old = { id, received, time: because === 'project' ? received : null };
    every.push(old);
    if (because !== 'installation') shorter.push(old);
  }
  return { every, shorter };
}
