import { randomUUID } from 'node:crypto';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { emptyTableQuery } from '#components/ui/data-table/table-query.ts';
import type { Role } from '#server/access/contract.ts';
import { changeSettings } from '#server/customers/change-settings.ts';
import { getSettingsOf } from '#server/customers/read-settings.ts';
import { actorWith, createTenant, seedCatalogue, type Tenant } from '#server/customers/tenant.fixture.ts';
import { useTestDatabase } from '#server/platform/test-database.ts';
import { createProject } from '#server/projects/create-project.ts';
import { NO_LIMITS } from '#server/projects/limits.fixture.ts';
import { setLimits } from '#server/projects/set-limits.ts';
import { compactSystemWeeks } from './compact-weeks.ts';
import { countOld } from './count-old.ts';
import { getKept } from './find-kept.ts';
import { purgeSystemMeasurements } from './purge-measurements.ts';
import { getSeries, getTrack, listMeasurementRows, listNames, listPacks } from './read-measurements.ts';

// As an operator sets it.
process.env.KEEP_MEASUREMENTS_WEEKS = '30';

const database = useTestDatabase();
const WEEK_MS = 7 * 86_400_000;
const now = new Date();
const all = { from: new Date(now.getTime() - 60 * WEEK_MS), to: now };
let a: Tenant;
let b: Tenant;

beforeAll(async () => {
  const catalogue = await seedCatalogue(database.sql);
  a = await createTenant(database.sql, 'A', catalogue);
  b = await createTenant(database.sql, 'B', catalogue);
});

const admin = (roles: Role[] = ['organization.admin', 'manager.admin'], of = a) =>
  actorWith(of.customerId, roles);
/** A day more than so many weeks before now. */
const weeksAgo = (weeks: number) => new Date(now.getTime() - weeks * WEEK_MS - 86_400_000);

let next = 500_000;

/** A place and two levels, of which one an hour before. */
async function store(
  { customerId, ids }: Tenant,
  receivedWeeks: number,
  timeWeeks = receivedWeeks,
  secondsAfter = -3600,
) {
  const [shape] = await database.sql`
    insert into shapes (customer_id, hash, names, units, kinds)
    values (${customerId}, 'kept', ${['latitude', 'longitude', 'level', 'level']}, ${['lat', 'lon', 'm', 'm']}, 'nnnn')
    on conflict (customer_id, hash) do update set kinds = excluded.kinds returning id`;
  await database.sql`
    insert into packs (id, received_at, customer_id, device_id, uplink_id, decoder_id, time, shape_id, v, rest)
    values (${next}, ${weeksAgo(receivedWeeks)}, ${customerId}, ${ids.device}, ${next++}, ${ids.decoder}, ${weeksAgo(timeWeeks)}, ${shape?.id},
      '{52,5,1,2}', ${database.sql.json({ t: { 3: secondsAfter } })})`;
}

const WEEKS = [20, 12, 7, 2];

beforeEach(async () => {
  for (const table of ['packs', 'pack_weeks', 'measure_days', 'shelved_packs', 'far_packs'])
    await database.sql`delete from ${database.sql(table)}`;
  await database.sql`update projects set measurement_weeks = null`;
  await database.sql`update customers set keeps_history = true`;
  for (const tenant of [a, b]) for (const weeks of WEEKS) await store(tenant, weeks);
  // What has lost its messages stands in rows of many.
  await compactSystemWeeks(weeksAgo(6), 100);
});

const limits = (measurementWeeks: number | null, id = a.ids.project) => ({
  ...NO_LIMITS,
  id,
  measurementWeeks,
});
const keep = (weeks: number | null) => setLimits(admin(), limits(weeks));
const keepHistory = (keepsHistory: boolean) => changeSettings(admin(), { id: a.customerId, keepsHistory });

/** How many weeks ago, as programs are told. */
async function told({ system, ids }: Tenant = a): Promise<number[]> {
  const { items } = await listPacks(system, { deviceId: ids.device, ...all, limit: 100 });
  return items.map(({ time }) => Math.floor((now.getTime() - time.getTime()) / WEEK_MS));
}

const stored = async (of = a) =>
  (await database.sql`select from all_packs where customer_id = ${of.customerId}`).length;

describe('weeks of a project', () => {
  it('are a bound on what is told as soon as they are set, wherever it is told', async () => {
    expect(await told()).toEqual([2, 7, 12, 20]);
    await keep(10);
    const deviceId = a.ids.device;
    expect(await told()).toEqual([2, 7]);
    expect(await listNames(a.system, { deviceId, ...all })).toEqual(
      ['latitude', 'level', 'longitude'].map((name) => expect.objectContaining({ name, packs: 2 })),
    );
    const series = async (from: Date, to: Date) =>
      (await getSeries(a.system, { deviceId, from, to, names: ['level'], points: 500 }))[0]?.points.length;
    expect(await series(all.from, all.to)).toBe(4);
    expect(await series(weeksAgo(25), weeksAgo(11))).toBe(0);
    expect((await getTrack(a.system, { deviceId, ...all })).total).toBe(2);
    const { rows } = await listMeasurementRows(a.system, { id: deviceId, query: emptyTableQuery });
    expect(rows).toHaveLength(4);
    expect(await getKept(a.system, { id: deviceId })).toEqual({ weeks: 10, because: 'project' });
    expect([await told(b), await stored()]).toEqual([[2, 7, 12, 20], 4]);
    // Nothing is deleted yet: whoever takes it back in time has lost nothing.
    await keep(null);
    expect(await told()).toEqual([2, 7, 12, 20]);
  });

  it('cut off the part of a pack that lies before them', async () => {
    const { customerId } = a;
    await database.sql`update packs set time = ${new Date(now.getTime() - 10 * WEEK_MS + 600_000)} where customer_id = ${customerId}`;
    await keep(10);
    const { items } = await listPacks(a.system, { deviceId: a.ids.device, ...all, limit: 100 });
    expect(items.map(({ records }) => records.length)).toEqual([4, 3]);
    const { rows } = await listMeasurementRows(a.system, { id: a.ids.device, query: emptyTableQuery });
    expect(rows).toHaveLength(3);
  });

  it('are how long anything is stored, rows of many included; what is gone stays gone', async () => {
    const days = (of: Tenant) => database.sql`
      insert into measure_days (device_id, customer_id, day, names, units, n, lo, hi, total)
      select ${of.ids.device}, ${of.customerId}, (${now}::timestamptz - make_interval(weeks => w))::date, '{level}', '{m}', '{1}', '{1}', '{1}', '{1}'
      from unnest(array[40, 12, 2]) w`;
    await Promise.all([days(a), days(b)]);
    for (const tenant of [a, b]) await store(tenant, 11, 12, 3 * 86_400);
    const far = async () =>
      (await database.sql`select customer_id from far_packs`).map(({ customer_id }) => customer_id);
    expect(await far()).toHaveLength(2);
    await keep(10);
    await purgeSystemMeasurements(now);
    expect([await stored(), await stored(b), await far()]).toEqual([2, 5, [b.customerId]]);
    const left = async (of: Tenant) =>
      (await database.sql`select stale from measure_days where customer_id = ${of.customerId}`).map(
        ({ stale }) => stale,
      );
    // Those of the other customer went with the weeks of the installation.
    expect([await left(a), await left(b)]).toEqual([[false], [false, false]]);
    await keep(null);
    expect([await told(), await told(b)]).toEqual([
      [2, 7],
      [2, 7, 12, 12, 20],
    ]);
    expect(await purgeSystemMeasurements(now)).toBe(0);
  });

  it('a purge that was cut short goes on the next time', async () => {
    await store(a, 8);
    await keep(5);
    let rows = 0;
    for (let rounds = 0; rounds < 5; rounds++) rows += await purgeSystemMeasurements(now, 1);
    expect([rows, await stored(), await told()]).toEqual([4, 1, [2]]);
  });

  it('beside the compaction each loses nothing and takes nothing twice', async () => {
    for (let n = 0; n < 200; n++) await store(a, 6 + (n % 12));
    await keep(10);
    await Promise.all([compactSystemWeeks(weeksAgo(6), 100, 10), purgeSystemMeasurements(now)]);
    await purgeSystemMeasurements(now);
    await compactSystemWeeks(weeksAgo(6), 100);
    const [row] = await database.sql`
      select count(*)::int as n, count(distinct id)::int as ids, count(*) filter (where received_at < ${weeksAgo(11)})::int as old
      from all_packs where customer_id = ${a.customerId}`;
    const young = Array.from({ length: 200 }, (_, n) => 6 + (n % 12)).filter((weeks) => weeks < 10).length;
    expect(row?.old).toBe(0);
    expect(row?.n).toBe(row?.ids);
    expect(row?.n).toBeGreaterThanOrEqual(young + 2);
    expect(await told()).toHaveLength(Math.min(100, young + 2));
  });

  it('what came late for a time before them is not told, and goes when it is old itself', async () => {
    await store(a, 1, 15);
    await keep(10);
    expect(await told()).toEqual([2, 7]);
    await purgeSystemMeasurements(now);
    expect(await stored()).toBe(3);
    await purgeSystemMeasurements(new Date(now.getTime() + 11 * WEEK_MS));
    expect(
      await database.sql`select from all_packs where customer_id = ${a.customerId} and time < ${weeksAgo(10)}`,
    ).toHaveLength(0);
  });

  it('are those of the project that a device is in', async () => {
    const { id } = await createProject(a.system, { name: randomUUID(), description: null });
    await setLimits(admin(), limits(10, id));
    expect(await told()).toEqual([2, 7, 12, 20]);
    await database.sql`delete from flow_devices where device_id = ${a.ids.device}`;
    await database.sql`update devices set project_id = ${id} where id = ${a.ids.device}`;
    expect(await told()).toEqual([2, 7]);
    await database.sql`update devices set project_id = ${a.ids.project} where id = ${a.ids.device}`;
    expect(await told()).toEqual([2, 7, 12, 20]);
  });

  it('say beforehand how much they are about', async () => {
    const count = (weeks: number, projectId: string | null = a.ids.project) =>
      countOld(admin(), { projectId, weeks });
    expect(await count(10)).toEqual({ packs: 2, devices: 1, isMore: false });
    expect(await count(5, null)).toEqual({ packs: 3, devices: 1, isMore: false });
    expect(await count(25)).toEqual({ packs: 0, devices: 0, isMore: false });
    // Of somebody else's project as of one that there is not.
    expect(await count(5, b.ids.project)).toEqual({ packs: 0, devices: 0, isMore: false });
  });

  it.each([4, 31])('lie between messages and the installation: not %i', async (weeks) => {
    await expect(keep(weeks)).rejects.toMatchObject({
      code: 'projects.weeks-out-of-range',
      details: { least: 5, most: 30 },
    });
  });
});

describe('device data history of a customer', () => {
  it('switched off leaves measurements as long as messages; on again, those to come stay', async () => {
    await keepHistory(false);
    expect([await told(), await told(b)]).toEqual([[2], [2, 7, 12, 20]]);
    expect(await getKept(a.system, { id: a.ids.device })).toEqual({ weeks: 5, because: 'customer' });
    expect(await getSettingsOf(admin(), { id: a.customerId })).toMatchObject({
      keepsHistory: false,
      measurementWeeks: 5,
    });
    await purgeSystemMeasurements(now);
    await keepHistory(true);
    expect([await stored(), await stored(b)]).toEqual([1, 4]);
    expect(await getKept(a.system, { id: a.ids.device })).toEqual({ weeks: 30, because: 'installation' });
    const rows = await database.sql`select before, after, customer_id from audit_log
      where operation = 'customers.update' and object_id = ${a.customerId} order by id`;
    expect([...rows]).toEqual([
      { before: { keepsHistory: true }, after: { keepsHistory: false }, customer_id: a.customerId },
      { before: { keepsHistory: false }, after: { keepsHistory: true }, customer_id: a.customerId },
    ]);
  });

  it('whatever a clock that ran ahead says of them', async () => {
    await store(a, 9, -20);
    await compactSystemWeeks(weeksAgo(6), 100);
    await keepHistory(false);
    await purgeSystemMeasurements(now);
    expect(await stored()).toBe(1);
  });

  it('is its own administrators’ to set', async () => {
    const wish = { id: a.customerId, keepsHistory: false };
    for (const roles of [['manager.admin'], ['creator.admin', 'support.user']] as Role[][]) {
      const actor = admin(roles);
      const refused = { code: 'access.forbidden' };
      await expect(changeSettings(actor, wish)).rejects.toMatchObject(refused);
      await expect(setLimits(actor, limits(10))).rejects.toMatchObject(refused);
      await expect(countOld(actor, { projectId: null, weeks: 5 })).rejects.toMatchObject(refused);
    }
    const foreign = admin(undefined, b);
    await expect(changeSettings(foreign, wish)).rejects.toMatchObject({ code: 'customers.not-found' });
    await expect(getSettingsOf(foreign, { id: a.customerId })).rejects.toMatchObject({
      code: 'customers.not-found',
    });
    await expect(setLimits(foreign, limits(10))).rejects.toMatchObject({ code: 'projects.not-found' });
    await expect(getKept(foreign, { id: a.ids.device })).rejects.toMatchObject({ code: 'devices.not-found' });
    expect(await told()).toEqual([2, 7, 12, 20]);
  });
});
