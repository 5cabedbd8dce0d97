import { beforeAll, describe, expect, it } from 'vitest';
import { createTenant, seedCatalogue, type Tenant } from '#server/customers/tenant.fixture.ts';
import { useTestDatabase } from '#server/platform/test-database.ts';
import { foldSystemDays } from './fold-days.ts';
import { getSeries } from './read-measurements.ts';
import { seriesQuerySchema } from './series-contract.ts';

const database = useTestDatabase();
let a: Tenant;
let shape: number;
const DAY_MS = 86_400_000;
const noon = new Date('2026-05-20T12:00:00Z');
const from = new Date(noon.getTime() - 40 * DAY_MS);
/** The settled id is that of a look a minute before. */
const look = async (at: Date) =>
  (await foldSystemDays(at)) + (await foldSystemDays(new Date(at.getTime() + 61_000)));

/** One value every two minutes on the days before `noon` that are asked for, exact in binary: sums do not depend on their order. */
async function store(days: number[], extra: { value?: number; at?: Date } = {}): Promise<void> {
  await database.sql`
    insert into packs (id, received_at, customer_id, device_id, uplink_id, decoder_id, time, shape_id, v)
    select nextval('pack_ids'), t, ${a.customerId}, ${a.ids.device}, 1, ${a.ids.decoder}, t, ${shape}, array[v, 'NaN']::float8[]
    from (
      select d.day + n * interval '2 minutes' as t, (n % 64)::float8 / 4 as v
      from unnest(${days}::int[]) o(back) cross join lateral (select date_trunc('day', ${noon}::timestamptz at time zone 'UTC') at time zone 'UTC' - o.back * interval '1 day' as day) d
      cross join generate_series(0, 719) n
      union all select ${extra.at ?? null}::timestamptz, ${extra.value ?? 0}::float8 where ${extra.at !== undefined}
    ) all_values order by md5(t::text)`;
}

const series = async () => {
  const query = { deviceId: a.ids.device, from, to: noon, names: ['level'], points: 100 };
  const [one] = await getSeries(a.system, seriesQuerySchema.parse(query));
  return one;
};
const rows = () =>
  database.sql`select day::text, n, lo, hi, total, stale from measure_days where device_id = ${a.ids.device} and names = '{level}' order by day`;

beforeAll(async () => {
  const { sql } = database;
  a = await createTenant(sql, 'A', await seedCatalogue(sql));
  await sql`delete from packs`;
  await sql`delete from measure_days`;
  await sql`update device_activity set interval_seconds = 120 where device_id = ${a.ids.device}`;
  const [stored] = await sql`insert into shapes (customer_id, hash, names, units, kinds)
    values (${a.customerId}, ${Buffer.from('level')}, '{level,mode}', '{m,""}', 'ns') returning id::int as id`;
  shape = stored?.id;
  await store([30, 29, 28, 3, 0]);
});

describe('days of a device that sends every two minutes', () => {
  it('are folded when they are over, and long graphs read the same from them', async () => {
    const before = await series();
    expect(await look(noon)).toBeGreaterThanOrEqual(4);
    expect((await rows()).map(({ day }) => day)).toEqual([
      '2026-04-20',
      '2026-04-21',
      '2026-04-22',
      '2026-05-17',
    ]);
    const after = await series();
    expect(after?.bucketSeconds).toBe(10 * 3600);
    const sum = (of: typeof after) => of?.points.reduce((all, { avg, n }) => all + avg * n, 0);
    const count = (of: typeof after) => of?.points.reduce((all, { n }) => all + n, 0);
    expect([count(after), after?.unit]).toEqual([count(before), 'm']);
    expect(sum(after)).toBeCloseTo(sum(before) ?? 0, 6);
    expect(after?.points.length).toBeLessThanOrEqual(100);
  });

  it('the same packs in another order make the same rows', async () => {
    const before = await rows();
    await database.sql`update packs set id = -id where device_id = ${a.ids.device}`;
    await database.sql`update packs set id = nextval('pack_ids') where device_id = ${a.ids.device}`;
    await look(new Date(noon.getTime() + 600_000));
    expect(await rows()).toEqual(before);
  });

  it('a late record has its day made anew', async () => {
    await store([], { at: new Date('2026-04-21T05:00:30Z'), value: -500 });
    await look(new Date(noon.getTime() + 1_200_000));
    expect(Math.min(...((await series())?.points.map(({ min }) => min) ?? []))).toBe(-500);
    expect((await rows())[1]?.n[5]).toBe(31);
  });

  it('packs that a replay takes away are missing at once, and the day is folded again', async () => {
    await database.sql`delete from packs where v[1] = -500`;
    expect((await rows()).map(({ stale }) => stale)).toEqual([false, true, false, false]);
    expect(Math.min(...((await series())?.points.map(({ min }) => min) ?? []))).toBe(0);
    await look(new Date(noon.getTime() + 1_800_000));
    expect((await rows()).map(({ stale, n }) => [stale, n[5]])).toContainEqual([false, 30]);
  });

  it('the day that is not over yet is folded on the next', async () => {
    expect(await rows()).toHaveLength(4);
    await look(new Date(noon.getTime() + DAY_MS));
    expect((await rows()).at(-1)?.day).toBe('2026-05-20');
  });

  it('one that measured at other times than it sent is read from its packs', async () => {
    await database.sql`update packs set rest = '{"t":{"0":-60}}', id = nextval('pack_ids') where time::date = '2026-05-17'`;
    await look(new Date(noon.getTime() + DAY_MS + 600_000));
    expect((await rows()).map(({ day }) => day)).not.toContain('2026-05-17');
  });
});
