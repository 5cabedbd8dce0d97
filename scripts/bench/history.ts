// npm run bench history [-- --values 10000000 --count 10000 --devices 1000]: what a message costs to take in while history
// grows, what is kept of it on disk, and how soon a graph is read from it. `--values 100000000` fills some 6 GB, two of which stay.
import { parseArgs } from 'node:util';
import { makeScene, type Scene } from '#server/pipeline/scene.fixture.ts';
import { closeDatabase } from '#server/platform/database.ts';
import { type Figure, quantile, tellFigures } from '../load/figures.ts';
import { frames, saturate } from '../load/frames.ts';
import { processorMs } from '../load/processor-time.ts';
import { quiet } from '../load/queues.ts';
import { onStand, type Stand, startWorker, type Worker } from '../load/stand.ts';
import { requestHead, SIX_VALUES } from '../load/uplinks.ts';
import { compactAll, type Filled, fillDevice, fillRhythms, fillTo, prepare, sizeOf } from './history/fill.ts';
import { foldAll, measureReads, type Reads } from './history/reads.ts';

const { values } = parseArgs({
  options: {
    values: { type: 'string', default: '10000000' },
    count: { type: 'string', default: '10000' },
    devices: { type: 'string', default: '1000' },
  },
});
const COUNT = Number(values.count);
const CONNECTIONS = 64;
const ROUNDS = 3;
const TARGETS = { growth: 1.15, bytes: 200, day: 5, quarterOfHourly: 20, quarterOfMinute: 60 };

interface Field {
  stand: Stand;
  worker: Worker;
  scene: Scene;
  sent: number;
}

/** Processor milliseconds of worker and Postgres an uplink, until all of it is decoded and recorded: the best of some rounds. */
async function costOfUplink(field: Field): Promise<number> {
  const { stand, worker, scene } = field;
  const to = { port: worker.port, head: requestHead(scene.connectionId, scene.connectionSecret) };
  const all = () => processorMs(worker.process.pid as number) + processorMs(stand.postgres.pid);
  const costs: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const before = all();
    await saturate(to, frames(scene, field.sent, COUNT), scene, CONNECTIONS);
    await quiet(stand, 60);
    field.sent += COUNT;
    costs.push((all() - before) / COUNT);
  }
  return quantile(costs, 0);
}

async function main(stand: Stand, worker: Worker): Promise<boolean> {
  const script = { contract: 'ts013' as const, source: SIX_VALUES };
  const scene = await makeScene(stand.sql, { devices: Number(values.devices), scripts: [script] });
  const filled = await prepare(stand, scene);
  const field: Field = { stand, worker, scene, sent: 0 };
  await costOfUplink(field);
  await stand.sql`checkpoint`;
  const empty = await costOfUplink(field);
  const rows: Figure[] = [['CPU an uplink, no history, ms', empty.toFixed(3), '']];
  let met = true;
  for (const level of [10_000_000, 100_000_000].filter((most) => most <= Number(values.values)))
    met = (await atLevel(field, filled, level, empty, rows)) && met;
  tellFigures(rows);
  return met;
}

async function atLevel(
  field: Field,
  filled: Filled,
  level: number,
  empty: number,
  rows: Figure[],
): Promise<boolean> {
  const { stand, scene } = field;
  const name = `${level / 1e6} M values: `;
  const isFirst = level === 10_000_000;
  const unfolded = isFirst ? await fillAskedFor(field, filled) : null;
  const before = await sizeOf(stand.sql);
  await fillTo(stand, scene, filled, level);
  const single = await sizeOf(stand.sql);
  const moved = await compactAll(stand);
  const kept = await sizeOf(stand.sql);
  await stand.sql`checkpoint`;
  const growth = (await costOfUplink(field)) / empty;
  await fillRhythms(stand, filled);
  const reads = await measureReads(scene, filled);
  const ms = (of: keyof Reads) => reads[of].toFixed(1);
  const fresh = (single.bytes - before.bytes) / (single.packs - before.packs);
  const bytes = kept.bytes / kept.packs;
  rows.push(
    [`${name}CPU an uplink, of that without history`, growth.toFixed(2), `≤ ${TARGETS.growth}`],
    [`${name}bytes a pack, indexes in, over 60 weeks`, bytes.toFixed(0), `≤ ${TARGETS.bytes}`],
    [`${name}… while each has a row of its own`, fresh.toFixed(0), ''],
    [`${name}packs moved a second`, (moved.packs / moved.seconds).toFixed(0), ''],
    [`${name}last 24 h of an hourly device, ms`, ms('dayOfHourly'), `≤ ${TARGETS.day}`],
    [`${name}a day of it half a year ago, ms`, ms('oldDayOfHourly'), `≤ ${TARGETS.day}`],
    [`${name}last 24 h of a minute device, ms`, ms('dayOfMinute'), ''],
    [`${name}90 days of an hourly device, ms`, ms('quarterOfHourly'), `≤ ${TARGETS.quarterOfHourly}`],
    [`${name}90 days of a minute device, ms`, ms('quarterOfMinute'), `≤ ${TARGETS.quarterOfMinute}`],
    [`${name}newest 50 rows of its table, ms`, ms('tableOfMinute'), ''],
  );
  if (unfolded) rows.push([`${name}… from its packs alone, ms`, unfolded.quarterOfMinute.toFixed(1), '']);
  return (
    kept.packs === single.packs &&
    growth <= TARGETS.growth &&
    bytes <= TARGETS.bytes &&
    reads.dayOfHourly <= TARGETS.day &&
    reads.oldDayOfHourly <= TARGETS.day &&
    reads.quarterOfHourly <= TARGETS.quarterOfHourly &&
    reads.quarterOfMinute <= TARGETS.quarterOfMinute
  );
}

/** The two devices whose graphs are asked for, folded before any of it is moved, as in an installation that was always up. */
async function fillAskedFor({ stand, scene }: Field, filled: Filled): Promise<Reads> {
  await fillDevice(stand, scene, filled, filled.minute, 60);
  await fillDevice(stand, scene, filled, filled.hour, 3600);
  await stand.sql`vacuum (analyze) packs`;
  const unfolded = await measureReads(scene, filled);
  await fillRhythms(stand, filled);
  await foldAll();
  return unfolded;
}

// The worker leaves old weeks alone: they are moved when it is their turn to be measured.
const ALL_KEPT = { KEEP_MESSAGES_WEEKS: '520', KEEP_MEASUREMENTS_WEEKS: '1040' };

await onStand(
  '.data/bench-history-pg',
  async (stand, started) => {
    const worker = await startWorker(stand);
    started.push(worker);
    try {
      return await main(stand, worker);
    } finally {
      await closeDatabase();
    }
  },
  ALL_KEPT,
);
