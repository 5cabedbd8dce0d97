import { sql } from 'drizzle-orm';
import { drizzle, type PostgresJsDatabase } from 'drizzle-orm/postgres-js';
import postgres from 'postgres';
import { env } from './env.ts';
import type { TenantScope } from './tenant-scope.ts';

/**
 * Three doors to one database, each with a role of its own (migration 0001): none owns a table or bypasses
 * row-level security. drizzle overwrites the serializers of the client it is given, so raw SQL has clients of its own.
 */
type Role = 'things_app' | 'things_access' | 'things_pipeline';

type Database = PostgresJsDatabase<Record<string, never>>;
export type Tx = Parameters<Parameters<Database['transaction']>[0]>[0];
export type Sql = postgres.Sql;

const clients = new Map<string, postgres.Sql>();

function client(role: Role, use: string, max: number): postgres.Sql {
  const key = `${role}/${use}`;
  let found = clients.get(key);
  if (!found) {
    found = postgres(env().DATABASE_URL, {
      max,
      idle_timeout: 60,
      // A database that comes back is used again within a second; the library's own waits grow to twenty.
      backoff: (tries: number) => Math.min(0.1 * 2 ** tries, 1),
      connection: { role, application_name: `things ${use}`, TimeZone: 'UTC' },
      onnotice() {},
    });
    clients.set(key, found);
  }
  return found;
}

const databases = new Map<Role, Database>();

function database(role: Role): Database {
  let found = databases.get(role);
  if (!found) {
    found = drizzle(client(role, 'drizzle', 10));
    databases.set(role, found);
  }
  return found;
}

/** The only way to a customer's rows for the portal and the API: a transaction bound to the scope. */
export function tenantTransaction<T>(scope: TenantScope, work: (tx: Tx) => Promise<T>): Promise<T> {
  return database('things_app').transaction(async (tx) => {
    await tx.execute(sql`select set_config('app.customer_id', ${scope.customerId}, true)`);
    return work(tx);
  });
}

/** Before it is known who asks: customers, users, sessions, API keys. Queries through it have System in their name. */
export function accessDatabase(): Database {
  return database('things_access');
}

/** Every customer's rows, for the worker's use cases and the seed. */
export function pipelineDatabase(): Database {
  return database('things_pipeline');
}

/** Every customer's rows, raw batch statements of the pipeline. */
export function pipelineSql(): Sql {
  return client('things_pipeline', 'pipeline', 12);
}

/** A connection that listens; postgres.js reconnects it by itself. */
export function listenSql(): Sql {
  return client('things_pipeline', 'listen', 1);
}

/**
 * The owner of the tables, for what only an owner may do: partitions. One connection, closed by whoever opens it; of
 * rows it sees what row-level security lets an owner see, which is none.
 */
export function openOwnerSql(): Sql {
  return postgres(env().DATABASE_URL, {
    max: 1,
    connection: { application_name: 'things owner', TimeZone: 'UTC' },
    onnotice() {},
  });
}

export async function closeDatabase(): Promise<void> {
  const open = [...clients.values()];
  clients.clear();
  databases.clear();
  await Promise.all(open.map((c) => c.end({ timeout: 5 })));
}
