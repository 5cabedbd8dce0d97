// npm run bench export [-- --devices 1000000]: the list of devices as CSV, every row of it, beside what this process holds
// in memory meanwhile. Flat means: what is held after the first tenth does not grow with the rows.
import { parseArgs } from 'node:util';
import { emptyTableQuery } from '#components/ui/data-table/table-query.ts';
import { systemActor } from '#server/access/system-actor.ts';
import { deviceExport } from '#server/devices/export-table.ts';
import { exportTable } from '#server/exports/export-table.ts';
import { closeDatabase } from '#server/platform/database.ts';
import { closeStand, openStand, type Stand } from '../load/stand.ts';
import { removeData } from '../postgres.ts';
import { seedFleet } from './portal/fleet.ts';

const DIR = '.data/bench-export-pg';
/** What a garbage collector may leave lying about. */
const GROWTH_MB = 64;
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
];

const { values } = parseArgs({ options: { devices: { type: 'string', default: '1000000' } } });

const heldMb = () => process.memoryUsage().rss / 1e6;

async function measure(stand: Stand): Promise<boolean> {
  const fleet = await seedFleet(stand.sql, Number(values.devices));
  const file = await exportTable(
    systemActor(fleet.customerId),
    deviceExport,
    { format: 'csv', columns: [...COLUMNS, 'twin:temperature'], query: emptyTableQuery },
    '',
  );
  const began = performance.now();
  const step = Math.max(1, Math.floor(fleet.devices / 10));
  const held: number[] = [];
  let rows = -1;
  let bytes = 0;
  for await (const chunk of file.chunks) {
    bytes += chunk.length;
    rows += linesIn(chunk);
    if (rows < step * (held.length + 1) && rows < fleet.devices) continue;
    held.push(heldMb());
    const seconds = (performance.now() - began) / 1000;
    console.log(
      `${String(rows).padStart(9)} rows  ${(bytes / 1e6).toFixed(0).padStart(5)} MB out  ${Math.round(rows / seconds)} rows/s  ${heldMb().toFixed(0)} MB held`,
    );
  }
  const growth = Math.max(...held) - (held[0] ?? 0);
  console.log(
    `${rows} of ${fleet.devices} rows; held after the first tenth at most ${growth.toFixed(0)} MB more (limit ${GROWTH_MB})`,
  );
  return rows === fleet.devices && growth <= GROWTH_MB;
}

/** No value of the fleet holds an end of line. */
function linesIn(chunk: Uint8Array): number {
  let count = 0;
  for (const byte of chunk) if (byte === 10) count++;
  return count;
}

const stand = await openStand(DIR);
let met = false;
try {
  met = await measure(stand);
} finally {
  await closeDatabase();
  await closeStand(stand, []);
  removeData(DIR);
}
process.exit(met ? 0 : 1);
