// A real PostgreSQL server out of npm packages: started, attached to and stopped by us. Works as root (drops to an
// unprivileged account), as a normal user, after kill -9, and when install scripts did not run.
import net from 'node:net';
import path from 'node:path';
import postgres from 'postgres';
import { initialise, OWNER, prepareFolder, reachableDir } from './postgres-cluster.ts';
import { launchServer, runningServer, stopServer } from './postgres-process.ts';
import { nativeFolder, unprivilegedAccount } from './postgres-programs.ts';

export { removeData } from './postgres-cluster.ts';

export interface PostgresOptions {
  /** Data folder; moved out of reach-less places when we are root (the answer's `dir` tells where it is). */
  dir: string;
  /** A free one where none is given. */
  port?: number;
  settings?: Record<string, string>;
  database?: string;
  /** Where another server's `bin` is; else the embedded one. */
  binaries?: string | undefined;
}

export interface PostgresServer {
  pid: number;
  port: number;
  dir: string;
  url: string;
  /** Another process of ours started it; it is not ours to stop. */
  attached: boolean;
  /** Resolves when the server has ended, however it ended; never for one that we only attached to. */
  ended: Promise<void>;
  stop(signal?: 'SIGINT' | 'SIGQUIT' | 'SIGKILL'): Promise<void>;
}

export async function startPostgres(options: PostgresOptions): Promise<PostgresServer> {
  const account = unprivilegedAccount();
  const dir = reachableDir(path.resolve(options.dir), account);
  const database = options.database ?? 'things';
  const binaries = options.binaries ?? nativeFolder(account);
  prepareFolder(dir, account);
  const password = initialise(dir, binaries, account);
  const already = await runningServer(dir);
  if (already)
    return {
      ...already,
      dir,
      url: urlOf(already.port, password, database),
      attached: true,
      ended: new Promise(() => {}),
      stop: async () => {},
    };
  const port = options.port ?? (await freePort());
  const child = await launchServer(dir, binaries, account, port, options.settings ?? {});
  await createDatabase(urlOf(port, password, 'postgres'), database);
  return {
    pid: child.pid as number,
    port,
    dir,
    url: urlOf(port, password, database),
    attached: false,
    ended: new Promise((resolve) => child.once('exit', () => resolve())),
    stop: (signal = 'SIGINT') => stopServer(child, signal),
  };
}

function urlOf(port: number, password: string, database: string): string {
  return `postgres://${OWNER}:${password}@127.0.0.1:${port}/${database}`;
}

async function createDatabase(adminUrl: string, database: string): Promise<void> {
  const sql = postgres(adminUrl, { max: 1, fetch_types: false, onnotice() {} });
  try {
    const [exists] = await sql`select 1 from pg_database where datname = ${database}`;
    if (!exists) await sql.unsafe(`create database "${database}"`);
  } finally {
    await sql.end();
  }
}

export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = net.createServer();
    server.once('error', reject).listen(0, '127.0.0.1', () => {
      const { port } = server.address() as net.AddressInfo;
      server.close(() => resolve(port));
    });
  });
}
