import { emptyTableQuery } from '#components/ui/data-table/table-query.ts';
import { systemActor } from '#server/access/system-actor.ts';
import { foldSystemDays } from '#server/measurements/fold-days.ts';
import { getSeries, listMeasurementRows } from '#server/measurements/read-measurements.ts';
import { seriesQuerySchema } from '#server/measurements/series-contract.ts';
import type { Scene } from '#server/pipeline/scene.fixture.ts';
import { quantile } from '../../load/figures.ts';
import type { Filled } from './fill.ts';

const RUNS = 15;
const HOUR_MS = 3_600_000;

/** Milliseconds of the use case, its transaction included: the median of some runs. */
async function timed(
  scene: Scene,
  deviceId: string,
  hours: number,
  points: number,
  daysAgo = 0,
): Promise<number> {
  const actor = systemActor(scene.customerId);
  return median(async () => {
    const to = new Date(Date.now() - daysAgo * 24 * HOUR_MS);
    const from = new Date(to.getTime() - hours * HOUR_MS);
    const query = seriesQuerySchema.parse({ deviceId, from, to, names: ['level'], points });
    const [series] = await getSeries(actor, query);
    const shown = series?.points.length ?? 0;
    if (shown === 0 || shown > points) throw new Error(`${shown} points of at most ${points}`);
  });
}

async function median(read: () => Promise<void>): Promise<number> {
  const times: number[] = [];
  for (let run = 0; run < RUNS; run++) {
    const began = performance.now();
    await read();
    times.push(performance.now() - began);
  }
  return quantile(times, 0.5);
}

async function timedTable(scene: Scene, id: string): Promise<number> {
  const actor = systemActor(scene.customerId);
  return median(async () => {
    const { rows } = await listMeasurementRows(actor, { id, query: { ...emptyTableQuery, limit: 50 } });
    if (rows.length !== 50) throw new Error(`${rows.length} rows of 50`);
  });
}

export interface Reads {
  dayOfHourly: number;
  oldDayOfHourly: number;
  dayOfMinute: number;
  quarterOfHourly: number;
  quarterOfMinute: number;
  tableOfMinute: number;
}

export async function measureReads(scene: Scene, { minute, hour }: Filled): Promise<Reads> {
  return {
    dayOfHourly: await timed(scene, hour, 24, 500),
    oldDayOfHourly: await timed(scene, hour, 24, 500, 180),
    dayOfMinute: await timed(scene, minute, 24, 500),
    quarterOfHourly: await timed(scene, hour, 90 * 24, 500),
    quarterOfMinute: await timed(scene, minute, 90 * 24, 500),
    tableOfMinute: await timedTable(scene, minute),
  };
}

/** As the worker does every ten minutes, until there is nothing left to fold. */
export async function foldAll(): Promise<{ days: number; seconds: number }> {
  const began = performance.now();
  let days = 0;
  for (let look = 0, at = Date.now(); look < 20; look++, at += 61_000) {
    const made = await foldSystemDays(new Date(at));
    days += made;
    if (look > 1 && made === 0) break;
  }
  return { days, seconds: (performance.now() - began) / 1000 };
}
