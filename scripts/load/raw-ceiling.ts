import { perSecond } from './figures.ts';
import type { Stand } from './stand.ts';

export interface Ceiling {
  one: number;
  four: number;
}

const BATCH = 100;
const MEASURE_MS = 2_500;

/** What Postgres stores when nothing else is asked of it: rows of the same bytes by batches, over one and four connections. */
export async function rawCeiling({ sql }: Stand, sample: Buffer): Promise<Ceiling> {
  await sql`create table raw_ceiling (id bigserial primary key, device uuid default gen_random_uuid(), at timestamptz default now(), body text)`;
  const batch = Array.from({ length: BATCH }, () => sample.toString('utf8'));
  const run = async (connections: number) => {
    const began = performance.now();
    let rows = 0;
    const writer = async () => {
      while (performance.now() - began < MEASURE_MS) {
        await sql`insert into raw_ceiling (body) select * from unnest(${batch}::text[])`;
        rows += batch.length;
      }
    };
    await Promise.all(Array.from({ length: connections }, writer));
    return perSecond(rows, performance.now() - began);
  };
  const ceiling = { one: await run(1), four: await run(4) };
  await sql`drop table raw_ceiling`;
  return ceiling;
}
