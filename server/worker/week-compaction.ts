import { compactSystemWeeks } from '#server/measurements/compact-weeks.ts';
import { log } from '#server/platform/log.ts';
import { Rounds } from '#server/platform/rounds.ts';
import { compactedBefore } from './maintenance.sql.ts';

const EVERY_MS = 60_000;
/** 400,000 packs a minute: more than one installation takes in, and a fifth of a core while there is so much to do. */
const BATCHES = 20;

/** Moves the measurements of weeks whose messages are gone into a third of the place; the maintenance drops what is empty then. */
export class WeekCompaction extends Rounds {
  constructor() {
    super('measurements of old weeks were not moved', EVERY_MS);
  }

  protected async round(): Promise<boolean> {
    const { packs } = await compactSystemWeeks(await compactedBefore(), BATCHES);
    if (packs > 0) log.info({ packs }, 'measurements of old weeks were moved');
    return false;
  }
}
