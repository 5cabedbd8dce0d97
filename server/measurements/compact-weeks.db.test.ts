import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { emptyTableQuery, type TableFilter, type TableQuery } from '#components/ui/data-table/table-query.ts';
import { createTenant, seedCatalogue, type Tenant } from '#server/customers/tenant.fixture.ts';
import { tenantTransaction } from '#server/platform/database.ts';
import { useTestDatabase } from '#server/platform/test-database.ts';
import { selectPastPacks } from '#server/uplinks/past-packs.sql.ts';
import { compactSystemWeeks } from './compact-weeks.ts';
import { foldSystemDays } from './fold-days.ts';
import { getSeries, getTrack, listMeasurementRows, listNames, listPacks } from './read-measurements.ts';

const database = useTestDatabase();
const DAY_MS = 86_400_000;
const WEEK_MS = 7 * DAY_MS;
const now = Date.now();
const from = new Date(now - 30 * WEEK_MS);
const to = new Date(now + DAY_MS);
/** Everything up to seven weeks ago is moved. */
const before = new Date(now - 7 * WEEK_MS);
/** A day of which there are enough packs to be folded. */
const dense = new Date(Math.floor((now - 10 * WEEK_MS) / DAY_MS) * DAY_MS);
let a: Tenant;
let b: Tenant;

beforeAll(async () => {
  const { sql } = database;
  const catalogue = await seedCatalogue(sql);
  a = await createTenant(sql, 'A', catalogue);
  b = await createTenant(sql, 'B', catalogue);
  // Of the weeks before, some have a partition and the others stand in the default one.
  await sql`select ensure_partitions(${new Date(now - 20 * WEEK_MS)}, 14)`;
  await sql`update device_activity set interval_seconds = 60`;
});

/** Numbers from 0 to 1 that are the same whenever the seed is. */
function dice(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

const SHAPES = [
  { names: ['level', 'mode', 'level'], units: ['m', '', 'm'], kinds: 'nsn' },
  { names: ['latitude', 'longitude', 'radius', 'on'], units: ['lat', 'lon', 'm', ''], kinds: 'nnnb' },
  { names: ['level'], units: ['cm'], kinds: 'n' },
];

async function fill(seed: number): Promise<void> {
  const { sql } = database;
  await sql`delete from packs`;
  await sql`delete from pack_weeks`;
  await sql`delete from measure_days`;
  await sql`update folding_progress set pack_id = 0, open_from = null, seen_id = 0, seen_at = now() - interval '1 day', day = '1970-01-01'`;
  await sql`delete from shapes where hash like 'past%'::bytea`;
  const next = dice(seed);
  for (const { customerId, ids } of [a, b]) {
    const shapes: number[] = [];
    for (const [at, shape] of SHAPES.entries()) {
      const [row] = await sql`insert into shapes (customer_id, hash, names, units, kinds)
        values (${customerId}, ${Buffer.from(`past${at}`)}, ${shape.names}, ${shape.units}, ${shape.kinds}) returning id::int as id`;
      shapes.push(row?.id);
    }
    const rows = Array.from({ length: 300 }, (_, n) => {
      const at =
        n < 60 ? dense.getTime() + next() * DAY_MS : from.getTime() + next() * (now - from.getTime());
      const away = next() < 0.1 ? -next() * 5 * WEEK_MS : next() < 0.05 ? 3 * DAY_MS : 0;
      // What was measured at other times than it was sent keeps a day from being folded: none of it on that one.
      const time = Math.floor((at + away) / DAY_MS) * DAY_MS === dense.getTime() ? at : at + away;
      const shape = Math.floor(next() * SHAPES.length);
      const values = (SHAPES[shape] as { names: string[] }).names.map(() => Math.round(next() * 80));
      const rest =
        shape === 0
          ? { s: { 1: next() < 0.5 ? 'öpen' : '' }, ...(n >= 60 && next() < 0.3 ? { t: { 2: -60 } } : {}) }
          : null;
      const own = { time: Math.round(time), shape, values, rest };
      return { received: Math.round(at), decoder: next() < 0.2 ? null : ids.decoder, own };
    });
    // The same again, as another message: of the same moment, and to the last bit equal.
    for (const { received, decoder, own } of [...rows, ...rows.slice(0, 20)]) {
      const v = own.values.map((value, at) => (own.shape === 0 && at === 1 ? 'NaN' : value));
      await sql`insert into packs (id, received_at, customer_id, device_id, uplink_id, decoder_id, decoder_version_id, time, shape_id, v, rest)
        values (nextval('pack_ids'), ${new Date(received)}, ${customerId}, ${ids.device}, nextval('uplink_ids'), ${decoder ?? customerId}, ${decoder},
          ${new Date(own.time)}, ${shapes[own.shape] as number}, ${v as never}, ${own.rest && sql.json(own.rest)})`;
    }
    await sql`insert into packs (id, received_at, customer_id, device_id, uplink_id, decoder_id, time, shape_id, v)
      select nextval('pack_ids'), t, ${customerId}, ${ids.device}, nextval('uplink_ids'), ${ids.decoder}, t, ${shapes[2] as number}, array[n % 64]
      from generate_series(0, 599) n cross join lateral (select ${dense}::timestamptz + n * interval '2 minutes' as t) at`;
  }
}

async function tablePages(query: Partial<TableQuery>) {
  const pages: unknown[] = [];
  let cursor: string | undefined;
  let last: string | undefined;
  do {
    const asked = { ...emptyTableQuery, limit: 300, ...query, cursor };
    const page = await listMeasurementRows(a.system, { id: a.ids.device, query: asked });
    pages.push(page.rows, page.total);
    last = cursor;
    cursor = page.next ?? undefined;
  } while (cursor);
  if (last) {
    const asked = { ...emptyTableQuery, limit: 300, ...query, cursor: last };
    const { prev } = await listMeasurementRows(a.system, { id: a.ids.device, query: asked });
    const back = { ...asked, cursor: prev ?? undefined };
    pages.push((await listMeasurementRows(a.system, { id: a.ids.device, query: back })).rows);
  }
  return pages;
}

/** All that can be read of a device's past, by every way there is. */
async function told(): Promise<unknown[]> {
  const deviceId = a.ids.device;
  const all: unknown[] = [await listNames(a.system, { deviceId, from, to })];
  const short = { from: new Date(dense.getTime() + DAY_MS / 3), to: new Date(dense.getTime() + DAY_MS / 2) };
  for (const period of [{ from, to }, short, { from: dense, to: new Date(dense.getTime() + 3 * WEEK_MS) }])
    for (const points of [20, 2000])
      for (const decoderId of [undefined, a.ids.decoder]) {
        const query = {
          deviceId,
          ...period,
          names: ['level', 'on'],
          points,
          ...(decoderId && { decoderId }),
        };
        all.push(
          await getSeries(a.system, query as never),
          await getTrack(a.system, { deviceId, ...period }),
        );
      }
  let cursor: string | undefined;
  do {
    const page = await listPacks(a.system, {
      deviceId,
      from,
      to,
      limit: 200,
      ...(cursor ? { cursor } : {}),
    });
    all.push(page.items);
    cursor = page.next ?? undefined;
  } while (cursor);
  const past: TableFilter = { field: 'time', op: 'lt', value: dense.toISOString() };
  const low: TableFilter = { field: 'm:level', op: 'lt', value: '20' };
  all.push(await tablePages({}), await tablePages({ sort: { field: 'time', desc: false } }));
  all.push(await tablePages({ filters: [past, low] }), await tablePages({ q: 'öpen' }));
  all.push(await tablePages({ filters: [low], sort: { field: 'm:level', desc: true } }));
  const wanted = ['level', 'on', 'mode'].map((name) => ({ deviceId, name }));
  all.push(await tenantTransaction(a.system.scope, (tx) => selectPastPacks(tx, a.system.scope, wanted, {})));
  return all;
}

const count = async (table: string) =>
  (await database.sql`select count(*)::int as n from ${database.sql(table)}`)[0]?.n as number;

/** As if nothing had ever been moved. */
async function takeApart(): Promise<void> {
  await database.sql`
    insert into packs select id, received_at, customer_id, device_id, uplink_id, decoder_id, decoder_version_id, time, shape_id, v, rest
    from all_packs where (id, received_at) not in (select id, received_at from packs)`;
  await database.sql`truncate pack_weeks`;
}

/** Without the whole of it in the answer of a run that fails. */
function same(one: unknown[], other: unknown[]): void {
  const differs = one.findIndex((part, at) => JSON.stringify(part) !== JSON.stringify(other[at]));
  expect([differs, one.length]).toEqual([-1, other.length]);
}

async function fold(): Promise<void> {
  for (const minutes of [20, 40, 60]) await foldSystemDays(new Date(now + minutes * 60_000));
}

const foldedDays = async () => [
  ...(await database.sql`select * from measure_days where not stale order by device_id, day`),
];

describe('random packs of half a year', () => {
  beforeAll(() => fill(1));

  it('read the same wherever they stand: before, in the middle, when all of them were moved', async () => {
    await fold();
    expect((await foldedDays()).length).toBeGreaterThan(0);
    const [folded, first, all] = [await foldedDays(), await told(), await count('packs')];
    expect((await compactSystemWeeks(before, 3, 250)).isMore).toBe(true);
    expect(await count('pack_weeks')).toBeGreaterThan(3);
    same(await told(), first);
    expect((await compactSystemWeeks(before, 1000, 250)).isMore).toBe(false);
    const [left] = await database.sql`select count(*)::int as n from packs where received_at < ${before}`;
    expect([left?.n, await count('all_packs')]).toEqual([0, all]);
    expect(await count('packs')).toBeLessThan(all / 2);
    same(await told(), first);
    // Nothing was taken away from a day: what was folded of it still counts.
    expect(await foldedDays()).toEqual(folded);
  });

  it('a late record of a day that was moved, and one that a replay put there, count as ever', async () => {
    const late = [new Date(dense.getTime() + DAY_MS / 2), new Date(dense.getTime() - DAY_MS / 2)];
    for (const time of late)
      await database.sql`insert into packs (id, received_at, customer_id, device_id, uplink_id, decoder_id, time, shape_id, v)
        select nextval('pack_ids'), now(), customer_id, device_id, nextval('uplink_ids'), decoder_id, ${time}, shape_id, array[-500]
        from pack_weeks where device_id = ${a.ids.device} and shape_id = (select id from shapes where customer_id = ${a.customerId} and names = '{level}' and hash = 'past2'::bytea) limit 1`;
    await fold();
    const [folded, moved] = [await foldedDays(), await told()];
    expect(JSON.stringify(moved.slice(1, 5)).includes('-500')).toBe(true);
    await takeApart();
    same(moved, await told());
    await database.sql`update packs set id = nextval('pack_ids') where time >= ${dense} and time < ${new Date(dense.getTime() + DAY_MS)}`;
    await fold();
    expect(await foldedDays()).toEqual(folded);
  });
});

describe('what may come between', () => {
  afterEach(async () => {
    await database.sql`drop trigger if exists refuse_week on pack_weeks`;
  });

  it('one that fails in the middle of a move loses nothing and leaves nothing twice', async () => {
    await fill(3);
    const first = await told();
    await database.sql`create or replace function refuse_week() returns trigger language plpgsql as $$ begin
      if (select count(*) from pack_weeks) > 5 then raise exception 'the power went'; end if; return new; end $$`;
    await database.sql`create trigger refuse_week before insert on pack_weeks for each row execute function refuse_week()`;
    await expect(compactSystemWeeks(before, 1000, 100)).rejects.toThrow('the power went');
    same(await told(), first);
    await database.sql`drop trigger refuse_week on pack_weeks`;
    await compactSystemWeeks(before, 1000, 100);
    same(await told(), first);
  });

  it('whoever looks meanwhile sees each pack once, and two workers do not do it twice', async () => {
    await fill(4);
    await fold();
    const all = await count('all_packs');
    const seen = new Set<number>();
    let isOver = false;
    const looking = (async () => {
      while (!isOver) seen.add(await count('all_packs'));
    })();
    const both = await Promise.all([1, 2].map(() => compactSystemWeeks(before, 1000, 50)));
    isOver = true;
    await looking;
    expect([...seen]).toEqual([all]);
    const [row] = await database.sql`select sum(cardinality(packs))::int as n from pack_weeks`;
    expect(both.reduce((sum, { packs }) => sum + packs, 0)).toBe(row?.n);
  });

  it('a customer sees its own, through the view too', async () => {
    const seen = await database.sql.begin(async (tx) => {
      await tx`set local role things_app`;
      await tx`select set_config('app.customer_id', ${b.customerId}, true)`;
      return tx`select distinct customer_id from all_packs`;
    });
    expect(seen.map((row) => row.customer_id)).toEqual([b.customerId]);
    await expect(listPacks(b.system, { deviceId: a.ids.device, from, to, limit: 10 })).rejects.toThrow();
  });

  it('days of weeks that are deleted are not read from what was folded of them', async () => {
    await database.sql`delete from pack_weeks where device_id = ${a.ids.device}`;
    const folded = await foldedDays();
    expect(folded.map((row) => row.device_id)).not.toContain(a.ids.device);
    expect(folded.map((row) => row.device_id)).toContain(b.ids.device);
  });
});
