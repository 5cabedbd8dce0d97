// The database under the tests: one real server a test run, with a migrated template that each test file clones.
import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import postgres from 'postgres';
import type { TestProject } from 'vitest/node';
import { migrateDatabase } from './migrate.ts';
import { type PostgresServer, startPostgres } from './postgres.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    /** Owner's address of the server, database `postgres`. */
    postgresUrl: string;
  }
}

export const TEMPLATE = 'things_template';

/** Durability is what tests of files do not need; the chaos run starts a server of its own with it on. */
const SETTINGS = {
  fsync: 'off',
  full_page_writes: 'off',
  synchronous_commit: 'off',
  max_connections: '300',
  autovacuum: 'off',
  shared_buffers: '128MB',
};

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const slot = takeSlot();
  const server = await startPostgres({ dir: slot.dir, settings: SETTINGS, database: 'things_tests' });
  await prepareTemplate(server);
  project.provide('postgresUrl', withDatabase(server.url, 'postgres'));
  return async () => {
    await stop(server);
    slot.release();
  };
}

export function withDatabase(url: string, database: string): string {
  const made = new URL(url);
  made.pathname = `/${database}`;
  return made.href;
}

/** Several test runs at once each get a server of their own; a folder is used again by the next run. */
function takeSlot(): { dir: string; release(): void } {
  mkdirSync('.data', { recursive: true });
  for (let n = 0; ; n++) {
    const dir = path.resolve('.data', n === 0 ? 'test-pg' : `test-pg-${n}`);
    const lock = `${dir}.lock`;
    if (claim(lock)) return { dir, release: () => rmSync(lock, { force: true }) };
  }
}

function claim(lock: string): boolean {
  try {
    writeFileSync(lock, String(process.pid), { flag: 'wx' });
    return true;
  } catch {
    if (holderLives(lock)) return false;
    rmSync(lock, { force: true });
    return claim(lock);
  }
}

function holderLives(lock: string): boolean {
  try {
    process.kill(Number(readFileSync(lock, 'utf8')), 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** A server that a killed run left in our slot is ours to stop as well. */
async function stop(server: PostgresServer): Promise<void> {
  if (!server.attached) return server.stop('SIGINT');
  process.kill(server.pid, 'SIGINT');
  for (let i = 0; i < 500; i++) {
    try {
      process.kill(server.pid, 0);
    } catch {
      return;
    }
    await sleep(20);
  }
}

async function prepareTemplate(server: PostgresServer): Promise<void> {
  const sql = postgres(server.url, { max: 1, fetch_types: false, onnotice() {} });
  try {
    const left = await sql<
      { name: string }[]
    >`select datname as name from pg_database where datname like 'test\\_%'`;
    for (const { name } of left) await sql.unsafe(`drop database if exists "${name}" with (force)`);
    const mark = migrationsHash();
    const [known] = await sql<{ mark: string | null }[]>`
      select shobj_description(oid, 'pg_database') as mark from pg_database where datname = ${TEMPLATE}`;
    if (known?.mark === mark) return;
    await sql.unsafe(`drop database if exists "${TEMPLATE}" with (force)`);
    await sql.unsafe(`create database "${TEMPLATE}"`);
    await migrateDatabase(withDatabase(server.url, TEMPLATE));
    await sql.unsafe(`comment on database "${TEMPLATE}" is '${mark}'`);
  } finally {
    await sql.end();
  }
}

/** Changes with any migration, and with the week, because partitions are made from now on. */
function migrationsHash(): string {
  const hash = createHash('sha256').update(String(Math.floor(Date.now() / (7 * 86_400_000))));
  for (const name of readdirSync('db/migrations').sort()) {
    if (name.endsWith('.sql')) hash.update(name).update(readFileSync(path.join('db/migrations', name)));
  }
  return hash.update(readFileSync('scripts/migrate.ts')).digest('hex');
}
