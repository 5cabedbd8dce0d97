// npm run bench export [-- --devices 1000000 --keep]: the list of devices as a file, every row of it, beside what this
// process holds in memory meanwhile. Flat means: a file of all rows takes no more than one of a tenth of them did. `--keep`
// takes the fleet that `bench portal -- --keep` left, and leaves it.
import { parseArgs } from 'node:util';
import type { ExportFormat } from '#components/ui/data-table/table-export.ts';
import { emptyTableQuery } from '#components/ui/data-table/table-query.ts';
import { systemActor } from '#server/access/system-actor.ts';
import { deviceExport } from '#server/devices/export-table.ts';
import { exportTable } from '#server/exports/export-table.ts';
import { closeDatabase } from '#server/platform/database.ts';
import { closeStand } from '../load/stand.ts';
import { removeData } from '../postgres.ts';
import { type Fleet, fleetOf } from './portal/fleet.ts';
import { standWithFleet } from './portal/kept-stand.ts';

/** What a garbage collector may leave lying about. */
const GROWTH_MB = 32;
const COLUMNS = [
  'name',
  'identifier',
  'type',
  'project',
  'flows',
  'tags',
  'processing',
  'lastMessageAt',
  'signal',
  'twin:temperature',
];

const { values } = parseArgs({
  options: { devices: { type: 'string', default: '1000000' }, keep: { type: 'boolean', default: false } },
});

interface Taken {
  rows: number;
  /** The most that was held at any time, all of the process and its heap; MB. */
  rss: number;
  heap: number;
}

/** Reads the file as a browser would, away with every chunk, up to `most` rows of it. */
async function take(fleet: Fleet, format: ExportFormat, most: number): Promise<Taken> {
  const file = await exportTable(
    systemActor(fleet.customerId),
    deviceExport,
    { format, columns: COLUMNS, query: emptyTableQuery },
    '',
  );
  const began = performance.now();
  const taken: Taken = { rows: -1, rss: 0, heap: 0 };
  let bytes = 0;
  let told = 0;
  for await (const chunk of file.chunks) {
    bytes += chunk.length;
    if (format === 'csv') taken.rows += linesIn(chunk);
    const { rss, heapUsed } = process.memoryUsage();
    taken.rss = Math.max(taken.rss, rss / 1e6);
    taken.heap = Math.max(taken.heap, heapUsed / 1e6);
    if (taken.rows >= most) break;
    if (taken.rows < told + fleet.devices / 10) continue;
    told = taken.rows;
    const rate = Math.round(taken.rows / ((performance.now() - began) / 1000));
    console.log(
      `  ${String(taken.rows).padStart(9)} rows  ${(bytes / 1e6).toFixed(0).padStart(5)} MB out  ${rate} rows/s  ${(rss / 1e6).toFixed(0)} MB held, ${(heapUsed / 1e6).toFixed(0)} MB of it heap`,
    );
  }
  const seconds = (performance.now() - began) / 1000;
  console.log(
    `${format}, ${taken.rows < 0 ? '' : `${taken.rows} rows, `}${(bytes / 1e6).toFixed(1)} MB in ${seconds.toFixed(1)} s: at most ${taken.rss.toFixed(0)} MB held, ${taken.heap.toFixed(0)} MB of it heap`,
  );
  return taken;
}

/** No value of the fleet holds an end of line. */
function linesIn(chunk: Uint8Array): number {
  let count = 0;
  for (const byte of chunk) if (byte === 10) count++;
  return count;
}

const dir = `.data/bench-portal-${values.devices}-pg`;
const stand = await standWithFleet(dir, Number(values.devices), values.keep);
let met = false;
try {
  const fleet = await fleetOf(stand.sql, 0);
  // Until a heap has its size, a file of any length makes it grow.
  const few = await take(fleet, 'csv', fleet.devices / 10);
  const all = await take(fleet, 'csv', Number.POSITIVE_INFINITY);
  const sheet = await take(fleet, 'xlsx', Number.POSITIVE_INFINITY);
  const growth = Math.max(all.rss, sheet.rss) - few.rss;
  met = all.rows === fleet.devices && growth <= GROWTH_MB;
  console.log(
    `${all.rows} of ${fleet.devices} rows; as CSV ${(all.rss - few.rss).toFixed(0)} MB more than for ${few.rows} rows, as a workbook ${(sheet.rss - few.rss).toFixed(0)} MB (limit ${GROWTH_MB})`,
  );
} finally {
  await closeDatabase();
  await closeStand(stand, []);
  if (!values.keep) removeData(dir);
}
process.exit(met ? 0 : 1);
