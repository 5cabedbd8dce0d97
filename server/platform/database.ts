import { sql } from 'drizzle-orm';
import { drizzle, type PostgresJsDatabase } from 'drizzle-orm/postgres-js';
import type postgres from 'postgres';
import { env } from './env.ts';
import { Listener } from './postgres-listener.ts';
import { Pool, type Sql } from './postgres-pool.ts';
import type { TenantScope } from './tenant-scope.ts';

/**
 * Three doors to one database, each with a role of its own (migration 0001): none owns a table or bypasses
 * row-level security. drizzle overwrites the serializers of the client it is given, so raw SQL has clients of its own.
 */
type Role = 'things_app' | 'things_access' | 'things_pipeline';

type Database = PostgresJsDatabase<Record<string, never>>;
export type Tx = Parameters<Parameters<Database['transaction']>[0]>[0];
export type { Sql };

const pools = new Map<string, Pool>();
let listener: Listener | undefined;

const connection = (role: Role, use: string) => ({
  role,
  application_name: `things ${use}`,
  TimeZone: 'UTC',
});

/**
 * A queue is empty when its statistics are made and holds thousands when a plan made of them runs. Told so, the planner
 * looks rows up by their keys and hashes what a statement brings along, instead of comparing each with each.
 */
const BATCH_PLANS = {
  enable_nestloop: 'off',
  enable_seqscan: 'off',
  plan_cache_mode: 'force_generic_plan',
};

function pool(role: Role, use: string, max: number, settings: Record<string, string> = {}): Sql {
  const key = `${role}/${use}`;
  let found = pools.get(key);
  if (!found) {
    found = new Pool(env().DATABASE_URL, { max, connection: { ...connection(role, use), ...settings } });
    pools.set(key, found);
  }
  return found.sql;
}

const databases = new Map<Role, Database>();

function database(role: Role): Database {
  let found = databases.get(role);
  if (!found) {
    // drizzle uses `unsafe`, `begin`, `savepoint` and `options` of the driver's interface.
    found = drizzle(pool(role, 'drizzle', 10) as postgres.Sql);
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
  return pool('things_pipeline', 'pipeline', 8);
}

/** As `pipelineSql`, for statements that bring hundreds of rows or keys along: their plans hold whatever the tables' size. */
export function batchSql(): Sql {
  return pool('things_pipeline', 'batch', 8, BATCH_PLANS);
}

/** One connection a process that hears notices; it makes itself anew. */
export function listenSql(): Listener {
  listener ??= new Listener(env().DATABASE_URL, { connection: connection('things_pipeline', 'listen') });
  return listener;
}

/**
 * The owner of the tables, for what only an owner may do: partitions. One connection, closed by whoever opens it; of
 * rows it sees what row-level security lets an owner see, which is none.
 */
export function openOwnerSql(): Sql {
  const { sql } = new Pool(env().DATABASE_URL, {
    max: 1,
    connection: { application_name: 'things owner', TimeZone: 'UTC' },
  });
  return sql;
}

export async function closeDatabase(): Promise<void> {
  const open = [...pools.values()];
  pools.clear();
  databases.clear();
  const ears = listener;
  listener = undefined;
  await Promise.all([ears?.end(), ...open.map(({ sql }) => sql.end({ timeout: 5 }))]);
}
