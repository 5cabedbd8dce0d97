import { beforeAll, describe, expect, it } from 'vitest';
import { emptyTableQuery, type FilterOp, type TableQuery } from '#components/ui/data-table/table-query.ts';
import { actorWith, createTenant, seedCatalogue, type Tenant } from '#server/customers/tenant.fixture.ts';
import { listLoraDevices } from '#server/lora-registrations/read-registrations.ts';
import { tenantTransaction } from '#server/platform/database.ts';
import { useTestDatabase } from '#server/platform/test-database.ts';
import { selectMatchingDeviceIds } from './matching-ids.sql.ts';
import { listDevices, listTags } from './read-devices.ts';

const database = useTestDatabase();
let a: Tenant;
let b: Tenant;

/** So many that a sample tells what is rare. */
const COUNT = 1200;

beforeAll(async () => {
  const catalogue = await seedCatalogue(database.sql);
  a = await createTenant(database.sql, 'A', catalogue);
  b = await createTenant(database.sql, 'B', catalogue);
  const { sql } = database;
  await sql`delete from devices where customer_id = ${a.customerId}`;
  const [type] = await sql`insert into device_types (customer_id, slug, name, category, "group", networks)
    values (${a.customerId}, 'direct', 'Direct', 'own', 'Sensors', '{generic}') returning id`;
  await sql`insert into devices (customer_id, project_id, device_type_customer_id, device_type_id, name, barcode, tags, shard)
    select ${a.customerId}, ${a.ids.project}, case when i % 400 = 0 then ${a.customerId}::uuid else '00000000-0000-0000-0000-000000000001' end,
      case when i % 400 = 0 then ${type?.id}::uuid else ${a.ids.deviceType} end, 'Device ' || lpad(i::text, 4, '0'),
      case when i % 3 = 0 then 'BC-' || i end,
      case when i % 2 = 0 then array['even'] || case when i = 1000 then array['the only, one'] else '{}' end else '{}'::text[] end, 0
    from generate_series(1, ${COUNT}) i`;
  await sql`analyze devices`;
});

const total = async (field: string, op: FilterOp, value: string | string[], more: Partial<TableQuery> = {}) =>
  (await listDevices(a.system, { ...emptyTableQuery, ...more, filters: [{ field, op, value }] })).total;

describe('what devices are filtered by beside their names', () => {
  it('tags: one of several, none at all, any', async () => {
    expect(await total('tags', 'in', ['even'])).toBe(COUNT / 2);
    expect(await total('tags', 'in', ['the only, one', 'nobody has it'])).toBe(1);
    expect(await total('tags', 'not', 'even')).toBe(COUNT / 2);
    expect(await total('tags', 'empty', '')).toBe(COUNT / 2);
    expect(await total('tags', 'filled', '')).toBe(COUNT / 2);
    expect(await total('tags', 'in', ['nobody has it'])).toBe(0);
  });

  it('barcodes: a part, the whole, none', async () => {
    expect(await total('barcode', 'is', 'BC-999')).toBe(1);
    expect(await total('barcode', 'starts', 'bc-99')).toBe(5);
    expect(await total('barcode', 'empty', '')).toBe((COUNT / 3) * 2);
    expect(await total('barcode', 'filled', '')).toBe(COUNT / 3);
  });

  it('the network of their type, whatever the order', async () => {
    for (const sort of [undefined, { field: 'createdAt', desc: true }, { field: 'type', desc: false }]) {
      expect(await total('network', 'in', ['generic'], { sort })).toBe(3);
      expect(await total('network', 'in', ['lora'], { sort })).toBe(COUNT - 3);
      expect(await total('network', 'in', ['cellular'], { sort })).toBe(0);
      expect(await total('network', 'in', ['lora', 'generic'], { sort })).toBe(COUNT);
    }
  });

  it('the same is what "all that match" means', async () => {
    const filters = [
      { field: 'network', op: 'in' as const, value: ['generic'] },
      { field: 'tags', op: 'filled' as const, value: '' },
    ];
    const { scope } = a.system;
    const ids = await tenantTransaction(scope, (tx) => selectMatchingDeviceIds(tx, scope, { filters }, 100));
    expect(ids).toHaveLength(3);
  });
});

describe('tags to choose from', () => {
  it('those that many have first, found by a part; nobody else’s', async () => {
    expect((await listTags(a.system, { q: undefined }))[0]).toBe('even');
    expect(await listTags(a.system, { q: 'VEN' })).toEqual(['even']);
    expect(await listTags(b.system, { q: 'even' })).toEqual([]);
    await expect(listTags(actorWith(a.customerId, ['support.user']), { q: undefined })).rejects.toMatchObject(
      {
        code: 'access.forbidden',
      },
    );
  });
});

describe('LoRa devices', () => {
  it('by their AppEUI', async () => {
    const joined = (value: string) =>
      listLoraDevices(b.system, { ...emptyTableQuery, filters: [{ field: 'joinEui', op: 'is', value }] });
    const [binding] =
      await database.sql`select join_eui from lora_bindings where device_id = ${b.ids.device}`;
    const { rows } = await joined(binding?.join_eui as string);
    expect(rows).toMatchObject([{ id: b.ids.device, joinEui: binding?.join_eui }]);
    expect((await joined('0000000000000000')).rows).toEqual([]);
  });

  it('by identifiers as they are pasted; what can be none is said', async () => {
    const [own] = await database.sql`
      select b.join_eui, n.identifier as dev_eui from lora_bindings b
      join network_adapters n on n.device_id = b.device_id and n.network = 'lora' where b.device_id = ${b.ids.device}`;
    const found = async (field: string, op: FilterOp, value: string | string[]) =>
      (await listLoraDevices(b.system, { ...emptyTableQuery, filters: [{ field, op, value }] })).rows.map(
        ({ id }) => id,
      );
    for (const [field, stored] of [
      ['devEui', own?.dev_eui],
      ['joinEui', own?.join_eui],
    ] as [string, string][]) {
      for (const separator of ['', '-', ':', ' ']) {
        const pasted = ` ${stored.toLowerCase().replace(/..(?=.)/g, `$&${separator}`)} `;
        expect(await found(field, 'is', pasted)).toEqual([b.ids.device]);
        expect(await found(field, 'in', ['0000000000000000', pasted])).toEqual([b.ids.device]);
        expect(await found(field, 'not', pasted)).not.toContain(b.ids.device);
        expect(await found(field, 'contains', pasted.slice(4, -4))).toEqual([b.ids.device]);
        expect(await found(field, 'starts', pasted.slice(0, -4))).toEqual([b.ids.device]);
      }
      for (const impossible of [stored.slice(1), `${stored}0`, 'zebra', `${stored.slice(1)}G`])
        for (const value of [impossible, [stored, impossible]])
          await expect(found(field, Array.isArray(value) ? 'in' : 'is', value)).rejects.toMatchObject({
            code: 'tables.no-identifier',
            kind: 'invalid',
            details: { field, text: impossible },
          });
    }
    expect(await found('devEui', 'is', `urn:dev:DEVEUI:${own?.dev_eui}:`)).toEqual([b.ids.device]);
  });
});
