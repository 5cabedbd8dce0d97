import { beforeAll, describe, expect, it } from 'vitest';
import { createTenant, seedCatalogue, type Tenant } from '#server/customers/tenant.fixture.ts';
import { selectPackOfDelivery } from '#server/deliveries/repository.ts';
import { compactSystemWeeks } from '#server/measurements/compact-weeks.ts';
import { Acceptor } from '#server/pipeline/accept/acceptor.ts';
import { ConfigurationChanges } from '#server/pipeline/configuration.ts';
import { readWaiting } from '#server/pipeline/deliver/deliver.sql.ts';
import { chirpstackRequest, makeScene, type SceneDevice, uplinkOf } from '#server/pipeline/scene.fixture.ts';
import { tenantTransaction } from '#server/platform/database.ts';
import { useTestDatabase } from '#server/platform/test-database.ts';
import { compactedBefore } from './maintenance.sql.ts';
import { maintain } from './maintenance.ts';

// As an operator sets it; messages are kept as long as without a word.
process.env.KEEP_MEASUREMENTS_WEEKS = '30';

const database = useTestDatabase();
const WEEK_MS = 7 * 86_400_000;
let a: Tenant;
/** Monday, as Postgres cuts weeks. */
let thisWeek: Date;

beforeAll(async () => {
  a = await createTenant(database.sql, 'A', await seedCatalogue(database.sql));
  const [row] =
    await database.sql`select date_trunc('week', now() at time zone 'UTC') at time zone 'UTC' as at`;
  thisWeek = row?.at;
});

const weeksAgo = (n: number) => new Date(thisWeek.getTime() - n * WEEK_MS);
const anHour = new Date(Date.now() - 3_600_000);

async function partitions(table: string): Promise<string[]> {
  const rows = await database.sql`
    select relname as name from pg_inherits join pg_class on oid = inhrelid where inhparent = ${table}::regclass order by 1`;
  return rows.map(({ name }) => name);
}

async function partitionOf(table: string, at: Date): Promise<string> {
  const [row] =
    await database.sql`select ${table} || '_' || to_char(${at}::timestamptz at time zone 'UTC', 'IYYY"w"IW') as name`;
  return row?.name;
}

let next = 70_000;

/** One row of the tenant's own, copied to another moment. */
async function copyTo(
  table: 'uplinks' | 'uplink_bodies' | 'packs' | 'deliveries',
  at: Date,
): Promise<number> {
  const id = next++;
  const [row] =
    await database.sql`select * from ${database.sql(table)} where customer_id = ${a.customerId} limit 1`;
  const json = Object.entries(row ?? {}).flatMap(([name, value]) =>
    value !== null && typeof value === 'object' && /^(event|rest|attempt_log)$/.test(name)
      ? [[name, database.sql.json(value)]]
      : [],
  );
  const copy = { ...row, id, received_at: at, ...Object.fromEntries(json) };
  await database.sql`insert into ${database.sql(table)} ${database.sql(copy)}`;
  return id;
}

const stands = async (table: string, id: number) =>
  (await database.sql`select from ${database.sql(table)} where id = ${id}`).length === 1;

describe('the maintenance', () => {
  it('drops weeks past their retention, keeps the others, and makes those to come', async () => {
    await database.sql`select ensure_partitions(${weeksAgo(33)}, 4)`;
    const last = (await partitions('uplinks')).at(-2) as string;
    await database.sql`drop table ${database.sql(last)}`;
    const kept: [table: string, id: number][] = [];
    const gone: [table: string, id: number][] = [];
    for (const table of ['uplinks', 'uplink_bodies', 'deliveries'] as const) {
      gone.push([table, await copyTo(table, weeksAgo(6))]);
      kept.push([table, await copyTo(table, weeksAgo(5))]);
    }
    gone.push(['packs', await copyTo('packs', weeksAgo(31))]);
    for (const weeks of [30, 6]) kept.push(['packs', await copyTo('packs', weeksAgo(weeks))]);
    // A week without a partition of its own: its rows stand in the default one.
    gone.push(['packs', await copyTo('packs', weeksAgo(80))]);

    const report = await maintain(anHour);
    expect(report).toMatchObject({ failed: [] });
    for (const [table, id] of gone) expect(await stands(table, id), `${table} ${id}`).toBe(false);
    for (const [table, id] of kept) expect(await stands(table, id), `${table} ${id}`).toBe(true);
    for (const table of ['uplinks', 'uplink_bodies', 'deliveries'] as const) {
      const left = await partitions(table);
      expect(left).not.toContain(await partitionOf(table, weeksAgo(6)));
      expect(left).toContain(await partitionOf(table, weeksAgo(5)));
      expect(left).toContain(`${table}_default`);
    }
    expect(await partitions('packs')).not.toContain(await partitionOf('packs', weeksAgo(31)));
    expect(await partitions('packs')).toContain(await partitionOf('packs', weeksAgo(30)));
    expect(await partitions('uplinks')).toContain(last);
    expect(await partitions('uplinks')).toContain(await partitionOf('uplinks', weeksAgo(-25)));
    const [open] = await database.sql`
      select count(*)::int as n from pg_class where relname like 'uplinks%' and relkind in ('r', 'p') and not relforcerowsecurity`;
    expect(open?.n).toBe(0);
    expect(await maintain(anHour)).toMatchObject({ done: { uplinks: [], packs: [], partitionsAhead: 0 } });
  });

  it('keeps what was accepted and is not recorded yet, however old', async () => {
    await database.sql`select ensure_partitions(${weeksAgo(8)}, 3)`;
    const [waiting, body, before] = [
      await copyTo('uplinks', weeksAgo(7)),
      await copyTo('uplink_bodies', weeksAgo(7)),
      await copyTo('uplinks', weeksAgo(8)),
    ];
    await database.sql`insert into uplink_queue (uplink_id, shard, customer_id, device_id, received_at)
      values (${waiting}, 0, ${a.customerId}, ${a.ids.device}, ${weeksAgo(7)})`;
    await maintain(anHour);
    expect([await stands('uplinks', waiting), await stands('uplink_bodies', body)]).toEqual([true, true]);
    expect(await stands('uplinks', before)).toBe(false);
    await database.sql`delete from uplink_queue`;
    await maintain(anHour);
    expect([await stands('uplinks', waiting), await stands('uplink_bodies', body)]).toEqual([false, false]);
  });

  it('purges identities and failures by batches, ended sessions and expired tokens; what is young stays', async () => {
    const { customerId, ids } = a;
    await database.sql`
      insert into uplink_identities (device_id, identity, customer_id, uplink_id, received_at)
      select ${ids.device}, decode(md5(n::text), 'hex'), ${customerId}, n, now() - interval '36 days' from generate_series(1, 10001) n`;
    await database.sql`
      insert into decoding_failures (uplink_id, decoder_id, customer_id, device_id, received_at, error)
      select n, ${ids.decoder}, ${customerId}, ${ids.device}, now() - interval '36 days', '{}' from generate_series(100001, 106000) n`;
    const session = (expires: string, revoked: string | null) => database.sql`
      insert into sessions (customer_id, user_id, expires_at, revoked_at)
      values (${customerId}, ${ids.user}, now() + ${expires}::interval, now() + ${revoked}::interval)`;
    await session('-8 days', null);
    await session('1 hour', '-8 days');
    await session('-1 hour', null);
    await session('1 hour', null);
    for (const [n, expires] of [
      [1, '-1 minute'],
      [2, '1 minute'],
    ] as const)
      await database.sql`insert into access_tokens (token_hash, customer_id, api_key_id, scopes, expires_at)
        values (${Buffer.from([n])}, ${customerId}, ${ids.apiKey}, ${[]}, now() + ${expires}::interval)`;
    const count = async (table: string) =>
      (await database.sql`select count(*)::int as n from ${database.sql(table)}`)[0]?.n;
    const before = {
      identities: await count('uplink_identities'),
      failures: await count('decoding_failures'),
    };
    expect(await maintain(anHour)).toMatchObject({
      failed: [],
      done: { identities: 10_001, decodingFailures: 6_000, sessions: 2, accessTokens: 1 },
    });
    expect(await count('uplink_identities')).toBe(before.identities - 10_001);
    expect(before.identities).toBeGreaterThan(10_001);
    expect(await count('decoding_failures')).toBe(before.failures - 6_000);
    expect(before.failures).toBeGreaterThan(6_000);
    expect([await count('sessions'), await count('access_tokens')]).toEqual([2, 1]);
  });

  it('drops weeks whose measurements were all moved, and those of weeks past their retention', async () => {
    await database.sql`select ensure_partitions(${weeksAgo(21)}, 2)`;
    const [old, moved, left] = [
      await copyTo('packs', weeksAgo(31)),
      await copyTo('packs', weeksAgo(21)),
      await copyTo('packs', weeksAgo(6)),
    ];
    await compactSystemWeeks(await compactedBefore(), 100);
    const late = await copyTo('packs', weeksAgo(20));
    for (const id of [old, moved, left, late]) expect(await stands('all_packs', id)).toBe(true);
    expect([await stands('packs', moved), await stands('packs', left)]).toEqual([false, true]);
    const week = await partitionOf('packs', weeksAgo(21));
    expect(await maintain(anHour)).toMatchObject({
      failed: [],
      done: { packWeeks: 1, movedWeeks: expect.arrayContaining([week]) },
    });
    expect(await partitions('packs')).not.toContain(week);
    // A delivery that waited longer than its message was kept, and the page that shows what it carries.
    const received = weeksAgo(21);
    const [waiting] =
      await database.sql`update delivery_queue set pack_id = ${moved}, received_at = ${received}
      where customer_id = ${a.customerId} returning destination_id, shard`;
    const queue = { shards: [waiting?.shard], heldIds: [], fullDevices: [], limit: 1 };
    const [row] = await readWaiting(waiting?.destination_id, queue);
    const pack = { id: moved, deviceId: a.ids.device, receivedAt: received };
    const shown = await tenantTransaction(a.system.scope, (tx) =>
      selectPackOfDelivery(tx, a.system.scope, pack),
    );
    expect(row).toMatchObject({
      packId: moved,
      v: shown?.row.v,
      rest: shown?.row.rest,
      kinds: shown?.shape.kinds,
    });
    expect(shown?.row.v).toHaveLength(2);
    // Something stands there again: it stays until it was moved, too.
    expect(await partitions('packs')).toContain(await partitionOf('packs', weeksAgo(20)));
    for (const [id, here] of [
      [old, false],
      [moved, true],
      [left, true],
      [late, true],
    ] as const)
      expect(await stands('all_packs', id)).toBe(here);
  });

  it('lets measurements that are not to be kept go with their messages', async () => {
    const stored = async (id: number, weeks: number) => database.sql`
      insert into packs (id, received_at, customer_id, device_id, uplink_id, decoder_id, time, shape_id, v)
      select ${id}, ${weeksAgo(weeks)}, customer_id, device_id, uplink_id, decoder_id, ${weeksAgo(weeks)}, shape_id, v
      from packs where customer_id = ${a.customerId} limit 1`;
    await Promise.all([stored(91_000, 8), stored(91_001, 2)]);
    await maintain(anHour);
    expect(await stands('packs', 91_000)).toBe(true);
    await database.sql`update customers set keeps_history = false where id = ${a.customerId}`;
    // How many of the tenant's own lie in a week before depends on the day of the week.
    const report = await maintain(anHour);
    expect(report).toMatchObject({ failed: [], done: { unkeptMeasurements: expect.any(Number) } });
    expect(report).not.toMatchObject({ done: { unkeptMeasurements: 0 } });
    expect([await stands('packs', 91_000), await stands('packs', 91_001)]).toEqual([false, true]);
    expect(await database.sql`select from pack_weeks where customer_id = ${a.customerId}`).toHaveLength(0);
    await database.sql`update customers set keeps_history = true where id = ${a.customerId}`;
  });

  it('lets go what was counted of messages that are gone, and unknown devices that nobody heard since', async () => {
    const { customerId, ids } = a;
    const tables = [
      'refusals',
      'device_refusals',
      'repeated_messages',
      'door_refusals',
      'unknown_devices',
      'callers',
    ];
    for (const table of tables) await database.sql`delete from ${database.sql(table)}`;
    for (const weeks of [6, 4]) {
      const at = weeksAgo(weeks);
      const counted = { hour: at, reason: 'malformed', count: 1, last_at: at };
      const seen = {
        network: 'cellular',
        identifier: `${weeks}`,
        count: 1,
        first_seen_at: at,
        last_seen_at: at,
      };
      const own = { customer_id: customerId };
      const { reason: _, ...repeated } = counted;
      const rows: Record<string, object> = {
        refusals: { ...own, connection_id: ids.connection, ...counted },
        device_refusals: { ...own, device_id: ids.device, ...counted },
        repeated_messages: { ...own, device_id: ids.device, connection_id: ids.connection, ...repeated },
        door_refusals: { door: 'http', ...counted },
        unknown_devices: { ...own, connection_id: ids.connection, ...seen },
        callers: { door: 'http', reason: 'unknown-device', ...seen },
      };
      for (const table of tables)
        await database.sql`insert into ${database.sql(table)} ${database.sql(rows[table] as never)}`;
    }
    await database.sql`insert into device_rates values (${ids.device}, 1, 1), (${ids.project}, ${Date.now()}, 1)`;
    expect(await maintain(anHour)).toMatchObject({ failed: [], done: { counts: 6, deviceRates: 1 } });
    for (const table of tables)
      expect([table, (await database.sql`select from ${database.sql(table)}`).length]).toEqual([table, 1]);
  });

  it('finishes purges of deleted devices that were cut short', async () => {
    const device = '3ac7e3c4-4401-4b8d-9386-a5c902f9202d';
    await database.sql`
      insert into audit_log (customer_id, operation, object_kind, object_id, actor_kind, actor_id, actor_name, via)
      values (${a.customerId}, 'devices.delete', 'device', ${device}, 'system', 'test', 'test', 'system')`;
    await database.sql`
      insert into packs (id, received_at, customer_id, device_id, uplink_id, decoder_id, time, shape_id, v)
      select 90000, received_at, customer_id, ${device}, uplink_id, decoder_id, time, shape_id, v from packs where customer_id = ${a.customerId} limit 1`;
    await maintain(anHour);
    expect(await stands('packs', 90_000)).toBe(false);
  });
});

it('is one worker’s at a time, and another’s when that one is gone', async () => {
  const other = await database.sql.reserve();
  await other`select pg_advisory_lock(hashtextextended('things maintenance', 0))`;
  expect(await maintain(anHour)).toBe('busy');
  await other`select pg_advisory_unlock(hashtextextended('things maintenance', 0))`;
  other.release();
  expect(await maintain(anHour)).toMatchObject({ failed: [] });
});

it('waits for a table that is in use only a moment, and goes on with the rest', async () => {
  await database.sql`select ensure_partitions(${weeksAgo(6)}, 1)`;
  const reader = await database.sql.reserve();
  await reader`begin`;
  await reader`select count(*) from uplinks`;
  const working = maintain(anHour);
  setTimeout(() => void reader`commit`.execute(), 1_000);
  expect(await working).toMatchObject({
    failed: [],
    done: { uplinks: [await partitionOf('uplinks', weeksAgo(6))] },
  });
  reader.release();
});

it('whoever sends messages meanwhile is not refused, nor waits for what the maintenance waits for', async () => {
  await database.sql`select ensure_partitions(${weeksAgo(40)}, 34)`;
  const scene = await makeScene(database.sql, { devices: 20 });
  const acceptor = new Acceptor({ changes: new ConfigurationChanges() });
  let answered = 0;
  let isOver = false;
  const send = async (device: SceneDevice, first: number) => {
    for (let n = first; !isOver; n++) {
      const { status } = await acceptor.accept(chirpstackRequest(scene, uplinkOf(device, n)));
      expect(status).toBe(200);
      answered++;
    }
  };
  // Somebody reads messages and is not done: no week of them can be dropped, and a new row stands behind whoever waits to.
  const reader = await database.sql.reserve();
  await reader`begin`;
  await reader`select count(*) from uplinks`;
  const working = maintain(anHour);
  const waiting = async () => {
    const rows = await database.sql`
      select from pg_locks l join pg_stat_activity a using (pid)
      where a.application_name = 'things owner' and a.datname = current_database() and not l.granted and l.mode = 'AccessExclusiveLock'`;
    return rows.length;
  };
  const patient = { timeout: 30_000, interval: 20 };
  await expect.poll(waiting, patient).toBe(1);
  const sending = Promise.all(scene.devices.map((device, index) => send(device, index)));
  // It gives way again and again. Waiting without an end it would let none of them through before the reader is done.
  await expect.poll(() => answered, patient).toBeGreaterThan(40);
  await expect.poll(waiting, patient).toBe(1);
  const then = answered;
  await expect.poll(() => answered, patient).toBeGreaterThan(then + 40);
  expect(await partitions('uplinks')).toContain(await partitionOf('uplinks', weeksAgo(40)));
  await reader`commit`;
  reader.release();
  const report = await working;
  isOver = true;
  await sending;
  await acceptor.stop();
  const { uplinks = [] } = report === 'busy' ? {} : (report.done as { uplinks?: string[] });
  expect(report).toMatchObject({ failed: [] });
  expect(uplinks.length).toBeGreaterThan(30);
});

it('a week whose rows stand in the default partition fails neither it nor a start', async () => {
  await database.sql`drop table ${database.sql(await partitionOf('packs', weeksAgo(-20)))}`;
  const id = await copyTo('packs', weeksAgo(-20));
  expect(await maintain(anHour)).toMatchObject({ failed: [], done: { partitionsAhead: 0 } });
  expect(await stands('packs', id)).toBe(true);
});
