// npm run bench portal [-- --devices 1000000 --samples 60]: what the server takes to answer the list of devices, asked
// of the use case itself under row-level security, as one customer that has four fifths of the devices.
import { parseArgs } from 'node:util';
import { emptyTableQuery, type TableFilter, type TableQuery } from '#components/ui/data-table/table-query.ts';
import type { Actor } from '#server/access/actor.ts';
import { systemActor } from '#server/access/system-actor.ts';
import { listDevices } from '#server/devices/read-devices.ts';
import { closeDatabase } from '#server/platform/database.ts';
import { searchThings } from '#server/search/search-things.ts';
import { closeStand, openStand, type Stand } from '../load/stand.ts';
import { removeData } from '../postgres.ts';
import { type Fleet, seedFleet } from './portal/fleet.ts';
import { PLAN_SETTINGS, plansOf } from './portal/plans.ts';

const TARGET_MS = 100;
/** However deep a page lies it may cost this much more than the first. */
const DEEP_RATIO = 2;
const DIR = '.data/bench-portal-pg';

const { values } = parseArgs({
  options: {
    devices: { type: 'string', default: '100000,1000000' },
    samples: { type: 'string', default: '60' },
    only: { type: 'string', default: '' },
  },
});
const SAMPLES = Number(values.samples);

interface Case {
  name: string;
  /** The n-th way of asking: another word, another page. */
  ask: (n: number) => Promise<number>;
}

const pick = <T>(list: readonly T[], n: number): T => list[n % list.length] as T;
const filter = (field: string, op: TableFilter['op'], value: TableFilter['value']): TableFilter => ({
  field,
  op,
  value,
});
const dash = (hex: string) => hex.replace(/..(?=.)/g, '$&-').toLowerCase();

async function casesOf(stand: Stand, fleet: Fleet, actor: Actor): Promise<Case[]> {
  const list = async (query: Partial<TableQuery>) =>
    (await listDevices(actor, { ...emptyTableQuery, ...query })).total;
  const some = await stand.sql<{ name: string; identifier: string }[]>`
    select name, identifier from devices where customer_id = ${fleet.customerId} order by id limit 40`;
  const euiOf = (n: number) => pick(some, n).identifier;
  const number = (n: number) => pick(some, n).name.split(' ').at(-1) as string;
  const pages = await Promise.all([0.25, 0.5, 0.75, 0.99].map((part) => pageAt(stand, fleet, part)));
  const silent = () => new Date(Date.now() - 86_400_000).toISOString();
  const ago = (ms: number) => new Date(Date.now() - ms).toISOString();
  return [
    { name: 'first page', ask: () => list({}) },
    { name: 'deep page by name (25 to 99 %)', ask: (n) => list({ cursor: pick(pages, n).name }) },
    { name: 'first page, last message', ask: () => list({ sort: { field: 'lastMessageAt', desc: true } }) },
    {
      name: 'deep page, last message',
      ask: (n) => list({ sort: { field: 'lastMessageAt', desc: true }, cursor: pick(pages, n).heard }),
    },
    { name: 'never heard first', ask: () => list({ sort: { field: 'lastMessageAt', desc: false } }) },
    ...['createdAt', 'identifier', 'type', 'project'].map((field) => ({
      name: `sort by ${field}`,
      ask: (n: number) => list({ sort: { field, desc: n % 2 === 1 } }),
    })),
    {
      name: 'search a common word',
      ask: (n) => list({ q: pick(['sensor', 'street', 'Water', 'harbour st', 'ti'], n) }),
    },
    { name: 'search a rare part of a name', ask: (n) => list({ q: number(n) }) },
    { name: 'search a word at the end of the order', ask: () => list({ q: 'water meter' }) },
    { name: 'search what is nowhere', ask: (n) => list({ q: pick(['zebra', 'kangaroo', 'qqq'], n) }) },
    { name: 'search a whole DevEUI', ask: (n) => list({ q: euiOf(n) }) },
    { name: 'search a DevEUI with separators', ask: (n) => list({ q: dash(euiOf(n)) }) },
    { name: 'search a part of a DevEUI', ask: (n) => list({ q: dash(euiOf(n).slice(7, 13)) }) },
    { name: 'search four digits of a DevEUI', ask: (n) => list({ q: euiOf(n).slice(9, 13) }) },
    {
      name: 'status + project + last seen this hour',
      ask: (n) =>
        list({
          filters: [
            filter('processing', 'is', 'active'),
            filter('project', 'is', pick(fleet.projects, n)),
            filter('lastMessageAt', 'gte', ago(3_600_000)),
          ],
        }),
    },
    {
      name: 'status + project + silent for a day',
      ask: (n) =>
        list({
          filters: [
            filter('processing', 'in', ['active']),
            filter('project', 'is', pick(fleet.projects, n)),
            filter('lastMessageAt', 'lt', silent()),
          ],
        }),
    },
    {
      name: 'the same by last message',
      ask: (n) =>
        list({
          sort: { field: 'lastMessageAt', desc: true },
          filters: [
            filter('status', 'is', 'ACTIVE'),
            filter('project', 'is', pick(fleet.projects, n)),
            filter('lastMessageAt', 'lt', silent()),
          ],
        }),
    },
    {
      name: 'last seen within a minute',
      ask: () => list({ filters: [filter('lastMessageAt', 'gte', ago(60_000))] }),
    },
    { name: 'deactivated', ask: () => list({ filters: [filter('processing', 'is', 'deactivated')] }) },
    { name: 'not linked', ask: () => list({ filters: [filter('processing', 'is', 'not-linked')] }) },
    { name: 'connectivity failed', ask: () => list({ filters: [filter('connectivity', 'is', 'FAILED')] }) },
    { name: 'silent (health)', ask: () => list({ filters: [filter('activity', 'is', 'silent')] }) },
    { name: 'never heard (health)', ask: () => list({ filters: [filter('activity', 'is', 'never')] }) },
    { name: 'of one flow', ask: (n) => list({ filters: [filter('flow', 'in', [pick(fleet.flows, n)])] }) },
    { name: 'of one type', ask: (n) => list({ filters: [filter('type', 'in', [pick(fleet.types, n)])] }) },
    { name: 'a common tag', ask: (n) => list({ filters: [filter('tags', 'in', [`tag-${n % 12}`])] }) },
    { name: 'a rare tag', ask: () => list({ filters: [filter('tags', 'in', ['rare'])] }) },
    {
      name: 'name contains + type + status',
      ask: (n) =>
        list({
          filters: [
            filter('name', 'contains', 'harbour'),
            filter('type', 'is', pick(fleet.types, n)),
            filter('status', 'is', 'ACTIVE'),
          ],
        }),
    },
    {
      name: 'global search',
      ask: async (n) => (await searchThings(actor, { q: n % 2 ? dash(euiOf(n)) : number(n) })).length,
    },
    {
      name: 'global search, a common word',
      ask: async () => (await searchThings(actor, { q: 'sensor' })).length,
    },
  ];
}

/** A cursor as the table would hand it out that far into the list. */
async function pageAt({ sql }: Stand, fleet: Fleet, part: number): Promise<{ name: string; heard: string }> {
  const at = Math.floor(fleet.devices * part);
  const [byName] =
    await sql`select name, id from devices where customer_id = ${fleet.customerId} order by name, id offset ${at} limit 1`;
  const [byHeard] =
    await sql`select coalesce(last_message_at, 'epoch') as at, device_id as id from device_activity
    where customer_id = ${fleet.customerId} order by 1 desc, 2 desc offset ${at} limit 1`;
  const cursor = (...parts: (string | undefined)[]) =>
    Buffer.from(JSON.stringify(parts)).toString('base64url');
  return {
    name: cursor('name,id', 'n', byName?.name, byName?.id),
    heard: cursor('-lastMessageAt,-id', 'n', byHeard?.at.toISOString(), byHeard?.id),
  };
}

interface Measured {
  p50: number;
  p95: number;
  total: number;
}

async function measure({ ask }: Case): Promise<Measured> {
  for (let n = 0; n < 6; n++) await ask(n);
  const times: number[] = [];
  let total = 0;
  for (let n = 0; n < SAMPLES; n++) {
    const began = performance.now();
    total = await ask(n);
    times.push(performance.now() - began);
  }
  times.sort((x, y) => x - y);
  const at = (q: number) => times[Math.min(times.length - 1, Math.floor(times.length * q))] ?? 0;
  return { p50: at(0.5), p95: at(0.95), total };
}

async function bench(count: number): Promise<boolean> {
  const stand = await openStand(DIR, PLAN_SETTINGS);
  try {
    const began = performance.now();
    const fleet = await seedFleet(stand.sql, count);
    console.log(
      `\n${count} devices, ${fleet.devices} of one customer; seeded in ${Math.round((performance.now() - began) / 1000)} s`,
    );
    const actor = systemActor(fleet.customerId);
    const measured = new Map<string, Measured>();
    const whole: string[] = [];
    for (const one of (await casesOf(stand, fleet, actor)).filter(({ name }) => name.includes(values.only))) {
      const told = await measure(one);
      measured.set(one.name, told);
      const { scans, wholeTables, most } = await plansOf(stand, () => one.ask(0));
      if (wholeTables.length > 0) whole.push(`${one.name}: ${wholeTables.join(', ')}`);
      console.log(
        `${one.name.padEnd(42)} p50 ${told.p50.toFixed(1).padStart(7)}  p95 ${told.p95.toFixed(1).padStart(7)} ms  found ${told.total}  longest scan ${most} rows`,
      );
      console.log(
        `    ${scans.join(' · ') || 'no table'}${wholeTables.length > 0 ? `   SEQ SCAN of ${wholeTables.join(', ')}` : ''}`,
      );
    }
    return verdict(measured, whole);
  } finally {
    await closeDatabase();
    await closeStand(stand, []);
    removeData(DIR);
  }
}

function verdict(measured: Map<string, Measured>, whole: string[]): boolean {
  const slow = [...measured]
    .filter(([, { p95 }]) => p95 > TARGET_MS)
    .map(([name, { p95 }]) => `${name} (${p95.toFixed(0)} ms)`);
  const first = measured.get('first page')?.p50 ?? Number.POSITIVE_INFINITY;
  const deep = measured.get('deep page by name (25 to 99 %)')?.p50 ?? 0;
  const ratio = deep / first;
  console.log(`\np95 ≤ ${TARGET_MS} ms: ${slow.length === 0 ? 'all' : `not ${slow.join('; ')}`}`);
  console.log(`whole tables read: ${whole.join('; ') || 'none'}`);
  console.log(`a deep page costs ${ratio.toFixed(2)} times the first`);
  return slow.length === 0 && whole.length === 0 && ratio <= DEEP_RATIO;
}

let met = true;
for (const count of values.devices.split(',').map(Number)) met = (await bench(count)) && met;
process.exit(met ? 0 : 1);
