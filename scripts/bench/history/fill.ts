import { randomUUID } from 'node:crypto';
import { compactSystemWeeks } from '#server/measurements/compact-weeks.ts';
import type { Scene } from '#server/pipeline/scene.fixture.ts';
import { compactedBefore } from '#server/worker/maintenance.sql.ts';
import { maintain } from '#server/worker/maintenance.ts';
import type { Stand } from '../../load/stand.ts';

export const VALUES_A_PACK = 6;
const WEEKS = 60;
const ROWS_AT_ONCE = 500_000;

export interface Filled {
  shapeId: number;
  decoderId: string;
  /** One sends every minute, one every hour, both for 200 days. */
  minute: string;
  hour: string;
}

/** Partitions of a year, a shape of six numbers, and two devices whose graphs are asked for. */
export async function prepare({ sql }: Stand, scene: Scene): Promise<Filled> {
  await ensureWeeks(sql);
  const [shape] = await sql`insert into shapes (customer_id, hash, names, units, kinds)
    values (${scene.customerId}, ${Buffer.from('bench')}, '{level,temperature,humidity,pressure,light,battery}', '{m,Cel,%RH,Pa,lx,V}', 'nnnnnn') returning id::int as id`;
  const [minute, hour] = scene.devices.slice(-2).map(({ id }) => id) as [string, string];
  return { shapeId: shape?.id, decoderId: scene.decoderIds[0] ?? randomUUID(), minute, hour };
}

/** Those that were dropped when their packs were moved stand ready again for what is filled in next. */
async function ensureWeeks(sql: Stand['sql']): Promise<void> {
  await sql`select ensure_partitions(now() - make_interval(weeks => ${WEEKS}), ${WEEKS})`;
}

/** Packs of one device, every so many seconds until now. */
export async function fillDevice(
  { sql }: Stand,
  scene: Scene,
  filled: Filled,
  deviceId: string,
  everySeconds: number,
): Promise<void> {
  await sql`
    insert into packs (id, received_at, customer_id, device_id, uplink_id, decoder_id, time, shape_id, v)
    select nextval('pack_ids'), t, ${scene.customerId}, ${deviceId}, 1, ${filled.decoderId}, t, ${filled.shapeId},
      array[20 + 5 * sin(extract(epoch from t) / 40000), 1, 2, 3, 4, random()]::float8[]
    from generate_series(now() - interval '200 days', now(), make_interval(secs => ${everySeconds})) t`;
  await sql`
    insert into device_activity (device_id, customer_id, last_message_at, interval_seconds)
    values (${deviceId}, ${scene.customerId}, now(), ${everySeconds})
    on conflict (device_id) do update set interval_seconds = excluded.interval_seconds`;
}

/** What the load taught of the devices' rhythm is not what their history is filled with. */
export async function fillRhythms({ sql }: Stand, { minute }: Filled): Promise<void> {
  await sql`update device_activity set interval_seconds = case when device_id = ${minute} then 60 else 3600 end`;
}

/** Packs of all the other devices, a year back, until so many values are there in all. */
export async function fillTo({ sql }: Stand, scene: Scene, filled: Filled, values: number): Promise<void> {
  await ensureWeeks(sql);
  const before = await sizeOf(sql);
  const others = scene.devices.slice(0, -2).map(({ id }) => id);
  const wanted = Math.max(0, Math.round(values / VALUES_A_PACK) - before.packs);
  for (let done = 0; done < wanted; done += ROWS_AT_ONCE) {
    const rows = Math.min(ROWS_AT_ONCE, wanted - done);
    await sql`
      insert into packs (id, received_at, customer_id, device_id, uplink_id, decoder_id, time, shape_id, v)
      select nextval('pack_ids'), t, ${scene.customerId}, (${others}::uuid[])[1 + n % ${others.length}::int], n, ${filled.decoderId}, t, ${filled.shapeId},
        array[random(), random(), random(), random(), random(), random()]
      from (
        select n, now() - interval '1 day' - ((n::bigint * 7919) % ${wanted}::bigint)::float8 / ${wanted}::float8 * make_interval(weeks => ${WEEKS - 1}) as t
        from generate_series(${done}::int, ${done + rows - 1}::int) n) made`;
  }
  await sql`vacuum (analyze) packs, pack_weeks`;
}

export interface Size {
  packs: number;
  bytes: number;
}

export async function sizeOf(sql: Stand['sql']): Promise<Size> {
  const [row] = await sql`
    select (select count(*) from packs)::float8 + (select coalesce(sum(cardinality(packs)), 0) from pack_weeks)::float8 as packs,
      pg_total_relation_size('pack_weeks')::float8 +
        (select sum(pg_total_relation_size(inhrelid)) from pg_inherits where inhparent = 'packs'::regclass)::float8 as bytes`;
  return { packs: row?.packs ?? 0, bytes: row?.bytes ?? 0 };
}

/** As the workers do every minute and hour: old weeks into rows of many, their partitions away. */
export async function compactAll({ sql }: Stand): Promise<{ packs: number; seconds: number }> {
  const began = performance.now();
  const { packs } = await compactSystemWeeks(await compactedBefore(), Number.POSITIVE_INFINITY);
  const seconds = (performance.now() - began) / 1000;
  const report = await maintain(new Date());
  if (report === 'busy' || report.failed.length > 0)
    throw new Error('the maintenance did not drop what was moved');
  await sql`vacuum (analyze) packs, pack_weeks`;
  return { packs, seconds };
}
