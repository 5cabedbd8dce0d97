import { sql } from 'drizzle-orm';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { emptyTableQuery, type TableFilter, type TableQuery } from '#components/ui/data-table/table-query.ts';
import { systemActor } from '#server/access/system-actor.ts';
import { createTenant, seedCatalogue, type Tenant } from '#server/customers/tenant.fixture.ts';
import { countInBrief } from '#server/platform/brief-read.ts';
import { tenantTransaction } from '#server/platform/database.ts';
import { useTestDatabase } from '#server/platform/test-database.ts';
import { searchThings } from '#server/search/search-things.ts';
import { listDevices, listTwinNames } from './read-devices.ts';
import { searchDevices } from './search-devices.ts';

const database = useTestDatabase();
let a: Tenant;
let b: Tenant;
const COUNT = 3000;

/** So many that what is rare among them is found by the index and what is common by going along the order. */
beforeAll(async () => {
  const { sql } = database;
  const catalogue = await seedCatalogue(sql);
  a = await createTenant(sql, 'A', catalogue);
  b = await createTenant(sql, 'B', catalogue);
  for (const { customerId, ids } of [a, b]) {
    await sql`insert into devices (customer_id, project_id, device_type_customer_id, device_type_id, name, barcode, tags, identifier, shard)
      select ${customerId}, ${ids.project}, '00000000-0000-0000-0000-000000000001', ${ids.deviceType},
        case when i % 1000 = 0 then 'Odd 100%_' else 'Common ' end || lpad(i::text, 5, '0'), 'BC' || i,
        case when i % 1000 = 0 then '{rare}'::text[] when i % 2 = 0 then '{even}' else '{}' end,
        upper('aa' || lpad(to_hex(i * 65537), 14, '0')), 0 from generate_series(1, ${COUNT}) i`;
    await sql`insert into twins (device_id, customer_id, reported) select id, customer_id,
        jsonb_build_object('level', case when right(name, 1) = '1' then jsonb_build_object('vs', 'low', 't', 0, 'o', '')
          else jsonb_build_object('v', right(name, 3)::int, 'u', 'm', 't', 0, 'o', '') end)
      from devices where customer_id = ${customerId} and barcode is not null and name not like 'CANARY%'`;
  }
  await sql`analyze devices`;
});

const list = (query: Partial<TableQuery>) => listDevices(a.system, { ...emptyTableQuery, ...query });
const filter = (field: string, op: TableFilter['op'], value: TableFilter['value']) => ({
  filters: [{ field, op, value }],
});
const names = async (query: Partial<TableQuery>) => (await list(query)).rows.map(({ name }) => name);
const ODD = ['Odd 100%_01000', 'Odd 100%_02000', 'Odd 100%_03000'];

describe('what few devices have', () => {
  it.each([
    ['a part of a name', { q: 'dd 1' }],
    ['wildcards as they stand', { q: '100%_0' }],
    ['in any case', { q: 'ODD 100' }],
    ['a filter of names', filter('name', 'starts', 'odd')],
    ['a tag', filter('tags', 'in', ['rare'])],
    ['both', { q: 'odd', ...filter('tags', 'is', 'rare') }],
  ] as [string, Partial<TableQuery>][])('is found: %s', async (_, query) => {
    expect(await names(query)).toEqual(ODD);
    expect((await list(query)).total).toBe(3);
  });

  it('is found by a part of an identifier, with separators and without, and by a barcode', async () => {
    const [row] =
      await database.sql`select name, identifier from devices where customer_id = ${a.customerId} and name = ${ODD[1] as string}`;
    const eui = row?.identifier as string;
    for (const q of [
      eui,
      eui.toLowerCase(),
      eui.replace(/..(?=.)/g, '$&-'),
      eui.replace(/..(?=.)/g, '$&:').toLowerCase(),
    ])
      expect(await names({ q })).toEqual([ODD[1]]);
    expect(await names({ q: 'bc2000' })).toEqual([ODD[1]]);
    expect((await searchThings(a.system, { q: eui.replace(/..(?=.)/g, '$& ') }))[0]).toMatchObject({
      kind: 'device',
      name: ODD[1],
    });
  });

  it('that no device has, is nowhere', async () => {
    expect(await names({ q: 'zebra' })).toEqual([]);
    expect(await names(filter('tags', 'in', ['nowhere']))).toEqual([]);
  });
});

describe('what many have', () => {
  it('is counted and comes in the order of the list, forwards and back', async () => {
    const first = await list({ q: 'common' });
    expect(first.total).toBe(COUNT - 3);
    expect(first.rows[0]?.name).toBe('Common 00001');
    const second = await list({ q: 'common', cursor: first.next as string });
    expect(second.rows[0]?.name).toBe('Common 00051');
    expect((await list({ q: 'common', cursor: second.prev as string })).rows).toEqual(first.rows);
    expect((await list(filter('tags', 'in', ['even']))).total).toBe(COUNT / 2 - 3);
  });
});

describe('the API', () => {
  it('finds few by a part of their name, of their description or of their barcode, and many along the order', async () => {
    const { sql } = database;
    await sql`update devices set description = 'Behind the Red Door' where customer_id = ${a.customerId} and name = ${ODD[1] as string}`;
    const found = async (query: object) =>
      (await searchDevices(a.system, { limit: 50, ...query })).items.map(({ name }) => name);
    expect(await found({ q: 'red door', sort: 'name' })).toEqual([ODD[1]]);
    expect(await found({ q: 'ODD 100%', sort: 'name' })).toEqual(ODD);
    expect(await found({ q: 'common 0', sort: '-modifiedAt' })).toHaveLength(50);
    expect(await found({ barcode: 'c2999' })).toEqual(['Common 02999']);
    expect(await found({ q: 'zebra' })).toEqual([]);
    // A name may hold what is looked for in a barcode, and is not meant.
    expect(await found({ barcode: 'odd' })).toEqual([]);
    expect((await searchDevices(b.system, { limit: 50, q: 'red door' })).items).toEqual([]);
  });
});

describe('a large table', () => {
  it('is counted along a cursor, to the end where the time is enough', async () => {
    const exact = (await list({ q: 'common' })).total;
    await database.sql`update pg_class set reltuples = 1000000 where oid = 'devices'::regclass`;
    // A clock by which there is always time.
    let now = performance.now();
    vi.spyOn(performance, 'now').mockImplementation(() => (now -= 10_000));
    expect(await list({ q: 'common' })).toMatchObject({ total: exact, rows: { length: 50 } });
    expect(await list({ q: 'zebra' })).toMatchObject({ total: 0, rows: [] });
    expect((await list({ q: 'common' })).atLeast).toBeUndefined();
    vi.restoreAllMocks();
    await database.sql`analyze devices`;
  });

  it('tells how far it came where it is not', async () => {
    await database.sql`update pg_class set reltuples = 1000000 where oid = 'devices'::regclass`;
    const slow = sql`(select pg_sleep(0.001 * n / 100) from generate_series(1, 5000) n)`;
    const told = await tenantTransaction(a.system.scope, (tx) => countInBrief(tx, 'devices', slow));
    expect(told.stopped).toBe(true);
    expect(told.n).toBeLessThan(5000);
    const after = await tenantTransaction(a.system.scope, async (tx) => {
      await countInBrief(tx, 'devices', slow);
      return tx.execute<{ n: number }>(sql`select 1 as n from pg_sleep(0.1)`);
    });
    expect(after[0]?.n).toBe(1);
    await database.sql`analyze devices`;
  });
});

describe('another customer', () => {
  it('has none of it: the functions that ask the index answer for the one that is bound, or for none', async () => {
    const asApp = (customer: string | null, statement: string) =>
      database.sql.begin(async (tx) => {
        await tx`set local role things_app`;
        if (customer) await tx`select set_config('app.customer_id', ${customer}, true)`;
        return tx.unsafe(statement);
      });
    for (const statement of ["select devices_like('%odd%') as id", "select devices_tagged('{rare}') as id"]) {
      const own = await asApp(a.customerId, statement);
      const theirs = await asApp(b.customerId, statement);
      expect([own.length, theirs.length]).toEqual([3, 3]);
      expect(own.some(({ id }) => theirs.some((row) => row.id === id))).toBe(false);
      expect(await asApp(null, statement)).toHaveLength(0);
    }
    const stranger = systemActor('3f2504e0-4f89-41d3-9a0c-0305e82c3301');
    expect((await listDevices(stranger, { ...emptyTableQuery, q: 'odd' })).total).toBe(0);
  });

  it('and roles that are not the portal may not ask', async () => {
    await expect(
      database.sql.begin(async (tx) => {
        await tx`set local role things_access`;
        return tx`select devices_like('%')`;
      }),
    ).rejects.toThrow(/permission denied/);
  });
});

describe('reported values as columns', () => {
  it('are shown, named, filtered as numbers and as texts', async () => {
    const page = await list({ q: 'common 00017', with: ['twin:level', 'twin:none'] });
    expect(page.rows[0]?.twin?.level).toEqual({ value: 17, unit: 'm', at: new Date(0) });
    expect(await listTwinNames(a.system, { q: undefined })).toContain('level');
    expect(await listTwinNames(a.system, { q: 'LEV' })).toEqual(['level']);
    expect(await listTwinNames(a.system, { q: 'zebra' })).toEqual([]);
    expect((await list(filter('twin:level', 'is', 'low'))).total).toBe(300);
    expect((await list(filter('twin:level', 'is', '17'))).total).toBe(3);
    expect((await list(filter('twin:level', 'is', '17.0'))).total).toBe(3);
    expect((await list(filter('twin:level', 'between', ['10', '12']))).total).toBe(6);
    const all = (await list({})).total;
    expect((await list(filter('twin:level', 'empty', ''))).total).toBe(all - COUNT);
  });

  it('are sorted: numbers by their size, what is none before them', async () => {
    const sort = { field: 'twin:level', desc: true };
    const seen: unknown[] = [];
    let cursor: string | undefined;
    for (let n = 0; n < 3; n++) {
      const page = await list({ sort, with: ['twin:level'], cursor });
      seen.push(...page.rows.map((row) => row.twin?.level?.value));
      cursor = page.next ?? undefined;
    }
    expect(seen.slice(0, 4)).toEqual([999, 999, 999, 998]);
    expect(seen).toEqual([...seen].sort((x, y) => Number(y) - Number(x)));
  });
});
