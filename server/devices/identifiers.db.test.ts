import { beforeAll, describe, expect, it } from 'vitest';
import {
  emptyTableQuery,
  type FilterOp,
  type MatchQuery,
  type TableQuery,
} from '#components/ui/data-table/table-query.ts';
import { createTenant, seedCatalogue, type Tenant } from '#server/customers/tenant.fixture.ts';
import { tenantTransaction } from '#server/platform/database.ts';
import { useTestDatabase } from '#server/platform/test-database.ts';
import { searchThings } from '#server/search/search-things.ts';
import { linkSim, unlinkSim } from '#server/sims/link-sim.ts';
import { linkToNetwork } from './link-to-network.ts';
import { selectMatchingDeviceIds } from './matching-ids.sql.ts';
import { listDevices } from './read-devices.ts';
import { selectAdapters } from './repository.ts';
import { unlinkFromNetwork } from './unlink-from-network.ts';
import { updateDevice } from './update-device.ts';

const database = useTestDatabase();
let a: Tenant;
let b: Tenant;

/** Of one customer so few that all are read, of the other so many that an index is asked. */
const COUNT = 2000;
const EUI = '0059AC0000152B91';
const IMEI = '352099001761481';
const UUID = '3f2504e0-4f89-41d3-9a0c-0305e82c3301';
const ICCID = '8931088012345678907';

interface Several {
  tenant: Tenant;
  id: string;
  eui: string;
  imei: string;
  uuid: string;
  iccid: string;
}
let few: Several;
let many: Several;

/** A device of all networks, with the SIM that is in it. */
async function several(tenant: Tenant, last: string): Promise<Several> {
  const { customerId, ids } = tenant;
  const [eui, imei, uuid, iccid] = [EUI, IMEI, UUID, ICCID].map((text) => text.slice(0, -1) + last) as [
    string,
    string,
    string,
    string,
  ];
  const { sql } = database;
  const [row] =
    await sql`insert into devices (customer_id, project_id, device_type_customer_id, device_type_id, name, identifier, shard)
    values (${customerId}, ${ids.project}, '00000000-0000-0000-0000-000000000001', ${ids.deviceType}, 'Of several networks', ${eui}, 0) returning id`;
  const id = row?.id as string;
  const adapters = [
    ['lora', eui],
    ['cellular', imei],
    ['generic', uuid],
  ].map(([network, identifier]) => ({ customer_id: customerId, device_id: id, network, identifier }));
  await sql`insert into network_adapters ${sql(adapters)}`;
  await sql`insert into sims (customer_id, iccid, device_id) values (${customerId}, ${iccid}, ${id})`;
  return { tenant, id, eui, imei, uuid, iccid };
}

beforeAll(async () => {
  const { sql } = database;
  const catalogue = await seedCatalogue(sql);
  a = await createTenant(sql, 'A', catalogue);
  b = await createTenant(sql, 'B', catalogue);
  few = await several(a, '1');
  many = await several(b, '2');
  await sql`insert into devices (customer_id, project_id, device_type_customer_id, device_type_id, name, identifier, shard)
    select ${b.customerId}, ${b.ids.project}, '00000000-0000-0000-0000-000000000001', ${b.ids.deviceType},
      'Common ' || i, upper('aa' || lpad(to_hex(i * 65537), 14, '0')), 0 from generate_series(1, ${COUNT}) i`;
  await sql`analyze devices`;
});

const list = ({ system }: Tenant, query: Partial<TableQuery>) =>
  listDevices(system, { ...emptyTableQuery, ...query });
const idsOf = async (tenant: Tenant, query: Partial<TableQuery>) =>
  (await list(tenant, query)).rows.map(({ id }) => id);
const matching = ({ system: { scope } }: Tenant, query: MatchQuery) =>
  tenantTransaction(scope, (tx) => selectMatchingDeviceIds(tx, scope, query, 1000));
const by = (op: FilterOp, value: string | string[]) => ({ filters: [{ field: 'identifier', op, value }] });
const spread = (text: string, separator: string) => text.replace(/..(?=.)/g, `$&${separator}`);

const FORMS = {
  whole: (text) => text,
  'in the other case': (text) => (text === text.toLowerCase() ? text.toUpperCase() : text.toLowerCase()),
  'with dashes': (text) => spread(text.replaceAll('-', ''), '-'),
  'with colons': (text) => spread(text.replaceAll('-', ''), ':'),
  'with spaces': (text) => spread(text.replaceAll('-', ''), ' '),
  'by its end': (text) => text.slice(-7),
  'by a part with separators': (text) => spread(text.replaceAll('-', '').slice(6), '-'),
} satisfies Record<string, (text: string) => string>;
const KINDS = ['eui', 'imei', 'uuid', 'iccid'] as const;
const CASES = KINDS.flatMap((kind) => Object.entries(FORMS).map(([form, write]) => ({ kind, form, write })));

describe('each identifier of a device', () => {
  it.each(CASES)('$kind, $form: search, filter and all that match', async ({ kind, write }) => {
    for (const { tenant, id, ...named } of [few, many]) {
      const text = write(named[kind]);
      expect(await idsOf(tenant, { q: text })).toEqual([id]);
      expect(await idsOf(tenant, by('contains', text))).toEqual([id]);
      expect(await matching(tenant, { q: text, filters: [] })).toEqual([id]);
      expect(await matching(tenant, by('contains', text))).toEqual([id]);
    }
  });

  it.each(KINDS)('%s: is, starts with, one of; nothing but that', async (kind) => {
    for (const { tenant, id, ...named } of [few, many]) {
      const text = named[kind];
      const [part, end] = [text.slice(0, -1), text.slice(1)];
      expect(await idsOf(tenant, by('is', text))).toEqual([id]);
      expect(await idsOf(tenant, by('is', spread(text.replaceAll('-', ''), ':').toLowerCase()))).toEqual([
        id,
      ]);
      expect(await idsOf(tenant, by('in', ['zebra', text]))).toEqual([id]);
      expect(await idsOf(tenant, by('starts', part))).toEqual([id]);
      expect(await idsOf(tenant, by('is', part))).toEqual([]);
      expect(await idsOf(tenant, by('is', '-'))).toEqual([]);
      expect(await idsOf(tenant, by('starts', end))).toEqual([]);
      const all = (await list(tenant, {})).total;
      expect((await list(tenant, by('not', text))).total).toBe(all - 1);
    }
  });

  it('is found by its base name, and by search of everything', async () => {
    for (const { tenant, id, eui, imei, uuid, iccid } of [few, many]) {
      for (const urn of [`urn:dev:DEVEUI:${eui}:`, `urn:dev:IMEI:${imei}:`, `urn:dev:DVNUUID:${uuid}:`]) {
        expect(await idsOf(tenant, { q: urn })).toEqual([id]);
        expect(await idsOf(tenant, by('is', urn))).toEqual([id]);
      }
      expect(await searchThings(tenant.system, { q: iccid })).toContainEqual(
        expect.objectContaining({ kind: 'device', id }),
      );
    }
  });

  it("is nothing in another customer's list", async () => {
    for (const [{ tenant }, other] of [
      [few, many],
      [many, few],
    ] as const)
      for (const kind of KINDS) {
        expect(await idsOf(tenant, { q: other[kind] })).toEqual([]);
        expect(await idsOf(tenant, by('is', other[kind]))).toEqual([]);
        expect(await matching(tenant, by('contains', other[kind]))).toEqual([]);
      }
  });
});

describe('what is kept of them', () => {
  const further = async (id: string) => {
    const [row] =
      await database.sql`select identifier, further_identifiers as more from devices where id = ${id}`;
    return [row?.identifier, ...String(row?.more).split('\n').filter(Boolean)];
  };

  it('follows networks that are linked and left, and SIMs that come and go', async () => {
    const { system, customerId, ids } = a;
    const [type] =
      await database.sql`insert into device_types (customer_id, slug, name, category, "group", networks)
      values (${customerId}, 'of-both', 'Of both', 'own', 'Sensors', '{cellular,generic}') returning id`;
    const [made] =
      await database.sql`insert into devices (customer_id, project_id, device_type_customer_id, device_type_id, name, shard)
      values (${customerId}, ${ids.project}, ${customerId}, ${type?.id}, 'Linked one by one', 0) returning id`;
    const id = made?.id as string;
    const [imei, dvnUuid, iccid] = [
      '352099001761499',
      '4f2504e0-4f89-41d3-9a0c-0305e82c3301',
      '8931088012345679996',
    ];
    await linkToNetwork(system, { id, network: 'generic', info: { dvnUuid } });
    expect(await further(id)).toEqual([dvnUuid]);
    await linkToNetwork(system, { id, network: 'cellular', info: { imei } });
    expect(await further(id)).toEqual([dvnUuid, imei]);
    await linkSim(system, { deviceId: id, iccid, replace: false });
    expect(await further(id)).toEqual([dvnUuid, imei, iccid]);
    await unlinkSim(system, { deviceId: id });
    expect(await idsOf(a, { q: iccid })).toEqual([]);
    const { scope } = system;
    const adapters = await tenantTransaction(scope, (tx) => selectAdapters(tx, scope, id));
    const first = adapters.find(({ network }) => network === 'generic');
    await unlinkFromNetwork(system, { id, adapterId: first?.id as string });
    // What was another becomes its own.
    expect(await further(id)).toEqual([imei]);
    expect(await idsOf(a, { q: dvnUuid })).toEqual([]);
    expect(await idsOf(a, by('is', imei))).toEqual([id]);
  });

  it('holds what two give to one device at the same time', async () => {
    const [made] =
      await database.sql`insert into devices (customer_id, project_id, device_type_customer_id, device_type_id, name, identifier, shard)
      values (${a.customerId}, ${a.ids.project}, '00000000-0000-0000-0000-000000000001', ${a.ids.deviceType}, 'At once', 'AA', 0) returning id`;
    const id = made?.id as string;
    const add = (network: string, identifier: string) =>
      database.sql.begin(async (tx) => {
        await tx`insert into network_adapters (customer_id, device_id, network, identifier) values (${a.customerId}, ${id}, ${network}, ${identifier})`;
        await tx`select pg_sleep(0.1)`;
      });
    await Promise.all([add('cellular', '11'), add('generic', '22'), add('lora', 'AA')]);
    expect(await further(id)).toEqual(['AA', '11', '22']);
  });

  it('a SIM is listed by its device, whatever that is called by now', async () => {
    const named = async () =>
      (await database.sql`select device_name from sims where device_id = ${few.id}`).map(
        (row) => row.device_name,
      );
    expect(await named()).toEqual(['Of several networks']);
    await updateDevice(a.system, { id: few.id, name: 'Renamed' });
    expect(await named()).toEqual(['Renamed']);
    await database.sql`update sims set device_id = null where iccid = ${few.iccid}`;
    const [sim] = await database.sql`select device_name from sims where iccid = ${few.iccid}`;
    expect(sim?.device_name).toBeNull();
  });
});
