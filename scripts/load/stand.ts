// A stand for load: a database of its own, migrated and durable as the product's, and worker processes on it.
import { type ChildProcess, spawn } from 'node:child_process';
import { openSync, rmSync } from 'node:fs';
import path from 'node:path';
import postgres from 'postgres';
import { endProcess, FEW_ARENAS, POSTGRES_SETTINGS, WORKER, waitFor } from '../installation.ts';
import { migrateDatabase } from '../migrate.ts';
import { freePort, type PostgresServer, startPostgres } from '../postgres.ts';

export interface Stand {
  dir: string;
  postgres: PostgresServer;
  sql: postgres.Sql;
  env: Record<string, string | undefined>;
  /** Whose code its workers run; this one's where none is given. */
  root?: string;
}

export interface StandOptions {
  /** As an earlier stand left it. */
  kept?: boolean;
  /** Another PostgreSQL than the embedded one: where its `bin` is. */
  binaries?: string | undefined;
  migrate?(url: string): void | Promise<void>;
}

const KEYS = {
  NEXTAUTH_SECRET: 'a secret for load runs only, 32 ch',
  APP_KEK_CURRENT: 'load',
  APP_KEK_load: Buffer.alloc(32, 9).toString('base64'),
};

/** Begins with an empty database: `dir` is removed first, unless it is to be `kept`. */
export async function openStand(
  dir: string,
  settings: Record<string, string> = {},
  env: Record<string, string> = {},
  { kept = false, binaries, migrate = migrateDatabase }: StandOptions = {},
): Promise<Stand> {
  // What was kept and by whom its password is known belong together.
  for (const suffix of kept ? ['.worker.log'] : ['', '.log', '.password', '.worker.log'])
    rmSync(`${dir}${suffix}`, { recursive: true, force: true });
  const server = await startPostgres({
    dir: path.resolve(dir),
    settings: { ...POSTGRES_SETTINGS, ...settings },
    binaries,
  });
  await migrate(server.url);
  const made = environmentOf(server.url, env);
  // For what seals secrets and asks the database in this process.
  Object.assign(process.env, KEYS, { DATABASE_URL: server.url });
  return { dir, postgres: server, sql: postgres(server.url, { max: 4, onnotice() {} }), env: made };
}

function environmentOf(url: string, env: Record<string, string>): Stand['env'] {
  return {
    ...process.env,
    ...KEYS,
    // Not production: there the guard of outgoing calls closes loopback for all but the demo.
    NODE_ENV: 'development',
    DATABASE_URL: url,
    HOST: '127.0.0.1',
    MQTT_PORT: '0',
    LOG_LEVEL: 'warn',
    EMBEDDED_POSTGRES: 'true',
    DEMO: 'false',
    EGRESS_ALLOW_TEST_CIDR: '127.0.0.0/8',
    PUBLIC_URL: 'http://127.0.0.1:3000',
    ...env,
  };
}

export interface Worker {
  process: ChildProcess;
  port: number;
}

export async function startWorker(stand: Stand, port?: number): Promise<Worker> {
  const chosen = port ?? (await freePort());
  const log = openSync(`${stand.dir}.worker.log`, 'a');
  const child = spawn(process.execPath, [...(stand.env.WORKER_FLAGS?.split(' ') ?? []), ...WORKER], {
    ...(stand.root ? { cwd: stand.root } : {}),
    stdio: ['ignore', log, log],
    env: { ...FEW_ARENAS, ...stand.env, INGEST_PORT: String(chosen) } as unknown as NodeJS.ProcessEnv,
  });
  await ready(`http://127.0.0.1:${chosen}/readyz`, child);
  return { process: child, port: chosen };
}

/** Waits until it answers; one that never does is not left behind. */
export async function ready(url: string, child: ChildProcess): Promise<void> {
  try {
    await waitFor(url, child);
  } catch (error) {
    await endProcess(child);
    throw error;
  }
}

/** Opens a stand, does `work` on it and takes all of it down, whatever came of it. Ends the process: 0 where all is well. */
export async function onStand(
  dir: string,
  work: (stand: Stand, started: Worker[]) => Promise<boolean>,
  env: Record<string, string> = {},
): Promise<never> {
  const stand = await openStand(dir, {}, env);
  const started: Worker[] = [];
  const told = Promise.withResolvers<boolean>();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => told.resolve(false));
  const isWell = await Promise.race([work(stand, started), told.promise]).catch((error) => {
    console.error(error);
    return false;
  });
  await closeStand(stand, started);
  process.exit(isWell ? 0 : 1);
}

export async function closeStand(stand: Stand, workers: Worker[]): Promise<void> {
  await Promise.all(workers.map(({ process: child }) => endProcess(child)));
  await stand.sql.end({ timeout: 2 });
  await stand.postgres.stop();
}
