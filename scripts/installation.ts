// One running installation: database, migrations, demo data, and the environment of its processes.
import { type ChildProcess, spawn } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { migrateDatabase } from './migrate.ts';
import { startPostgres } from './postgres.ts';
import { missingSecrets } from './secrets.ts';

export interface Installation {
  env: NodeJS.ProcessEnv;
  embedded: boolean;
  stopDatabase(): Promise<void>;
}

/** Sized for a machine of 2 cores and a few GB; durable, as the worker's start-up check demands. */
const POSTGRES_SETTINGS = {
  shared_buffers: '256MB',
  max_connections: '120',
  max_wal_size: '2GB',
  checkpoint_timeout: '15min',
  wal_compression: 'on',
  random_page_cost: '1.1',
  jit: 'off',
  work_mem: '16MB',
  autovacuum_naptime: '15s',
  log_min_messages: 'warning',
};

/** Prepares everything that must stand before a process of ours starts. `folder` holds the data of the embedded default. */
export async function prepareInstallation(folder: string): Promise<Installation> {
  const given = process.env.DATABASE_URL;
  const server = given ? null : await startPostgres({ dir: `${folder}/pg`, settings: POSTGRES_SETTINGS });
  const url = given ?? (server?.url as string);
  const env: NodeJS.ProcessEnv = {
    ...process.env,
    ...missingSecrets(folder),
    DATABASE_URL: url,
    EMBEDDED_POSTGRES: server ? 'true' : 'false',
    HOST: process.env.HOST ?? '127.0.0.1',
    PORT: process.env.PORT ?? '3000',
    INGEST_PORT: process.env.INGEST_PORT ?? '3001',
    NEXT_TELEMETRY_DISABLED: '1',
    // Built code lies elsewhere than its sources: where the sandbox finds the program of its child processes.
    THINGS_ROOT: process.cwd(),
  };
  const origin = env.PUBLIC_URL ?? `http://${env.HOST === '0.0.0.0' ? '127.0.0.1' : env.HOST}:${env.PORT}`;
  env.PUBLIC_URL = origin;
  env.NEXTAUTH_URL ??= origin;
  await migrateDatabase(url);
  return { env, embedded: server !== null, stopDatabase: async () => server?.stop() };
}

export function startProcess(args: string[], env: NodeJS.ProcessEnv): ChildProcess {
  return spawn(process.execPath, args, { stdio: ['ignore', 'inherit', 'inherit'], env });
}

/** Waits until the address answers 2xx, or the process behind it has ended. */
export async function waitFor(url: string, child: ChildProcess, seconds = 60): Promise<void> {
  const until = Date.now() + seconds * 1000;
  while (Date.now() < until) {
    if (child.exitCode !== null || child.signalCode)
      throw new Error(`the process behind ${url} ended (${child.exitCode ?? child.signalCode})`);
    const answer = await fetch(url).catch(() => null);
    await answer?.body?.cancel();
    if (answer?.ok) return;
    await sleep(100);
  }
  throw new Error(`${url} did not become ready within ${seconds} s`);
}

/** Ends a process as asked for; after 15 s by force. */
export async function endProcess(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode) return;
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  child.kill('SIGTERM');
  const force = setTimeout(() => child.kill('SIGKILL'), 15_000);
  await ended;
  clearTimeout(force);
}
