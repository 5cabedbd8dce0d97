import { spawnSync } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { chownSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { type Account, can, unprivilegedAccount } from './postgres-programs.ts';

export const OWNER = 'things_owner';
export const CLEAN_ENVIRONMENT = {
  PATH: process.env.PATH,
  LC_ALL: 'C.UTF-8',
  TZ: 'UTC',
} as unknown as NodeJS.ProcessEnv;

/** A clone under /root cannot be entered by the account that runs Postgres: its data then lies in /var/tmp. */
export function reachableDir(wanted: string, account: Account | null): string {
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

export function prepareFolder(dir: string, account: Account | null): void {
  // Not with mode 0700 on the parents: a recursive mkdir gives its mode to every folder it makes.
  mkdirSync(path.dirname(dir), { recursive: true });
  if (!existsSync(dir)) mkdirSync(dir, { mode: 0o700 });
  if (account) chownSync(dir, account.uid, account.gid);
}

/** Makes the cluster once; the password of its owner lies beside it. */
export function initialise(dir: string, binaries: string, account: Account | null): string {
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
