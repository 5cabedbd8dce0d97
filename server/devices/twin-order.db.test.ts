import { beforeAll, expect, it } from 'vitest';
import { emptyTableQuery, type TableQuery } from '#components/ui/data-table/table-query.ts';
import { createTenant, seedCatalogue, type Tenant } from '#server/customers/tenant.fixture.ts';
import { useTestDatabase } from '#server/platform/test-database.ts';
import { listDevices } from './read-devices.ts';

const database = useTestDatabase();
let a: Tenant;
/** Beside the one that every tenant has: as many as may be put in an order that no index gives. */
const COUNT = 49_999;

beforeAll(async () => {
  const { sql } = database;
  a = await createTenant(sql, 'A', await seedCatalogue(sql));
  await sql`insert into devices (customer_id, project_id, device_type_customer_id, device_type_id, name, shard)
    select ${a.customerId}, ${a.ids.project}, '00000000-0000-0000-0000-000000000001', ${a.ids.deviceType},
      case when i % 1000 = 0 then 'Buoy ' else 'Lamp ' end || i, 0 from generate_series(1, ${COUNT}) i`;
  await sql`insert into twins (device_id, customer_id, reported)
    select id, customer_id, jsonb_build_object('level', jsonb_build_object('v', right(name, 4)::int, 't', 0, 'o', ''))
    from devices where customer_id = ${a.customerId} and name like 'Buoy%'`;
  await sql`analyze devices`;
}, 120_000);

const sort = { field: 'twin:level', desc: true };
const ordered = (query: Partial<TableQuery> = {}) =>
  listDevices(a.system, { ...emptyTableQuery, sort, with: ['twin:level'], ...query });

it('an order by what devices report is given to so many, beyond that refused with the number, and had by narrowing', async () => {
  const page = await ordered();
  expect(page.rows[0]?.twin?.level?.value).toBe(9000);
  await database.sql`insert into devices (customer_id, project_id, device_type_customer_id, device_type_id, name, shard)
    select customer_id, project_id, device_type_customer_id, device_type_id, 'One too many', 0 from devices where id = ${a.ids.device}`;
  await expect(ordered()).rejects.toMatchObject({
    code: 'tables.too-many-to-sort',
    kind: 'invalid',
    details: { limit: 50_000 },
  });
  const narrowed = await ordered({ q: 'buoy' });
  expect([narrowed.total, narrowed.rows[0]?.twin?.level?.value]).toEqual([49, 9000]);
});
