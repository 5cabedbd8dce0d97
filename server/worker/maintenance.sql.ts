import { setTimeout as sleep } from 'node:timers/promises';
import postgres from 'postgres';
import { type Partition, weeksBefore } from '#server/measurements/pack-weeks.sql.ts';
import { pipelineSql, type Sql } from '#server/platform/database.ts';
import {
  ALERTS_DAYS,
  ENDED_SESSIONS_DAYS,
  type Kept,
  LISTENING_DAYS,
  MAILS_DAYS,
  WEEKS_AHEAD,
  weeksKept,
} from './retention.ts';

/** Of the advisory lock that makes it one worker at a time. */
const LOCK = 'things maintenance';
/** New rows wait behind a lock that is waited for: shorter than the ingestion's patience, and tried again. */
const LOCK_WAIT = '300ms';
const LOCK_TRIES = 20;
const PAUSE_MS = 500;
const ROWS_AT_ONCE = 5_000;
const WEEK_MS = 7 * 86_400_000;

/** Held until the connection is closed. */
export async function takeMaintenanceLock(owner: Sql): Promise<boolean> {
  const [row] = await owner`select pg_try_advisory_lock(hashtextextended(${LOCK}, 0)) as taken`;
  return row?.taken === true;
}

export async function makePartitionsAhead(owner: Sql): Promise<number> {
  const [row] = await briefly(owner, (tx) => tx`select ensure_partitions(now(), ${WEEKS_AHEAD}) as made`);
  return row?.made ?? 0;
}

/**
 * Measurements received before it are moved into rows of many (`measurements/compact-weeks.ts`): their messages have been
 * gone for a week, and with them whatever could add to or take from one of them but a deletion.
 */
export async function compactedBefore(): Promise<Date> {
  return new Date((await keptSince('uplinks')).getTime() - WEEK_MS);
}

/** Partitions whose measurements were all moved: nothing is ever received for them again. */
export async function dropMovedWeeks(owner: Sql): Promise<string[]> {
  const dropped: string[] = [];
  const isEmpty = async (sql: Sql, { from, to }: Partition) =>
    (await sql`select from packs where received_at >= ${from} and received_at < ${to} limit 1`).length === 0;
  for (const week of await weeksBefore(await compactedBefore())) {
    if (!(await isEmpty(pipelineSql(), week))) continue;
    const isGone = await briefly(owner, async (tx) => {
      await tx`lock table only packs, only ${tx(week.name)} in access exclusive mode`;
      // Of rows an owner sees none.
      await tx`set local role things_pipeline`;
      if (!(await isEmpty(tx as unknown as Sql, week))) return false;
      await tx`reset role`;
      await tx`drop table ${tx(week.name)}`;
      return true;
    });
    if (isGone) dropped.push(week.name);
  }
  return dropped;
}

/** Names of the partitions that were dropped; then rows of those weeks that stood in the default partition go, too. */
export async function dropOldPartitions(owner: Sql, table: Kept): Promise<string[]> {
  const before = await keptSince(table);
  const old = await owner<{ name: string }[]>`
    select name from (
      select c.relname as name, (regexp_match(pg_get_expr(c.relpartbound, c.oid), 'TO \\(''([^'']+)''\\)'))[1]::timestamptz as ends
      from pg_inherits i join pg_class c on c.oid = i.inhrelid where i.inhparent = ${table}::regclass) p
    where ends <= ${before} order by ends`;
  for (const { name } of old) await briefly(owner, (tx) => tx`drop table ${tx(name)}`);
  await pipelineSql()`delete from ${pipelineSql()(table)} where received_at < ${before}`;
  return old.map(({ name }) => name);
}

/** The Monday from which rows are kept; earlier where an accepted message of before is still not recorded. */
async function keptSince(table: Kept): Promise<Date> {
  const holdsQueue = table === 'uplinks' || table === 'uplink_bodies';
  const [row] = await pipelineSql()<[{ since: Date }]>`
    select date_trunc('week', least(now() - make_interval(weeks => ${weeksKept(table)}),
      (select min(received_at) from uplink_queue where ${holdsQueue})) at time zone 'UTC') at time zone 'UTC' as since`;
  return row.since;
}

/** Rows of many measurements, as the weeks of single ones. */
export async function purgePackWeeks(): Promise<number> {
  const before = await keptSince('packs');
  await pipelineSql()`delete from far_packs where received_at < ${before}`;
  return byBatches(
    (sql) => sql`
      delete from pack_weeks where ctid = any(array(select ctid from pack_weeks where week < ${before}::timestamptz::date limit ${ROWS_AT_ONCE}))`,
  );
}

export function purgeIdentities(): Promise<number> {
  return byBatches(
    (sql) => sql`
      delete from uplink_identities i using (
        select device_id, identity from uplink_identities
        where received_at < now() - make_interval(weeks => ${weeksKept('uplinks')}) order by received_at limit ${ROWS_AT_ONCE}) old
      where i.device_id = old.device_id and i.identity = old.identity`,
  );
}

export function purgeDecodingFailures(): Promise<number> {
  return byBatches(
    (sql) => sql`
      delete from decoding_failures f using (
        select uplink_id, decoder_id from decoding_failures
        where received_at < now() - make_interval(weeks => ${weeksKept('uplinks')}) limit ${ROWS_AT_ONCE}) old
      where f.uplink_id = old.uplink_id and f.decoder_id = old.decoder_id`,
  );
}

/** What replays left behind goes with the messages and packs that it belongs to. */
export async function purgeReplays(): Promise<number> {
  const weeks = (count: number) => pipelineSql()`now() - make_interval(weeks => ${count})`;
  const packs =
    await pipelineSql()`delete from shelved_packs where received_at < ${weeks(weeksKept('packs'))}`;
  const replays =
    await pipelineSql()`delete from uplink_replays where received_at < ${weeks(weeksKept('uplinks'))}`;
  return packs.count + replays.count;
}

/** What was counted of messages goes with them: refused, told again, of devices that nobody has and nobody heard since. */
export async function purgeCounts(): Promise<number> {
  const before = pipelineSql()`now() - make_interval(weeks => ${weeksKept('uplinks')})`;
  let all = 0;
  for (const table of ['repeated_messages', 'refusals', 'device_refusals', 'door_refusals'])
    all += (await pipelineSql()`delete from ${pipelineSql()(table)} where hour < ${before}`).count;
  for (const table of ['unknown_devices', 'callers'])
    all += (await pipelineSql()`delete from ${pipelineSql()(table)} where last_seen_at < ${before}`).count;
  return all;
}

/** An allowance that is whole again is one that was never used. */
export async function purgeDeviceRates(): Promise<number> {
  const { count } = await pipelineSql()`
    delete from device_rates where whole_at < extract(epoch from now() - interval '1 hour') * 1000`;
  return count;
}

export async function purgeSessions(): Promise<number> {
  const { count } = await pipelineSql()`
    delete from sessions
    where least(expires_at, revoked_at) < now() - make_interval(days => ${ENDED_SESSIONS_DAYS})`;
  return count;
}

export async function purgeAccessTokens(): Promise<number> {
  const { count } = await pipelineSql()`delete from access_tokens where expires_at < now()`;
  return count;
}

export async function purgeAlerts(): Promise<number> {
  await pipelineSql()`delete from listening_spans where until_at < now() - make_interval(days => ${LISTENING_DAYS})`;
  return byBatches(
    (sql) => sql`
      delete from alerts where id in (
        select id from alerts
        where status = 'resolved' and resolved_at < now() - make_interval(days => ${ALERTS_DAYS}) limit ${ROWS_AT_ONCE})`,
  );
}

export function purgeMails(): Promise<number> {
  return byBatches(
    (sql) => sql`
      delete from mails where id in (
        select id from mails where created_at < now() - make_interval(days => ${MAILS_DAYS}) limit ${ROWS_AT_ONCE})`,
  );
}

async function byBatches(one: (sql: Sql) => Promise<{ count: number }>): Promise<number> {
  for (let all = 0; ; ) {
    const { count } = await one(pipelineSql());
    all += count;
    if (count < ROWS_AT_ONCE) return all;
  }
}

const LOCK_NOT_AVAILABLE = '55P03';

/** A statement that needs a table for itself, in moments when nobody else has it. */
async function briefly<T>(owner: Sql, work: (tx: postgres.TransactionSql) => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries++) {
    try {
      const done = await owner.begin(async (tx) => {
        await tx`select set_config('lock_timeout', ${LOCK_WAIT}, true)`;
        return work(tx);
      });
      return done as T;
    } catch (error) {
      const isBusy = error instanceof postgres.PostgresError && error.code === LOCK_NOT_AVAILABLE;
      if (!isBusy || tries >= LOCK_TRIES) throw error;
      await sleep(PAUSE_MS);
    }
  }
}
