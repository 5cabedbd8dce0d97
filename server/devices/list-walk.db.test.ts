import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { emptyTableQuery, type TableFilter, type TableQuery } from '#components/ui/data-table/table-query.ts';
import { wholePage } from '#components/ui/data-table/whole-page.ts';
import { createTenant, seedCatalogue, type Tenant } from '#server/customers/tenant.fixture.ts';
import { useTestDatabase } from '#server/platform/test-database.ts';
import { searchThings } from '#server/search/search-things.ts';
import { listDevices } from './read-devices.ts';

const database = useTestDatabase();
let a: Tenant;
let b: Tenant;
const COUNT = 1200;

/** What no index holds: two letters, reported values, states of health, of few devices and of those at the end of the order. */
async function createFleet(name: string, catalogue: Awaited<ReturnType<typeof seedCatalogue>>) {
  const { sql } = database;
  const tenant = await createTenant(sql, name, catalogue);
  const { customerId, ids } = tenant;
  await sql`insert into devices (customer_id, project_id, device_type_customer_id, device_type_id, name, barcode, shard)
    select ${customerId}, ${ids.project}, '00000000-0000-0000-0000-000000000001', ${ids.deviceType},
      case when i % 300 = 0 then 'Fuzz ' else 'Common ' end || lpad(i::text, 5, '0'), 'BC' || i, 0
    from generate_series(1, ${COUNT}) i`;
  await sql`insert into twins (device_id, customer_id, reported) select id, customer_id,
      jsonb_build_object('level', jsonb_build_object('v', right(name, 3)::int, 't', 0, 'o', ''))
    from devices where customer_id = ${customerId} and barcode like 'BC%'`;
  await sql`update device_activity set last_message_at = now() - interval '1 day' - right(name, 4)::int * interval '1 minute'
    from devices where device_id = id and devices.customer_id = ${customerId} and barcode like 'BC%'`;
  return tenant;
}

beforeAll(async () => {
  const { sql } = database;
  const catalogue = await seedCatalogue(sql);
  a = await createFleet('A', catalogue);
  b = await createFleet('B', catalogue);
  await sql`analyze devices`;
  await sql`update pg_class set reltuples = 1000000 where oid = 'devices'::regclass`;
});
afterAll(async () => {
  await database.sql`analyze devices`;
});
afterEach(() => vi.restoreAllMocks());

/** A clock by which the time of every answer is over as soon as it begins. */
function withoutTime() {
  let now = performance.now();
  vi.spyOn(performance, 'now').mockImplementation(() => (now += 1000));
}

const filter = (field: string, op: TableFilter['op'], value: TableFilter['value']) => ({
  filters: [{ field, op, value }],
});
const heard = { field: 'lastMessageAt', desc: true };
const LIMIT = 40;
const asked = (query: Partial<TableQuery>): TableQuery => ({ ...emptyTableQuery, limit: LIMIT, ...query });
const list = (query: TableQuery) => listDevices(a.system, query);
/** All at once, as an export reads it. */
const atOnce = (query: TableQuery) => list({ ...query, countTo: 0 });

const CASES = [
  ['two letters', { q: 'zz' }],
  ['two letters, from the end', { q: 'zz', sort: { field: 'name', desc: true } }],
  ['two letters, by last message', { q: 'zz', sort: heard }],
  ['two letters, by type', { q: 'zz', sort: { field: 'type', desc: true } }],
  ['what is nowhere', { q: 'zz' }],
  ['a reported value', filter('twin:level', 'gt', '997')],
  ['a state of health', filter('activity', 'is', 'late')],
] as [string, Partial<TableQuery>][];

describe('an answer whose time is over', () => {
  it.each(CASES)(
    'tells so, and is gone on with until the page is that of a list without bounds: %s',
    async (_, part) => {
      const query = asked(part);
      const expected = await atOnce(query);
      withoutTime();
      const first = await list(query);
      expect(first.unfinished).toBe('next');
      expect(first.atLeast).toBe(true);
      expect(first.rows.length).toBeLessThan(LIMIT);
      const shown: number[] = [];
      const page = await wholePage(first, query, list, ({ rows }) => shown.push(rows.length));
      expect(page.rows.map(({ id }) => id)).toEqual(expected.rows.map(({ id }) => id));
      expect(page.unfinished).toBeUndefined();
      expect(shown.length).toBeGreaterThan(1);
      const owners =
        await database.sql`select distinct customer_id from devices where id = any(${page.rows.map(({ id }) => id)})`;
      expect(owners.map((row) => row.customer_id)).toEqual(page.rows.length > 0 ? [a.customerId] : []);
      if (page.next === null) expect(page).toMatchObject({ total: expected.rows.length });
    },
  );

  it.each(CASES)(
    'that is stopped keeps what was found, and goes on from there to the same page: %s',
    async (_, part) => {
      const query = asked(part);
      const expected = await atOnce(query);
      withoutTime();
      let answers = 1;
      const counting = (further: TableQuery) => {
        answers++;
        return list(further);
      };
      const stopped = await wholePage(
        await list(query),
        query,
        counting,
        () => {},
        () => answers >= 2,
      );
      expect([answers, stopped.unfinished]).toEqual([2, 'next']);
      const ids = expected.rows.map(({ id }) => id);
      expect(stopped.rows.map(({ id }) => id)).toEqual(ids.slice(0, stopped.rows.length));
      const page = await wholePage(stopped, query, list, () => {});
      expect(page.rows.map(({ id }) => id)).toEqual(ids);
      expect(page.unfinished).toBeUndefined();
    },
  );

  it('has nothing to tell where the rows that are next do fit', async () => {
    const query = asked(filter('twin:level', 'lt', '500'));
    const expected = await atOnce(query);
    withoutTime();
    const page = await list(query);
    expect(page.rows).toEqual(expected.rows);
    expect([page.unfinished, page.rows.length]).toEqual([undefined, LIMIT]);
  });

  it('leads page by page to the end and back, no row twice and none left out', async () => {
    const query = asked({ q: '7' });
    const every = await atOnce({ ...query, limit: COUNT });
    withoutTime();
    const pages: string[][] = [];
    let page = await wholePage(await list(query), query, list, () => {});
    for (;;) {
      pages.push(page.rows.map(({ id }) => id));
      if (page.next === null) break;
      const further = { ...query, cursor: page.next };
      page = await wholePage(await list(further), further, list, () => {});
    }
    expect(pages.flat()).toEqual(every.rows.map(({ id }) => id));
    expect(pages.length).toBeGreaterThan(2);
    const back = { ...query, cursor: page.prev as string };
    const before = await list(back);
    expect(before.unfinished).toBe('prev');
    page = await wholePage(before, back, list, () => {});
    expect(page.rows.map(({ id }) => id)).toEqual(pages.at(-2));
    const again = { ...query, cursor: page.next as string };
    expect((await wholePage(await list(again), again, list, () => {})).rows.map(({ id }) => id)).toEqual(
      pages.at(-1),
    );
  });

  it('is none where an index finds the rows, for exports, and where the table is small', async () => {
    withoutTime();
    expect((await list(asked({ q: 'fuzz 00300' }))).unfinished).toBeUndefined();
    expect((await list(asked(filter('processing', 'is', 'deactivated')))).unfinished).toBeUndefined();
    expect((await atOnce(asked({ q: 'zz' }))).rows).toHaveLength(COUNT / 300);
    await database.sql`update pg_class set reltuples = 1000 where oid = 'devices'::regclass`;
    expect(await list(asked({ q: 'zz' }))).toMatchObject({ total: COUNT / 300, next: null });
    await database.sql`update pg_class set reltuples = 1000000 where oid = 'devices'::regclass`;
  });
});

it('a cursor of one order is none of another, whichever way it was looked for', async () => {
  withoutTime();
  const { next } = await list(asked({ q: 'zz' }));
  await expect(list(asked({ q: 'zz', sort: heard, cursor: next as string }))).rejects.toThrow(/bad-cursor/);
  expect((await listDevices(b.system, asked({ q: 'zz', cursor: next as string }))).rows.length).toBeLessThan(
    LIMIT,
  );
});

describe('the search of everything', () => {
  it('tells when not all devices were looked through, with those that it found', async () => {
    const whole = await searchThings(a.system, { q: 'zz' });
    expect(whole.map(({ kind, name }) => [kind, name])).toEqual(
      ['00300', '00600', '00900', '01200'].map((number) => ['device', `Fuzz ${number}`]),
    );
    withoutTime();
    expect(await searchThings(a.system, { q: 'zz' })).toEqual([
      { kind: 'further', id: 'devices', name: 'zz', detail: null },
    ]);
    const some = await searchThings(a.system, { q: '7' });
    expect(some.at(-1)).toMatchObject({ kind: 'further', name: '7' });
    expect(some.map(({ name }) => name)).toContain('Common 00007');
    expect(some.length).toBeLessThan(8);
  });
});
