import type postgres from 'postgres';
import { PLATFORM_CUSTOMER_ID } from '#db/columns.ts';
import { createCustomer } from '#server/customers/create-customer.ts';
import { intoNetworks } from './fleet-networks.ts';

/**
 * A platform of so many devices: one customer with four fifths of them, four with most of the rest, forty-five small
 * ones; three projects and fifteen flows each, eight types, tags, activity, twins; four of five devices are LoRa ones and
 * registered, the others have SIMs. Written by INSERT … SELECT, the same for the same count but for ids.
 */
export interface Fleet {
  customerId: string;
  devices: number;
  projects: string[];
  flows: string[];
  types: string[];
}

const CUSTOMERS = 50;
export const BIG_TABLES = [
  'devices',
  'network_adapters',
  'lora_bindings',
  'lora_registrations',
  'device_activity',
  'flow_devices',
  'twins',
  'sims',
  'uplinks',
];

const TYPES = [
  'Water meter',
  'Parking sensor',
  'Climate sensor',
  'Tilt sensor',
  'Bin sensor',
  'Asset tracker',
  'Heat meter',
  'Pump station',
];
const LORA_TYPES = 6;

export async function seedFleet(sql: postgres.Sql, count: number): Promise<Fleet> {
  const customers: string[] = [];
  for (let n = 0; n < CUSTOMERS; n++) customers.push((await createCustomer({ name: `Customer ${n}` })).id);
  await sql`insert into device_types (customer_id, slug, name, category, "group", networks, lora_keys, expected_interval_seconds)
    select ${PLATFORM_CUSTOMER_ID}, 'type-' || n, name, 'own', 'Sensors',
      case when n <= ${LORA_TYPES} then '{lora}'::text[] else '{cellular}' end, case when n <= ${LORA_TYPES} then 'generated' end, 3600
    from unnest(${TYPES}::text[]) with ordinality t(name, n)`;
  await sql`insert into projects (customer_id, name) select c, 'Project ' || n from unnest(${customers}::uuid[]) c, generate_series(1, 3) n`;
  await sql`insert into flows (customer_id, project_id, name) select customer_id, id, 'Flow ' || n from projects, generate_series(1, 5) n`;
  const restore = await withoutIndexes(sql);
  await sql.begin(async (tx) => {
    // Triggers and foreign keys are looked at row by row; what is written here is known to fit.
    await tx`set local session_replication_role = replica`;
    await tx`set local work_mem = '256MB'`;
    await numbered(tx, customers, count);
    await intoTables(tx);
    await intoNetworks(tx);
  });
  await restore();
  for (const table of BIG_TABLES) await sql`vacuum (analyze) ${sql(table)}`;
  return fleetOf(sql, 0);
}

const STREETS =
  'Canal,Harbour,Station,Market,Church,Mill,Castle,Garden,River,Forest,School,Bridge,Tower,Meadow,Lake,Hill,Queen,King,North,South';

/** Every device with a number, from which all of it follows. `i % 100` is even over a customer's devices. */
async function numbered(tx: postgres.TransactionSql, customers: string[], count: number): Promise<void> {
  await tx`create temporary table numbered on commit drop as
    select i, gen_random_uuid() as id, c.customer as customer_id, hashint8(i) as h, t.cellular,
      case when t.cellular then '86' || lpad(((i * 2654435761) % 10000000000000)::text, 13, '0')
        else upper('0059ac' || lpad(to_hex((i * 2654435761) % 1099511627776), 10, '0')) end as identifier,
      '89310' || lpad((i * 7919 % 100000000000000)::text, 14, '0') as iccid,
      p.ids[1 + abs(hashint8(i + 7) % 3)] as project_id, t.id as type_id,
      t.name || ' ' || (string_to_array(${STREETS}, ','))[1 + abs(hashint8(i) % 20)] || ' street ' || i as device_name
    from generate_series(1, ${count}::bigint) i
    cross join lateral (select (${customers}::uuid[])[case when i % 100 < 80 then 1
      when i % 100 < 95 then 2 + (i % 4)::int else 6 + ((i / 100) % 45)::int end] as customer) c
    join (select customer_id, array_agg(id) as ids from projects group by 1) p on p.customer_id = c.customer
    join (select row_number() over (order by slug) - 1 as n, id, name, networks = '{cellular}' as cellular
        from device_types where slug like 'type-%') t
      on t.n = case when abs(hashint8(i + 11) % 5) = 0 then ${LORA_TYPES} + abs(hashint8(i + 5) % 2) else abs(hashint8(i + 5) % ${LORA_TYPES}) end`;
}

async function intoTables(tx: postgres.TransactionSql): Promise<void> {
  await tx`insert into devices (id, customer_id, project_id, device_type_customer_id, device_type_id, name, barcode, tags, status, identifier, further_identifiers, shard, created_at, modified_at)
    select id, customer_id, project_id, ${PLATFORM_CUSTOMER_ID}, type_id,
      device_name,
      'BC' || lpad(i::text, 9, '0'),
      case when abs(h % 997) = 0 then '{rare}'::text[] when h % 3 = 0 then '{}' else array['tag-' || abs(h % 12), 'area-' || abs(h % 7)] end,
      case when abs(hashint8(i + 19) % 33) = 0 then 'DEACTIVATED' else 'ACTIVE' end, identifier, case when cellular then iccid else '' end, abs(h % 64),
      now() - abs(h % 1000000) * interval '1 minute', now() - abs(h % 500000) * interval '1 minute'
    from numbered`;
  await tx`insert into network_adapters (customer_id, device_id, network, identifier)
    select customer_id, id, case when cellular then 'cellular' else 'lora' end, identifier from numbered`;
  // A few never heard, a twentieth silent for days, the others within the last hour or so.
  await tx`insert into device_activity (device_id, customer_id, last_message_at, last_uplink_id, last_signal, last_spreading_factor, interval_seconds)
    select id, customer_id,
      case when abs(hashint8(i + 13) % 40) = 0 then null when abs(hashint8(i + 13) % 20) = 1 then now() - abs(h % 100000) * interval '10 seconds' - interval '1 day'
        else now() - abs(hashint8(i + 3) % 4000000) * interval '1 millisecond' end,
      i, -60 - abs(hashint8(i + 29) % 60), 7 + abs(hashint8(i + 29) % 6), 3600 from numbered`;
  await tx`insert into flow_devices (customer_id, flow_id, device_id)
    select n.customer_id, f.ids[1 + abs(hashint8(n.i + 23) % 5)], n.id
    from numbered n join (select project_id, array_agg(id) as ids from flows group by 1) f using (project_id) where abs(hashint8(n.i + 17) % 25) <> 0`;
  await tx`insert into twins (device_id, customer_id, reported, version)
    select id, customer_id, jsonb_build_object(
      'temperature', jsonb_build_object('v', (h % 400) / 10.0, 'u', 'Cel', 't', 1790000000 + i, 'o', '0'),
      'humidity', jsonb_build_object('v', abs(h % 100), 'u', '%RH', 't', 1790000000 + i, 'o', '0'),
      'batteryVoltage', jsonb_build_object('v', 3 + abs(h % 60) / 100.0, 'u', 'V', 't', 1790000000 + i, 'o', '0'),
      'firmware', jsonb_build_object('vs', '1.' || abs(h % 9), 't', 1790000000 + i, 'o', '0')), 1
    from numbered where abs(hashint8(i + 13) % 40) <> 0`;
}

/** Indexes are built once over all rows, not row by row; what stands for a constraint stays. */
async function withoutIndexes(sql: postgres.Sql): Promise<() => Promise<void>> {
  const indexes = await sql<{ name: string; definition: string }[]>`
    select i.indexrelid::regclass::text as name, pg_get_indexdef(i.indexrelid) as definition from pg_index i
    join pg_class c on c.oid = i.indrelid and c.relkind = 'r'
    where i.indrelid::regclass::text = any(${BIG_TABLES}) and not exists (select from pg_constraint c where c.conindid = i.indexrelid)`;
  for (const { name } of indexes) await sql.unsafe(`drop index ${name}`);
  return async () => {
    await sql`set maintenance_work_mem = '1GB'`;
    for (const { definition } of indexes) await sql.unsafe(definition);
  };
}

/** What the n-th customer has: 0 the large one, 1 one of the four, 49 a small one. */
export async function fleetOf(sql: postgres.Sql, n: number): Promise<Fleet> {
  const [customer] = await sql<{ id: string }[]>`select id from customers where name = ${`Customer ${n}`}`;
  const customerId = customer?.id ?? '';
  const ids = async (table: string) =>
    (
      await sql<
        { id: string }[]
      >`select id from ${sql(table)} where customer_id = ${customerId} order by name, id`
    ).map(({ id }) => id);
  const types = await sql<
    { id: string }[]
  >`select id from device_types where slug like 'type-%' order by slug`;
  const [counted] = await sql<
    { n: number }[]
  >`select count(*)::int as n from devices where customer_id = ${customerId}`;
  return {
    customerId,
    devices: counted?.n ?? 0,
    projects: await ids('projects'),
    flows: await ids('flows'),
    types: types.map(({ id }) => id),
  };
}
