import { sql } from 'drizzle-orm';
import { pipelineSql, type Tx } from '#server/platform/database.ts';
import type { TenantScope } from '#server/platform/tenant-scope.ts';
import { within } from './all-packs.sql.ts';
import type { KeptFacts } from './rules.ts';
import { MOST_OLD, type OldMeasurements } from './series-contract.ts';

/** What reading a device's measurements begins with. */
export interface ReadFacts extends KeptFacts {
  /** Whether any of its packs reaches far (`far_packs`). */
  hasFar: boolean;
}

/** null: there is no such device. Four looks by key beside the device's own, and nothing for the planner to weigh. */
export async function selectKeptFacts(
  tx: Tx,
  scope: TenantScope,
  deviceId: string,
): Promise<ReadFacts | null> {
  const [row] = await tx.execute<ReadFacts & Record<string, unknown>>(
    sql`
    select (select p.measurement_weeks from projects p where p.id = d.project_id and p.customer_id = d.customer_id) as "projectWeeks",
           (select c.keeps_history from customers c where c.id = d.customer_id) as "customerKeeps",
           (select t.keeps_history from device_types t where t.id = d.device_type_id and t.customer_id = d.device_type_customer_id) as "typeKeeps",
           exists (select from far_packs f where f.device_id = d.id and f.customer_id = d.customer_id) as "hasFar"
    from devices d where d.customer_id = ${scope.customerId}::uuid and d.id = ${deviceId}::uuid`,
  );
  return row ?? null;
}

/** Device after device, so that a count of some ends soon; what came later than it is of no week that is looked into. */
export async function countOldPacks(
  tx: Tx,
  scope: TenantScope,
  { projectId, before }: { projectId: string | null; before: Date },
): Promise<OldMeasurements> {
  const at = sql`${before.toISOString()}::timestamptz`;
  const [row] = await tx.execute<{ packs: number; devices: number }>(sql`
    select count(*)::int as packs, count(distinct device_id)::int as devices from (
      select p.device_id from devices d cross join lateral (
        select p.device_id from all_packs p
        where p.customer_id = d.customer_id and p.device_id = d.id and p.received_at < ${at}
          and ${within({ from: null, to: before })} limit ${MOST_OLD + 1}) p
      where d.customer_id = ${scope.customerId}::uuid ${projectId ? sql`and d.project_id = ${projectId}::uuid` : sql``}
      limit ${MOST_OLD + 1}) p`);
  const { packs = 0, devices = 0 } = row ?? {};
  return { packs: Math.min(packs, MOST_OLD), devices, isMore: packs > MOST_OLD };
}

export interface KeptDevice extends KeptFacts {
  id: string;
}

/** The next devices of every customer, in the order of their ids. */
export async function selectSystemKept(after: string | null, limit: number): Promise<KeptDevice[]> {
  const query = pipelineSql();
  return query<KeptDevice[]>`
    select d.id, p.measurement_weeks as "projectWeeks", c.keeps_history as "customerKeeps", t.keeps_history as "typeKeeps"
    from (select * from devices where ${after ? query`id > ${after}` : query`true`} order by id limit ${limit}) d
    join projects p on p.id = d.project_id and p.customer_id = d.customer_id
    join customers c on c.id = d.customer_id
    join device_types t on t.id = d.device_type_id and t.customer_id = d.device_type_customer_id
    order by d.id`;
}

/** What is too old of some devices. */
export interface TooOld {
  id: string;
  /** What was received before it. */
  received: Date;
  /** Of that, what is from before it: a clock that ran ahead is believed. null: whatever it says. */
  time: Date | null;
}

const arraysOf = (old: readonly TooOld[]) => ({
  ids: old.map(({ id }) => id),
  received: old.map(({ received }) => received.toISOString()),
  times: old.map(({ time }) => time?.toISOString() ?? 'infinity'),
});

/** Under the lock of those that move packs: neither waits for rows that the other holds. */
export async function deleteOldPacks(old: readonly TooOld[], limit: number): Promise<number> {
  const { ids, received, times } = arraysOf(old);
  // Weeks that none of them has too old are not even planned for.
  const latest = received.toSorted().at(-1) ?? '-infinity';
  return pipelineSql().begin(async (tx) => {
    await tx`select pg_advisory_xact_lock(hashtextextended('things weeks of packs', 0))`;
    const { count } = await tx`
      delete from packs p using (
        select p.id, p.received_at
        from unnest(${ids}::uuid[], ${received}::timestamptz[], ${times}::timestamptz[]) d(id, received, time)
        cross join lateral (
          select p.id, p.received_at from packs p
          where p.device_id = d.id and p.received_at < ${latest} and p.received_at < d.received and p.time < d.time) p
        limit ${limit}) o
      where p.id = o.id and p.received_at = o.received_at and p.received_at < ${latest}`;
    return count;
  });
}

export async function deleteOldPackWeeks(old: readonly TooOld[], limit: number): Promise<number> {
  const { ids, received, times } = arraysOf(old);
  const { count } = await pipelineSql()`
    delete from pack_weeks where ctid = any(array(
      select w.ctid from unnest(${ids}::uuid[], ${received}::timestamptz[], ${times}::timestamptz[]) d(id, received, time)
      join pack_weeks w on w.device_id = d.id and w.until < d.time and w.week < (d.received at time zone 'UTC')::date
      limit ${limit}))`;
  return count;
}

/** Those that a replay replaced. */
export async function deleteOldShelved(old: readonly TooOld[], limit: number): Promise<number> {
  const { ids, received } = arraysOf(old);
  const { count } = await pipelineSql()`
    delete from shelved_packs where id = any(array(
      select s.id from unnest(${ids}::uuid[], ${received}::timestamptz[]) d(id, received)
      join shelved_packs s on s.device_id = d.id and s.received_at < d.received
      limit ${limit}))`;
  return count;
}

/** What is known of those that reach far. */
export async function deleteOldFarPacks(old: readonly TooOld[], limit: number): Promise<number> {
  const { ids, received, times } = arraysOf(old);
  const { count } = await pipelineSql()`
    delete from far_packs where pack_id = any(array(
      select f.pack_id from unnest(${ids}::uuid[], ${received}::timestamptz[], ${times}::timestamptz[]) d(id, received, time)
      join far_packs f on f.device_id = d.id and f.received_at < d.received and f.since < d.time
      limit ${limit}))`;
  return count;
}

/** Folded days of them: what they were made of is gone. */
export async function deleteOldDays(old: readonly TooOld[], limit: number): Promise<number> {
  const { ids, received } = arraysOf(old);
  const { count } = await pipelineSql()`
    delete from measure_days where ctid = any(array(
      select m.ctid from unnest(${ids}::uuid[], ${received}::timestamptz[]) d(id, received)
      join measure_days m on m.device_id = d.id and m.day < (d.received at time zone 'UTC')::date
      limit ${limit}))`;
  return count;
}
