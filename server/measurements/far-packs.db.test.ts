import { beforeAll, describe, expect, it } from 'vitest';
import { emptyTableQuery } from '#components/ui/data-table/table-query.ts';
import { createTenant, seedCatalogue, type Tenant } from '#server/customers/tenant.fixture.ts';
import { useTestDatabase } from '#server/platform/test-database.ts';
import { compactSystemWeeks } from './compact-weeks.ts';
import { getSeries, getTrack, listMeasurementRows, listNames, listPacks } from './read-measurements.ts';
import { seriesQuerySchema } from './series-contract.ts';

const database = useTestDatabase();
const T = Date.parse('2026-03-10T12:00:00Z');
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const period = { from: new Date(T), to: new Date(T + HOUR) };
let a: Tenant;

/** When each begins and came, and its records, all from T on. `level` is the minute within the period, or -1. */
const PACKS: { begins: number; came: number; records: number[] }[] = [
  // Two months in a device's memory.
  { begins: -60 * DAY, came: 2 * HOUR, records: [0, 5 * MINUTE, 90 * MINUTE] },
  // From before to behind it, with nothing of it.
  { begins: -3 * DAY, came: 4 * DAY, records: [0, 2 * HOUR] },
  // Of a clock that is more than a day ahead, and one that is less.
  { begins: -30 * HOUR, came: -30 * HOUR, records: [0, 10 * MINUTE] },
  { begins: -2 * HOUR, came: -2 * HOUR, records: [0, 15 * MINUTE] },
  { begins: -HOUR, came: HOUR, records: [0, 20 * MINUTE] },
  { begins: 25 * MINUTE, came: 25 * MINUTE, records: [0, 30 * MINUTE, 4 * DAY] },
];
const WITHIN = [5, 10, 15, 20, 25, 30];

beforeAll(async () => {
  const { sql } = database;
  a = await createTenant(sql, 'A', await seedCatalogue(sql));
  for (const table of ['packs', 'far_packs']) await sql`delete from ${sql(table)}`;
  for (const [nth, { begins, came, records }] of PACKS.entries()) {
    const times = records.map((at, index) => (index === 0 ? begins : at));
    const names = times.flatMap(() => ['level', 'latitude', 'longitude']);
    const offsets = Object.fromEntries(
      times.flatMap((at, i) => [0, 1, 2].map((j) => [3 * i + j, (at - begins) / 1000])),
    );
    const v = times.flatMap((at) => [at >= 0 && at <= HOUR ? at / MINUTE : -1, 50 + nth, 4]);
    const [shape] = await sql`
      insert into shapes (customer_id, hash, names, units, kinds)
      values (${a.customerId}, ${Buffer.from(`${names.length}`)}, ${names}, ${names.map(() => '')}, ${'n'.repeat(names.length)})
      on conflict (customer_id, hash) do update set kinds = excluded.kinds returning id`;
    await sql`
      insert into packs (id, received_at, customer_id, device_id, uplink_id, decoder_id, time, shape_id, v, rest)
      values (${nth + 1}, ${new Date(T + came)}, ${a.customerId}, ${a.ids.device}, ${nth + 1}, ${a.ids.decoder}, ${new Date(T + begins)},
        ${shape?.id}, ${v}, ${sql.json({ t: offsets } as never)})`;
  }
});

const minutesOf = (times: Date[]) => times.map((at) => (at.getTime() - T) / MINUTE).sort((x, y) => x - y);

/** All pages of it, as small as they can be, there and back. */
async function allPages<T>(
  list: (cursor?: string) => Promise<{ items: T[]; next: string | null; prev: string | null }>,
) {
  const there: T[] = [];
  let page = await list();
  there.push(...page.items);
  while (page.next) {
    page = await list(page.next);
    there.push(...page.items);
  }
  const back: T[] = [...page.items];
  while (page.prev) {
    page = await list(page.prev);
    back.unshift(...page.items);
  }
  expect(back).toEqual(there);
  return there;
}

const readers: [string, () => Promise<number[]>][] = [
  [
    'a graph',
    async () => {
      const query = seriesQuerySchema.parse({ deviceId: a.ids.device, ...period, names: ['level'] });
      const [series] = await getSeries(a.system, query);
      return minutesOf(series?.points.map(({ at }) => at) ?? []);
    },
  ],
  [
    'the way',
    async () => {
      const { points } = await getTrack(a.system, { deviceId: a.ids.device, ...period });
      return minutesOf(points.map(({ at }) => at));
    },
  ],
  [
    'the API',
    async () => {
      const query = { deviceId: a.ids.device, ...period, names: ['level'], limit: 1 };
      const packs = await allPages((cursor) => listPacks(a.system, { ...query, ...(cursor && { cursor }) }));
      expect(packs.map(({ id }) => id)).toEqual([6, 5, 4, 3, 1]);
      return minutesOf(packs.flatMap(({ records }) => records.map(({ t }) => new Date(t * 1000))));
    },
  ],
  [
    'a table',
    async () => {
      const filters = [
        { field: 'time', op: 'gte' as const, value: period.from.toISOString() },
        { field: 'time', op: 'lte' as const, value: period.to.toISOString() },
      ];
      const rows = await allPages(async (cursor) => {
        const query = { ...emptyTableQuery, filters, limit: 2, ...(cursor && { cursor }) };
        const page = await listMeasurementRows(a.system, { id: a.ids.device, query });
        expect(page.total).toBe(5);
        return { items: page.rows, next: page.next, prev: page.prev };
      });
      return minutesOf(rows.map(({ time }) => time));
    },
  ],
];

describe.each(['in rows of their own', 'moved into rows of many'])(
  'packs that reach into a period from afar, %s',
  (where) => {
    it('are known', async () => {
      if (where.startsWith('moved')) {
        await compactSystemWeeks(new Date(T + 60 * DAY), Number.POSITIVE_INFINITY);
        expect((await database.sql`select from packs`).length).toBe(0);
      }
      const far = await database.sql`select pack_id::int as id from far_packs order by 1`;
      expect(far.map(({ id }) => id)).toEqual([1, 2, 3, 6]);
    });

    it.each(readers)('%s has their records of it, each once, and no other', async (_, read) => {
      expect(await read()).toEqual(WITHIN);
    });

    it('names are counted by those that have one of it', async () => {
      const names = await listNames(a.system, { deviceId: a.ids.device, ...period });
      expect(names.map(({ name, packs }) => [name, packs])).toEqual([
        ['latitude', 5],
        ['level', 5],
        ['longitude', 5],
      ]);
    });
  },
);
