import { beforeAll, describe, expect, it } from 'vitest';
import { createTenant, seedCatalogue, type Tenant } from '#server/customers/tenant.fixture.ts';
import { useTestDatabase } from '#server/platform/test-database.ts';
import { getSeries, listPacks } from './read-measurements.ts';
import { MAX_POINTS, seriesQuerySchema } from './series-contract.ts';

const database = useTestDatabase();
let a: Tenant;
const to = new Date();
const from = new Date(to.getTime() - 10_000 * 10_000);

/** One value every ten seconds, flat but for one spike and one dip; a gap of an hour in the middle. */
beforeAll(async () => {
  const { sql } = database;
  a = await createTenant(sql, 'A', await seedCatalogue(sql));
  await sql`delete from packs`;
  const [shape] =
    await sql`insert into shapes (customer_id, hash, names, units, kinds) values (${a.customerId}, ${Buffer.from('many')}, ${['level', 'level', 'mode']}, ${['m', 'm', '']}, 'nns') returning id`;
  await sql`insert into packs (id, received_at, customer_id, device_id, uplink_id, decoder_id, time, shape_id, v, rest)
    select 10000 + n, ${from}::timestamptz + n * interval '10 seconds', ${a.customerId}, ${a.ids.device}, 10000 + n, ${a.ids.decoder},
      ${from}::timestamptz + n * interval '10 seconds', ${shape?.id},
      array[case n when 1234 then 99 when 4321 then -99 else 5 end, 5, 'NaN']::float8[], '{"s":{"2":"on"},"t":{"1":-5}}'
    from generate_series(0, 9999) n where n not between 5000 and 5359`;
});

const query = (points: number) =>
  seriesQuerySchema.parse({ deviceId: a.ids.device, from, to, names: ['level'], points });

describe('a long series', () => {
  it.each([100, 500, MAX_POINTS])(
    'comes in at most %i points that keep the extremes and the gap',
    async (points) => {
      const [series] = await getSeries(a.system, query(points));
      const shown = series?.points ?? [];
      expect(shown.length).toBeLessThanOrEqual(points);
      expect(Math.max(...shown.map((point) => point.max))).toBe(99);
      expect(Math.min(...shown.map((point) => point.min))).toBe(-99);
      expect(shown.reduce((n, point) => n + point.n, 0)).toBeGreaterThanOrEqual(2 * 9640 - 1);
      const steps = shown.slice(1).map((point, at) => point.at.getTime() - (shown[at]?.at.getTime() ?? 0));
      expect(Math.max(...steps)).toBeGreaterThan(3_000_000);
      expect(shown.every((point, at) => at === 0 || point.at > (shown[at - 1]?.at ?? 0))).toBe(true);
    },
  );

  it('a short stretch comes as it was measured, offsets of buffered values counted in', async () => {
    const [series] = await getSeries(a.system, {
      ...query(500),
      from: new Date(from.getTime() + 100_000),
      to: new Date(from.getTime() + 200_000),
    });
    expect(series?.bucketSeconds).toBeNull();
    const at = series?.points.map((point) => (point.at.getTime() - from.getTime()) / 1000) ?? [];
    expect(at.slice(0, 4).map(Math.round)).toEqual([100, 105, 110, 115]);
  });

  it('has the records of buffered packs that lie within, and none that lie without', async () => {
    const { sql } = database;
    const [shape] =
      await sql`insert into shapes (customer_id, hash, names, units, kinds) values (${a.customerId}, ${Buffer.from('buffered')}, ${['depth', 'depth', 'depth']}, ${['m', 'm', 'm']}, 'nnn') returning id`;
    const pack = (id: number, begins: number, received: number, offsets: object) => sql`
      insert into packs (id, received_at, customer_id, device_id, uplink_id, decoder_id, time, shape_id, v, rest)
      values (${id}, ${new Date(from.getTime() + received * 1000)}, ${a.customerId}, ${a.ids.device}, ${id}, ${a.ids.decoder},
        ${new Date(from.getTime() + begins * 1000)}, ${shape?.id}, '{1,2,3}', ${sql.json({ t: offsets } as never)})`;
    // From 09:00 to 12:00 where the period is from 10:00 to 11:00, and from 10:30 to 11:30.
    await pack(1, 0, 10_800, { 1: 5_400, 2: 10_800 });
    await pack(2, 5_400, 9_000, { 1: 7_200 - 5_400, 2: 9_000 - 5_400 });
    const period = { from: new Date(from.getTime() + 3_600_000), to: new Date(from.getTime() + 7_200_000) };
    const [series] = await getSeries(a.system, { ...query(500), names: ['depth'], ...period });
    const told = series?.points.map(({ at, n }) => [(at.getTime() - from.getTime()) / 1000, n]);
    expect(told).toEqual([
      [5_400, 2],
      [7_200, 1],
    ]);
  });
});

it('the packs behind it come page by page, newest first, each value once', async () => {
  const seen = new Set<number>();
  let cursor: string | undefined;
  let pages = 0;
  do {
    const page = await listPacks(a.system, {
      deviceId: a.ids.device,
      from,
      to,
      names: ['mode'],
      limit: 500,
      ...(cursor ? { cursor } : {}),
    });
    for (const pack of page.items) {
      expect(pack.records).toEqual([{ n: 'mode', vs: 'on', t: pack.time.getTime() / 1000 }]);
      seen.add(pack.id);
    }
    cursor = page.next ?? undefined;
    pages++;
  } while (cursor);
  expect([seen.size, pages]).toEqual([9640, 20]);
});
