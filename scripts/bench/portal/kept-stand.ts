import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { closeStand, openStand, type Stand } from '../../load/stand.ts';
import { reachableDir } from '../../postgres-cluster.ts';
import { unprivilegedAccount } from '../../postgres-programs.ts';
import { fleetOf, seedFleet } from './fleet.ts';
import { PLAN_SETTINGS } from './plans.ts';

/** Nothing of it is lasting: what is seeded can be seeded again, and reading asks no disk to have written. */
const SETTINGS = {
  ...PLAN_SETTINGS,
  fsync: 'off',
  full_page_writes: 'off',
  synchronous_commit: 'off',
  max_wal_size: '8GB',
};

/** By it a fleet of other code is known. */
const FORM = createHash('sha256')
  .update(
    ['fleet.ts', 'fleet-networks.ts'].map((name) => readFileSync(new URL(name, import.meta.url))).join(),
  )
  .digest('hex');

/** A stand with a fleet of so many devices, seeded anew or as an earlier run left it (`keep`), migrated either way. */
export async function standWithFleet(dir: string, count: number, keep: boolean): Promise<Stand> {
  if (keep && existsSync(`${reachableDir(path.resolve(dir), unprivilegedAccount())}/PG_VERSION`)) {
    const known = await openStand(dir, SETTINGS, {}, { kept: true });
    if (await isOf(known, count)) {
      console.log(`\n${count} devices, ${await shareOf(known)} of one customer; kept from an earlier run`);
      return known;
    }
    await closeStand(known, []);
  }
  const stand = await openStand(dir, SETTINGS);
  const began = performance.now();
  await seedFleet(stand.sql, count);
  await stand.sql`create table bench_fleet (count bigint, form text)`;
  await stand.sql`insert into bench_fleet values (${count}, ${FORM})`;
  const seconds = Math.round((performance.now() - began) / 1000);
  console.log(`\n${count} devices, ${await shareOf(stand)} of one customer; seeded in ${seconds} s`);
  return stand;
}

const shareOf = async ({ sql }: Stand) => (await fleetOf(sql, 0)).devices;

async function isOf({ sql }: Stand, count: number): Promise<boolean> {
  const [there] = await sql`select to_regclass('bench_fleet') is not null as is`;
  if (!there?.is) return false;
  const [row] = await sql`select count::int, form from bench_fleet`;
  return row?.count === count && row.form === FORM;
}
