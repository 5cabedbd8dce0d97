// One running installation: database, migrations, demo data, and the environment of its processes.
import { type ChildProcess, spawn } from 'node:child_process';
import net from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { KeptPostgres } from './kept-postgres.ts';
import { migrateDatabase } from './migrate.ts';
import { hasSecrets, missingSecrets } from './secrets.ts';

export interface Installation {
  env: NodeJS.ProcessEnv;
  embedded: boolean;
  stopDatabase(): Promise<void>;
}

/** Sized for a machine of 2 cores and a few GB; durable, as the worker's start-up check demands. */
export const POSTGRES_SETTINGS = {
  shared_buffers: '256MB',
  max_connections: '120',
  max_wal_size: '2GB',
  // Files of the log are used again instead of made anew: making one holds every commit up for 50 ms.
  min_wal_size: '512MB',
  checkpoint_timeout: '15min',
  wal_compression: 'off',
  random_page_cost: '1.1',
  jit: 'off',
  work_mem: '16MB',
  autovacuum_naptime: '15s',
  log_min_messages: 'warning',
};

/**
 * Arguments of Node for a worker. Young objects of messages under way die within one large space: with Node's own 16 MB
 * a twentieth of the worker's time goes into copying them. One helper thread a worker collects: more take processors from
 * the sandbox and the database.
 */
export const WORKER = [
  '--disable-warning=ExperimentalWarning',
  '--min-semi-space-size=64',
  '--max-semi-space-size=64',
  '--v8-pool-size=1',
  'server/worker/main.ts',
];

/**
 * Arguments of Node for the built portal. Its young space would grow to three times 32 MB over a few pages, its old one to
 * twice what lives in it, and both stay so until it has been idle for a while.
 */
export const PORTAL = [
  '--max-semi-space-size=8',
  '--initial-old-space-size=64',
  '--heap-growing-percent=30',
  '--import',
  './server/http/trust-socket.ts',
  '--import',
  './server/http/prompt-end.ts',
  '.next/standalone/server.js',
];

/** mallopt(3): an arena of its own for every thread keeps some 30 MB a process that no other thread may use. */
export const FEW_ARENAS = { MALLOC_ARENA_MAX: '2' };

/** Two installations on one port would answer for each other. */
async function requireFreePort(name: string, port: string, host: string): Promise<void> {
  const free = await new Promise<boolean>((resolve) => {
    const probe = net.createServer().once('error', () => resolve(false));
    probe.listen(Number(port), host, () => probe.close(() => resolve(true)));
  });
  if (free) return;
  throw new Error(
    `Port ${port} is in use already: stop what listens there, or choose another with ${name}=<port> npm start.`,
  );
}

/** What of an installation runs here: all of it, or a part beside others on other machines. */
export type Part = 'all' | 'web' | 'worker';

/** Where a part runs, the others are elsewhere: their database and their keys must be given, not made. */
function requireShared(part: Part, folder: string): void {
  if (part === 'all') return;
  if (!process.env.DATABASE_URL)
    throw new Error(`Only the ${part}: set DATABASE_URL to the database that it shares with the others.`);
  if (!hasSecrets(folder))
    throw new Error(
      `Only the ${part}: give it the keys of the others, NEXTAUTH_SECRET, APP_KEK_CURRENT and APP_KEK_<name>, or their ${folder}/secrets.json. With keys of its own it could read no stored secret.`,
    );
}

/** Prepares everything that must stand before a process of ours starts. `folder` holds the data of the embedded default. */
export async function prepareInstallation(folder: string, part: Part = 'all'): Promise<Installation> {
  requireShared(part, folder);
  const {
    HOST = '127.0.0.1',
    PORT = '3000',
    INGEST_PORT = '3001',
    MQTT_PORT,
    DATABASE_URL: given,
  } = process.env;
  if (part !== 'worker') await requireFreePort('PORT', PORT, HOST);
  if (part !== 'web') await requireFreePort('INGEST_PORT', INGEST_PORT, HOST);
  // Where nobody asked for it, a broker of somebody else's is no reason not to start: the worker waits for its port.
  if (part !== 'web' && MQTT_PORT !== undefined && MQTT_PORT !== '0')
    await requireFreePort('MQTT_PORT', MQTT_PORT, HOST);
  const embedded = given ? null : new KeptPostgres({ dir: `${folder}/pg`, settings: POSTGRES_SETTINGS });
  const url = given ?? ((await embedded?.start()) as string);
  const env: NodeJS.ProcessEnv = {
    ...process.env,
    ...missingSecrets(folder),
    DATABASE_URL: url,
    EMBEDDED_POSTGRES: embedded ? 'true' : 'false',
    HOST,
    PORT,
    INGEST_PORT,
    NEXT_TELEMETRY_DISABLED: '1',
    // Built code lies elsewhere than its sources: where the sandbox finds the program of its child processes.
    THINGS_ROOT: process.cwd(),
  };
  env.PUBLIC_URL ??= `http://${HOST === '0.0.0.0' ? '127.0.0.1' : HOST}:${PORT}`;
  env.NEXTAUTH_URL ??= env.PUBLIC_URL;
  await migrateDatabase(url);
  return { env, embedded: embedded !== null, stopDatabase: async () => embedded?.stop() };
}

export function startProcess(args: string[], env: NodeJS.ProcessEnv): ChildProcess {
  return spawn(process.execPath, args, {
    stdio: ['ignore', 'inherit', 'inherit'],
    env: { ...FEW_ARENAS, ...env },
  });
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

/** Ends a process as asked for; after 15 s by force, or so long as what it has to end itself takes. */
export async function endProcess(child: ChildProcess, forceMs = 15_000): Promise<void> {
  if (child.exitCode !== null || child.signalCode) return;
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  child.kill('SIGTERM');
  const force = setTimeout(() => child.kill('SIGKILL'), forceMs);
  await ended;
  clearTimeout(force);
}

/** Keeps a process of ours running: one that ends by itself is started again, after a pause that grows while it keeps ending. */
export class KeptProcess {
  readonly #args: string[];
  readonly #env: NodeJS.ProcessEnv;
  #child: ChildProcess;
  #stopping = false;

  constructor(args: string[], env: NodeJS.ProcessEnv) {
    this.#args = args;
    this.#env = env;
    this.#child = startProcess(args, env);
    void this.#keep();
  }

  get child(): ChildProcess {
    return this.#child;
  }

  async stop(): Promise<void> {
    this.#stopping = true;
    await endProcess(this.#child);
  }

  async #keep(): Promise<void> {
    for (let pause = 200; ; pause = Math.min(pause * 2, 10_000)) {
      const began = Date.now();
      const how = await exitOf(this.#child);
      if (this.#stopping) return;
      if (Date.now() - began > 60_000) pause = 200;
      console.error(`${this.#args.at(-1)} ended (${how}); starting it again.`);
      await sleep(pause);
      if (this.#stopping) return;
      this.#child = startProcess(this.#args, this.#env);
    }
  }
}

function exitOf(child: ChildProcess): Promise<string> {
  return new Promise((resolve) => child.once('exit', (code, signal) => resolve(String(signal ?? code))));
}
