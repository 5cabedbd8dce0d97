import { beforeAll, describe, expect, it } from 'vitest';
import { emptyTableQuery, type TableQuery } from '#components/ui/data-table/table-query.ts';
import { createTenant, seedCatalogue, type Tenant } from '#server/customers/tenant.fixture.ts';
import { useTestDatabase } from '#server/platform/test-database.ts';
import { searchThings } from '#server/search/search-things.ts';
import { listSims } from './read-sims.ts';

const database = useTestDatabase();
let a: Tenant;
let b: Tenant;
const COUNT = 3000;
const IN_DEVICES = 2000;

/** So many that what is rare among them is found by the index and what is common by going along the order. */
beforeAll(async () => {
  const { sql } = database;
  const catalogue = await seedCatalogue(sql);
  a = await createTenant(sql, 'A', catalogue);
  b = await createTenant(sql, 'B', catalogue);
  for (const [at, { customerId, ids }] of [a, b].entries()) {
    await sql`delete from sims where customer_id = ${customerId}`;
    await sql`insert into devices (customer_id, project_id, device_type_customer_id, device_type_id, name, identifier, shard)
      select ${customerId}, ${ids.project}, '00000000-0000-0000-0000-000000000001', ${ids.deviceType},
        case when i % 1000 = 0 then 'Odd one ' else 'Meter ' end || lpad(i::text, 5, '0'), ${`86${at}`} || lpad(i::text, 12, '0'), 0
      from generate_series(1, ${IN_DEVICES}) i`;
    await sql`update device_activity set last_message_at = '2026-01-01'::timestamptz + interval '1 minute' * (extract(epoch from clock_timestamp())::bigint % 7)
      where customer_id = ${customerId} and device_id::text < '8'`;
    await sql`insert into sims (customer_id, iccid, msisdn, device_id)
      select ${customerId}, ${`893${at}`} || lpad((i * 7)::text, 15, '0'), case when i % 3 = 0 then '3197' || lpad(i::text, 8, '0') end, d.id
      from generate_series(1, ${COUNT}) i
      left join devices d on d.customer_id = ${customerId} and d.identifier = ${`86${at}`} || lpad(i::text, 12, '0')`;
  }
  await sql`analyze sims`;
});

const list = (query: Partial<TableQuery>) => listSims(a.system, { ...emptyTableQuery, ...query });
const iccids = async (q: string) => (await list({ q })).rows.map(({ iccid }) => iccid);
const iccid = (i: number) => `8930${String(i * 7).padStart(15, '0')}`;

describe('a search of many SIMs', () => {
  it('finds few by a part of a number, by separators and by the device, and many by what all have', async () => {
    expect(await iccids('00000020993')).toEqual([iccid(2999)]);
    expect(await iccids('0000-0020 993')).toEqual([iccid(2999)]);
    expect(await iccids('319700002998')).toEqual([]);
    expect(await iccids('319700002997')).toEqual([iccid(2997)]);
    expect(await iccids('odd one')).toEqual([iccid(1000), iccid(2000)]);
    expect(await list({ q: '8930' })).toMatchObject({ total: COUNT });
    expect(await list({ q: 'meter' })).toMatchObject({ total: IN_DEVICES - 2 });
    expect((await iccids('93'))[0]).toBe(iccid(1));
    expect(await iccids('zebra')).toEqual([]);
  });

  it('is the same from the search of everything', async () => {
    const sims = async (q: string) =>
      (await searchThings(a.system, { q })).filter(({ kind }) => kind === 'sim').map(({ name }) => name);
    expect(await sims('00000020993')).toEqual([iccid(2999)]);
    expect(await sims('8930')).toHaveLength(8);
    expect(await sims('8931')).toEqual([]);
  });

  it('asks the index for the customer that is bound alone', async () => {
    const asked = (customer: string | null, role = 'things_app') =>
      database.sql.begin(async (tx) => {
        await tx.unsafe(`set local role ${role}`);
        if (customer) await tx`select set_config('app.customer_id', ${customer}, true)`;
        return tx`select sims_like('%0000002099%') as id`;
      });
    const [own, theirs] = [await asked(a.customerId), await asked(b.customerId)];
    expect([own.length, theirs.length]).toEqual([1, 1]);
    expect(own[0]?.id).not.toBe(theirs[0]?.id);
    expect(await asked(null)).toHaveLength(0);
    await expect(asked(a.customerId, 'things_access')).rejects.toThrow(/permission denied/);
  });
});

describe('an order that two indexes give', () => {
  it.each(['device', 'lastMessageAt'])(
    '%s: there and back through every page, each SIM once',
    async (field) => {
      for (const desc of [false, true]) {
        const pages: string[][] = [];
        let page = await list({ sort: { field, desc }, limit: 200 });
        pages.push(page.rows.map(({ id }) => id));
        while (page.next) {
          page = await list({ sort: { field, desc }, limit: 200, cursor: page.next });
          pages.push(page.rows.map(({ id }) => id));
        }
        const there = pages.flat();
        expect([there.length, new Set(there).size]).toEqual([COUNT, COUNT]);
        const back = [pages.at(-1) as string[]];
        while (page.prev) {
          page = await list({ sort: { field, desc }, limit: 200, cursor: page.prev });
          back.unshift(page.rows.map(({ id }) => id));
        }
        expect(back.flat()).toEqual(there);
      }
    },
  );

  it('has SIMs in no device before all others', async () => {
    for (const field of ['device', 'lastMessageAt']) {
      const { rows } = await list({ sort: { field, desc: false } });
      expect(rows.every(({ device }) => device === null)).toBe(true);
    }
    const last = await list({ sort: { field: 'device', desc: true } });
    expect(last.rows[0]?.device?.name).toBe('Odd one 02000');
  });
});
