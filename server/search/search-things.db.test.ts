import { beforeAll, describe, expect, it } from 'vitest';
import { actorWith, createTenant, seedCatalogue, type Tenant } from '#server/customers/tenant.fixture.ts';
import { useTestDatabase } from '#server/platform/test-database.ts';
import { searchThings } from './search-things.ts';

const database = useTestDatabase();
let a: Tenant;
let b: Tenant;

beforeAll(async () => {
  const catalogue = await seedCatalogue(database.sql);
  a = await createTenant(database.sql, 'A', catalogue);
  b = await createTenant(database.sql, 'B', catalogue);
});

const found = async (q: string, { system }: Tenant = a) =>
  (await searchThings(system, { q })).map(({ kind, id }) => [kind, id]);

describe('everything by its name or identifier', () => {
  it('a device by its own id, as its page and the API name it', async () => {
    const { device } = a.ids;
    for (const q of [device, device.toUpperCase(), device.replaceAll('-', ''), ` ${device} `])
      expect(await found(q)).toEqual([['device', device]]);
    expect(await found(device, b)).toEqual([]);
  });

  it('devices by their AppEUI, and where there are more of them their list', async () => {
    const joinEui = 'A1B2C3D4E5F60718';
    await database.sql`update lora_bindings set join_eui = ${joinEui} where device_id = ${a.ids.device}`;
    for (const q of [joinEui, joinEui.toLowerCase(), (joinEui.match(/../g) ?? []).join('-')])
      expect(await found(q)).toEqual([['device', a.ids.device]]);
    expect(await found(joinEui, b)).toEqual([]);
    await database.sql`with made as (
        insert into devices (customer_id, project_id, device_type_customer_id, device_type_id, name, shard)
        select ${a.customerId}, ${a.ids.project}, '00000000-0000-0000-0000-000000000001', ${a.ids.deviceType}, 'Joins ' || i, 0
        from generate_series(1, 9) i returning id)
      insert into lora_bindings (customer_id, device_id, join_eui) select ${a.customerId}, id, ${joinEui} from made`;
    const hits = await searchThings(a.system, { q: joinEui });
    expect(hits.filter(({ kind }) => kind === 'device')).toHaveLength(8);
    expect(hits.at(-1)).toMatchObject({ kind: 'further-lora', name: joinEui });
  });

  it.each([
    ['project', 'projects', 'project'],
    ['sim-account', 'sim_accounts', 'simAccount'],
    ['bulk-task', 'bulk_tasks', 'bulkTask'],
    ['firmware', 'firmware_versions', 'firmware'],
  ] as const)('%s by its name and by its id, of the own customer only', async (kind, table, key) => {
    const id = a.ids[key] as string;
    const column = { bulk_tasks: 'file_name', firmware_versions: 'version' }[table as string] ?? 'name';
    await database.sql`update ${database.sql(table)} set ${database.sql({ [column]: `Zebra ${table}` })} where id = ${id}`;
    await database.sql`update ${database.sql(table)} set ${database.sql({ [column]: `Zebra ${table}` })} where id = ${b.ids[key]}`;
    expect(await found(`zebra ${table}`)).toEqual([[kind, id]]);
    expect(await found(id)).toEqual([[kind, id]]);
    expect(await found(b.ids[key] as string)).toEqual([]);
  });

  it('device types, those of the platform too', async () => {
    expect(await found('programmable')).toEqual([['device-type', expect.any(String)]]);
    const [own] =
      await database.sql`insert into device_types (customer_id, slug, name, category, "group", networks)
      values (${a.customerId}, 'zebra-type', 'Zebra type', 'own', 'Sensors', '{generic}') returning id`;
    expect(await found('zebra type')).toEqual([['device-type', own?.id]]);
    expect(await found('zebra type', b)).toEqual([]);
  });

  it('for who may read it', async () => {
    const kindsFor = async (roles: Parameters<typeof actorWith>[1], q: string) =>
      new Set((await searchThings(actorWith(a.customerId, roles), { q })).map(({ kind }) => kind));
    expect(await kindsFor(['manager.read-only'], 'CANARY')).toContain('device');
    expect(await kindsFor(['manager.read-only'], 'zebra')).toContain('project');
    await expect(kindsFor(['support.user'], 'zebra')).rejects.toMatchObject({ code: 'access.forbidden' });
  });
});
