// Brings a database up to date with db/migrations and makes the partitions of the coming weeks. As the owner.
import { drizzle } from 'drizzle-orm/postgres-js';
import { migrate } from 'drizzle-orm/postgres-js/migrator';
import postgres from 'postgres';

const WEEKS_BEHIND = 6;
const WEEKS_AHEAD = 26;

export async function migrateDatabase(url: string): Promise<void> {
  const client = postgres(url, { max: 1, fetch_types: false, onnotice() {} });
  try {
    // Machines that start together: one of them does it, the others wait and find it done. Held until the connection ends.
    await client`select pg_advisory_lock(hashtextextended('things migrations', 0))`;
    await migrate(drizzle(client), { migrationsFolder: 'db/migrations' });
    await client`select ensure_partitions(now() - make_interval(weeks => ${WEEKS_BEHIND}), ${WEEKS_BEHIND + WEEKS_AHEAD})`;
  } finally {
    await client.end();
  }
}
