// Brings a database up to date with db/migrations and makes the partitions of the coming weeks. As the owner.
import { setTimeout as sleep } from 'node:timers/promises';
import { type MigrationMeta, readMigrationFiles } from 'drizzle-orm/migrator';
import postgres from 'postgres';

const WEEKS_BEHIND = 6;
const WEEKS_AHEAD = 26;
/** Whoever asks for a table after a waiting migration waits behind it: no longer than this, then it steps aside. */
const LOCK_WAIT = '1s';
const TRIES = 120;
const PAUSE_MS = 500;
const LOCK_NOT_AVAILABLE = '55P03';

/**
 * While others go on working. Each migration is a transaction of its own, so that a lock is held no longer than by what
 * needs it, and none waits long for one; what was applied stays, the next start goes on after it.
 */
export async function migrateDatabase(url: string): Promise<void> {
  const client = postgres(url, { max: 1, fetch_types: false, onnotice() {} });
  try {
    // Machines that start together: one of them does it, the others wait and find it done. Held until the connection ends.
    await client`select pg_advisory_lock(hashtextextended('things migrations', 0))`;
    for (const migration of await pending(client))
      await patiently(client, async (tx) => {
        for (const statement of migration.sql) await tx.unsafe(statement);
        await tx`insert into drizzle.__drizzle_migrations (hash, created_at) values (${migration.hash}, ${migration.folderMillis})`;
      });
    await patiently(
      client,
      (tx) =>
        tx`select ensure_partitions(now() - make_interval(weeks => ${WEEKS_BEHIND}), ${WEEKS_BEHIND + WEEKS_AHEAD})`,
    );
  } finally {
    await client.end();
  }
}

/** Those that are newer than the newest applied one, in the table that drizzle's own migrator keeps. */
async function pending(client: postgres.Sql): Promise<MigrationMeta[]> {
  await client`create schema if not exists drizzle`;
  await client`create table if not exists drizzle.__drizzle_migrations (id serial primary key, hash text not null, created_at bigint)`;
  const [last] = await client`select max(created_at)::float8 as at from drizzle.__drizzle_migrations`;
  const all = readMigrationFiles({ migrationsFolder: 'db/migrations' });
  return all.filter(({ folderMillis }) => folderMillis > (last?.at ?? 0));
}

async function patiently(
  client: postgres.Sql,
  work: (tx: postgres.TransactionSql) => Promise<unknown>,
): Promise<void> {
  for (let tried = 1; ; tried++) {
    try {
      await client.begin(async (tx) => {
        await tx`select set_config('lock_timeout', ${LOCK_WAIT}, true)`;
        await work(tx);
      });
      return;
    } catch (error) {
      if ((error as postgres.PostgresError).code !== LOCK_NOT_AVAILABLE || tried === TRIES) throw error;
      await sleep(PAUSE_MS);
    }
  }
}
