import { beforeAll, describe, expect, it } from 'vitest';
import { createTenant, seedCatalogue, type Tenant } from '#server/customers/tenant.fixture.ts';
import { useTestDatabase } from '#server/platform/test-database.ts';
import { PLATFORM_CUSTOMER_ID } from './columns.ts';

const database = useTestDatabase();
let a: Tenant;
let b: Tenant;

interface Table {
  name: string;
  enabled: boolean;
  forced: boolean;
  partition: boolean;
}

let tables: Table[] = [];

beforeAll(async () => {
  const { sql } = database;
  const catalogue = await seedCatalogue(sql);
  a = await createTenant(sql, 'A', catalogue);
  b = await createTenant(sql, 'B', catalogue);
  for (const tenant of [a, b]) {
    await sql`insert into uplink_queue (uplink_id, shard, customer_id, device_id, received_at) values (${tenant.ids.uplink}, 0, ${tenant.customerId}, ${tenant.ids.device}, now())`;
    const [session] =
      await sql`insert into sessions (customer_id, user_id, expires_at) values (${tenant.customerId}, ${tenant.ids.user}, now() + interval '1 hour') returning id`;
    expect(session).toBeDefined();
    await sql`insert into access_tokens (token_hash, customer_id, api_key_id, scopes, expires_at) values (${Buffer.from(tenant.customerId)}, ${tenant.customerId}, ${tenant.ids.apiKey}, ${[]}, now() + interval '1 hour')`;
    await sql`insert into simulated_devices ${sql({ dev_eui: tenant.devEui, customer_id: tenant.customerId, connection_customer_id: tenant.customerId, connection_id: tenant.ids.connection, name: 'Simulated', device: sql.json({}), memory: 'v1.x', next_at: new Date() })}`;
    await sql`insert into simulated_network_devices ${sql({ dev_eui: tenant.devEui, customer_id: tenant.customerId, connection_customer_id: tenant.customerId, connection_id: tenant.ids.connection, join_eui: '0059AC00000FFFFF', app_key: 'v1.x', plan: 'standard', status: 'active' })}`;
    await sql`insert into simulated_network_downlinks ${sql({ customer_id: tenant.customerId, connection_customer_id: tenant.customerId, connection_id: tenant.ids.connection, dev_eui: tenant.devEui, queue_item: tenant.customerId, f_port: 1, payload: '00' })}`;
    const [type] =
      await sql`insert into device_types (customer_id, slug, name, category, "group", networks) values (${tenant.customerId}, 'mine', 'Mine', 'own', 'LoRa', ${['lora']}) returning id`;
    const [encoder] =
      await sql`insert into encoders (customer_id, kind, name) values (${tenant.customerId}, 'senml', 'Mine') returning id`;
    await sql`insert into device_type_encoders ${sql({ customer_id: tenant.customerId, device_type_customer_id: tenant.customerId, device_type_id: type?.id, encoder_customer_id: tenant.customerId, encoder_id: encoder?.id })}`;
    await sql`insert into flow_encoders ${sql({ customer_id: tenant.customerId, flow_id: tenant.ids.flow, device_type_customer_id: tenant.customerId, device_type_id: type?.id, encoder_customer_id: tenant.customerId, encoder_id: encoder?.id })}`;
    await sql`insert into merging_deliveries ${sql({ delivery_id: tenant.ids.uplink, customer_id: tenant.customerId, destination_id: tenant.customerId, device_id: tenant.ids.device, decoder_id: tenant.customerId, flow_id: tenant.customerId, uplink_id: tenant.ids.uplink, pack_id: 1, received_at: new Date(), time: new Date(), frames: [], shard: 0, until: new Date() })}`;
    await sql`insert into device_type_pictures ${sql({ device_type_id: type?.id, customer_id: tenant.customerId, media_type: 'image/png', sha256: 'x', bytes: Buffer.from('a') })}`;
    await sql`insert into message_formats (customer_id, name) values (${tenant.customerId}, 'Mine')`;
    await sql`insert into decoder_shadows ${sql({ decoder_id: tenant.ids.decoder, customer_id: tenant.customerId, number: 1, contract: 'things', source: 'x', started_by: 'A', until: new Date(), after_uplink_id: 0 })}`;
    await sql`insert into device_secrets (device_id, customer_id, secret) values (${tenant.ids.device}, ${tenant.customerId}, 'v1.x')`;
    await sql`insert into desired_resends (device_id, customer_id, name, downlink_id, most, pause_seconds) values (${tenant.ids.device}, ${tenant.customerId}, 'interval', ${tenant.customerId}, 3, 600)`;
    await sql`insert into mqtt_bindings (device_id, customer_id, password) values (${tenant.ids.device}, ${tenant.customerId}, 'v1.x')`;
    await sql`insert into mqtt_sessions (device_id, customer_id, broker, connected_at) values (${tenant.ids.device}, ${tenant.customerId}, ${tenant.customerId}, now())`;
    await sql`insert into device_refusals (customer_id, device_id, hour, reason, count, last_at) values (${tenant.customerId}, ${tenant.ids.device}, now(), 'malformed', 1, now())`;
    await sql`insert into simulator_links (customer_id, device_id, token_hash, token, expires_at, created_by) values (${tenant.customerId}, ${tenant.ids.device}, ${tenant.customerId}, 'v1.x', now() + interval '1 day', 'A')`;
    const [task] =
      await sql`insert into bulk_tasks ${sql({ customer_id: tenant.customerId, kind: 'update-devices', source: 'selection', state: 'done', actor_kind: 'user', actor_id: tenant.ids.user, actor_name: 'A', via: 'portal' })} returning id`;
    await sql`insert into bulk_rows (customer_id, task_id, number, verdict, label) values (${tenant.customerId}, ${task?.id}, 1, 'same', 'A')`;
    await sql`insert into bulk_files (customer_id, task_id, part, bytes) values (${tenant.customerId}, ${task?.id}, 0, ${Buffer.from('a')})`;
    await sql`insert into bulk_mappings (customer_id, kind, signature, mapping) values (${tenant.customerId}, 'update-devices', 'x', '[]')`;
  }
  tables = await sql<Table[]>`
    select c.relname as name, c.relrowsecurity as enabled, c.relforcerowsecurity as forced, c.relispartition as partition
    from pg_class c join pg_attribute t on t.attrelid = c.oid and t.attname = 'customer_id' and not t.attisdropped
    where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') order by c.relname`;
});

/** As the portal's role, bound to one customer (or to none). */
async function asCustomer<T>(
  customerId: string | null,
  work: (tx: typeof database.sql) => Promise<T>,
): Promise<T> {
  const result = await database.sql.begin(async (tx) => {
    await tx`set local role things_app`;
    if (customerId) await tx`select set_config('app.customer_id', ${customerId}, true)`;
    // Some rows belong to one person of the customer beside that.
    const person = [a, b].find((tenant) => tenant.customerId === customerId)?.ids.user;
    if (person) await tx`select set_config('app.user_id', ${person}, true)`;
    return work(tx as unknown as typeof database.sql);
  });
  return result as T;
}

describe('row-level security stands on every table that holds a customer', () => {
  it('there are such tables, and each is closed for its owner too', () => {
    expect(tables.length).toBeGreaterThan(30);
    expect(tables.filter((table) => !table.enabled || !table.forced)).toEqual([]);
  });

  it('every policy that writes checks what it writes', async () => {
    const policies = await database.sql<
      { tablename: string; policyname: string; cmd: string; qual: string | null; with_check: string | null }[]
    >`
      select tablename, policyname, cmd, qual, with_check from pg_policies where schemaname = 'public'`;
    const open = policies.filter((policy) => !policy.qual || (policy.cmd !== 'SELECT' && !policy.with_check));
    expect(open).toEqual([]);
    const withTenant = new Set(policies.filter((p) => p.policyname === 'tenant').map((p) => p.tablename));
    expect(tables.filter((table) => !table.partition && !withTenant.has(table.name))).toEqual([]);
  });

  it('no role of ours owns a table, is a superuser or goes around the policies', async () => {
    const roles = await database.sql`
      select rolname, rolsuper, rolbypassrls, exists (select from pg_class where relowner = r.oid) as owns
      from pg_roles r where rolname in ('things_app', 'things_access', 'things_pipeline') order by rolname`;
    expect(roles.map((role) => [role.rolsuper, role.rolbypassrls, role.owns])).toEqual(
      Array(3).fill([false, false, false]),
    );
  });
});

describe('a customer sees and writes its own rows only', () => {
  it('every table has rows of both, so that nothing is proved by emptiness', async () => {
    const empty: string[] = [];
    for (const { name, partition } of tables) {
      if (partition) continue;
      for (const tenant of [a, b]) {
        const [row] =
          await database.sql`select count(*)::int as n from ${database.sql(name)} where customer_id = ${tenant.customerId}`;
        if (!row?.n) empty.push(name);
      }
    }
    expect([...new Set(empty)]).toEqual([]);
  });

  it('nothing of another customer is visible, and nothing at all without one', async () => {
    const seen: string[] = [];
    for (const { name, partition } of tables) {
      if (partition) continue;
      const foreign = await asCustomer(
        a.customerId,
        (tx) => tx`select count(*)::int as n from ${tx(name)} where customer_id = ${b.customerId}`,
      );
      const own = await asCustomer(
        a.customerId,
        (tx) => tx`select count(*)::int as n from ${tx(name)} where customer_id = ${a.customerId}`,
      );
      const none = await asCustomer(
        null,
        (tx) => tx`select count(*)::int as n from ${tx(name)} where customer_id <> ${PLATFORM_CUSTOMER_ID}`,
      );
      if (foreign[0]?.n !== 0 || none[0]?.n !== 0 || own[0]?.n === 0) seen.push(name);
    }
    expect(seen).toEqual([]);
  });

  it('a row cannot be written for another customer, nor moved to one', async () => {
    const written: string[] = [];
    for (const { name, partition } of tables) {
      if (partition) continue;
      const insert = asCustomer(a.customerId, async (tx) => {
        const [columns] = await tx`select string_agg(quote_ident(attname), ', ' order by attnum) as list,
            string_agg(case when attname = 'customer_id' then quote_literal(${b.customerId}::text) || '::uuid' else quote_ident(attname) end, ', ' order by attnum) as values
          from pg_attribute where attrelid = ${name}::regclass and attnum > 0 and not attisdropped and attgenerated = '' and attidentity = ''`;
        return tx.unsafe(
          `insert into ${name} (${columns?.list}) select ${columns?.values} from ${name} where customer_id = '${a.customerId}' limit 1`,
        );
      });
      const problem = await insert.then(
        () => 'written',
        (error: Error) => error.message,
      );
      if (!/row-level security|permission denied/.test(problem)) written.push(`${name}: ${problem}`);
      const moved = await asCustomer(
        a.customerId,
        (tx) => tx`update ${tx(name)} set customer_id = ${b.customerId} where customer_id = ${a.customerId}`,
      ).then(
        (rows) => (rows.count === 0 ? 'nothing' : 'moved'),
        (error: Error) => error.message,
      );
      if (!/row-level security|permission denied/.test(moved)) written.push(`${name}: update ${moved}`);
    }
    expect(written).toEqual([]);
  });
});

describe('I10: references stay inside a customer', () => {
  it('every foreign key between tables of customers carries the customer', async () => {
    const keys = await database.sql<
      { name: string; source: string; target: string; from: string[]; to: string[] }[]
    >`
      select k.conname as name, k.conrelid::regclass::text as source, k.confrelid::regclass::text as target,
        array(select attname::text from unnest(k.conkey) with ordinality x(n, o) join pg_attribute t on t.attrelid = k.conrelid and t.attnum = x.n order by o) as from,
        array(select attname::text from unnest(k.confkey) with ordinality x(n, o) join pg_attribute t on t.attrelid = k.confrelid and t.attnum = x.n order by o) as to
      from pg_constraint k where k.contype = 'f' and k.connamespace = 'public'::regnamespace and k.conparentid = 0`;
    const names = new Set(tables.map((table) => table.name));
    const plain = keys.filter(
      (key) =>
        names.has(key.source) &&
        names.has(key.target) &&
        !key.from.some((column, at) => column.endsWith('customer_id') && key.to[at] === 'customer_id'),
    );
    expect(keys.length).toBeGreaterThan(20);
    expect(plain.map((key) => key.name)).toEqual([]);
  });

  it("a reference to another customer's row is refused although the row exists", async () => {
    const link = asCustomer(
      a.customerId,
      (tx) =>
        tx`insert into flow_devices (customer_id, flow_id, device_id) values (${a.customerId}, ${a.ids.flow}, ${b.ids.device})`,
    );
    await expect(link).rejects.toThrow(/foreign key/);
    const borrowed = asCustomer(
      a.customerId,
      (
        tx,
      ) => tx`insert into flow_decoders (customer_id, flow_id, device_type_customer_id, device_type_id, decoder_customer_id, decoder_id)
      values (${a.customerId}, ${a.ids.flow}, ${PLATFORM_CUSTOMER_ID}, ${a.ids.deviceType}, ${b.customerId}, ${b.ids.decoder})`,
    );
    await expect(borrowed).rejects.toThrow(/violates check constraint/);
  });

  it('the audit log can only grow', async () => {
    for (const change of ["update audit_log set actor_name = 'x'", 'delete from audit_log'])
      await expect(asCustomer(a.customerId, (tx) => tx.unsafe(change))).rejects.toThrow(/permission denied/);
  });
});
