// npm run bench portal [-- --devices 1000000 --samples 100 --only search --without late,active --keep]: what the server takes to answer the lists
// of devices and what else reads them, asked of the use cases themselves under row-level security, as one customer that
// has four fifths of the devices. `--keep` leaves the seeded database for the next run.
import { parseArgs } from 'node:util';
import { systemActor } from '#server/access/system-actor.ts';
import { closeDatabase } from '#server/platform/database.ts';
import { closeStand, type Stand } from '../load/stand.ts';
import { removeData } from '../postgres.ts';
import { type Case, deviceCases } from './portal/device-cases.ts';
import { fleetOf } from './portal/fleet.ts';
import { standWithFleet } from './portal/kept-stand.ts';
import { otherCases } from './portal/other-cases.ts';
import { plansOf } from './portal/plans.ts';

const TARGET_MS = 100;
const SLOWER = new Map([['page of a device', 200]]);
/** However deep a page lies it may cost this much more than the first. */
const DEEP_RATIO = 2;
const WARMING = 6;

const { values } = parseArgs({
  options: {
    devices: { type: 'string', default: '100000,1000000' },
    samples: { type: 'string', default: '100' },
    only: { type: 'string', default: '' },
    without: { type: 'string' },
    keep: { type: 'boolean', default: false },
    plans: { type: 'boolean', default: false },
  },
});
const SAMPLES = Number(values.samples);
const without = values.without?.split(',') ?? [];

interface Measured {
  /** The first call of its kind since the server's start: what it reads may be in no cache of the server. */
  first: number;
  p50: number;
  p95: number;
  found: string;
}

async function measure({ ask }: Case): Promise<Measured> {
  const times: number[] = [];
  let found = '';
  for (let n = 0; n < WARMING + SAMPLES; n++) {
    const began = performance.now();
    found = await ask(n);
    times.push(performance.now() - began);
  }
  const warm = times.slice(WARMING).sort((x, y) => x - y);
  const at = (q: number) => warm[Math.min(warm.length - 1, Math.floor(warm.length * q))] ?? 0;
  return { first: times[0] ?? 0, p50: at(0.5), p95: at(0.95), found };
}

/** Ways of asking of which each is followed to its end. */
const FOLLOWED = 4;

/** What is not answered at once is asked on until the page is full: each of those answers counts as well. */
async function follow({ whole }: Case): Promise<{ most: number; longest: number; p95: number } | null> {
  if (!whole) return null;
  const runs: number[][] = [];
  for (let n = 0; n < FOLLOWED; n++) runs.push(await whole(n));
  const most = Math.max(...runs.map((times) => times.length));
  if (most === 1) return null;
  const all = runs.flat().sort((x, y) => x - y);
  const longest = Math.max(...runs.map((times) => times.reduce((sum, time) => sum + time, 0)));
  return { most, longest, p95: all[Math.min(all.length - 1, Math.floor(all.length * 0.95))] ?? 0 };
}

const ms = (time: number) => time.toFixed(1).padStart(7);

async function bench(count: number): Promise<boolean> {
  const dir = `.data/bench-portal-${count}-pg`;
  const stand = await standWithFleet(dir, count, values.keep);
  try {
    const fleet = await fleetOf(stand.sql, 0);
    const actor = systemActor(fleet.customerId);
    const cases = [
      ...(await deviceCases(stand, fleet, actor)),
      ...(await otherCases(stand, fleet, actor)),
    ].filter(({ name }) => name.includes(values.only) && !without.some((part) => name.includes(part)));
    return verdict(await measureAll(stand, cases));
  } finally {
    await closeDatabase();
    await closeStand(stand, []);
    if (!values.keep) removeData(dir);
  }
}

async function measureAll(stand: Stand, cases: Case[]) {
  const measured = new Map<string, Measured>();
  const whole: string[] = [];
  for (const one of cases) {
    const told = await measure(one);
    const goesOn = await follow(one);
    measured.set(one.name, { ...told, p95: Math.max(told.p95, goesOn?.p95 ?? 0) });
    const { scans, wholeTables, most, texts } = await plansOf(stand, () => one.ask(0));
    if (wholeTables.length > 0) whole.push(`${one.name}: ${wholeTables.join(', ')}`);
    console.log(
      `${one.name.padEnd(50)} first ${ms(told.first)}  p50 ${ms(told.p50)}  p95 ${ms(told.p95)} ms  found ${told.found.padEnd(7)} longest scan ${most}`,
    );
    console.log(
      `    ${scans.join(' · ') || 'no table'}${wholeTables.length > 0 ? `   SEQ SCAN of ${wholeTables.join(', ')}` : ''}`,
    );
    if (goesOn)
      console.log(
        `    goes on: to its end in ${goesOn.most} answers at most, ${ms(goesOn.longest)} ms in all, p95 of an answer ${ms(goesOn.p95)} ms`,
      );
    if (values.plans) console.log(texts.join('\n'));
  }
  return { measured, whole };
}

function verdict({ measured, whole }: Awaited<ReturnType<typeof measureAll>>): boolean {
  const slow = [...measured]
    .filter(([name, { p95 }]) => p95 > (SLOWER.get(name) ?? TARGET_MS))
    .map(([name, { p95 }]) => `${name} (${p95.toFixed(0)} ms)`);
  const first = measured.get('first page')?.p50 ?? Number.POSITIVE_INFINITY;
  const deep = measured.get('deep page by name (25 to 99 %)')?.p50 ?? 0;
  const ratio = deep / first;
  console.log(`\n${measured.size} kinds of questions, ${SAMPLES} of each`);
  console.log(`p95 ≤ ${TARGET_MS} ms: ${slow.length === 0 ? 'all' : `not ${slow.join('; ')}`}`);
  console.log(`whole tables read: ${whole.join('; ') || 'none'}`);
  console.log(`a deep page costs ${ratio.toFixed(2)} times the first`);
  return slow.length === 0 && whole.length === 0 && ratio <= DEEP_RATIO;
}

let met = true;
for (const count of values.devices.split(',').map(Number)) met = (await bench(count)) && met;
process.exit(met ? 0 : 1);
