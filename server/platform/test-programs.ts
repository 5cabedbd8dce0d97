import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

const PLACES = ['/usr/bin', '/usr/sbin', '/usr/local/bin', '/usr/local/sbin'];
/** A package that starts a service of its own would take its port. */
const QUIET = { DEBIAN_FRONTEND: 'noninteractive', RUNLEVEL: '1' };

/**
 * Where a program of a Debian package is, installed when it is missing and we may; else why not, to be told with the
 * tests that are skipped.
 */
export function debianProgram(
  program: string,
  debianPackage: string,
): { path: string } | { missing: string } {
  const present = () => PLACES.map((place) => `${place}/${program}`).find((file) => existsSync(file));
  const found = present();
  if (found) return { path: found };
  if (process.getuid?.() !== 0) return { missing: `${program} (Debian's ${debianPackage}) is not installed` };
  if (!install(debianPackage) && apt(['update', '-q', '-o', 'APT::Update::Error-Mode=any']))
    install(debianPackage);
  const installed = present();
  return installed ? { path: installed } : { missing: `Debian's ${debianPackage} could not be installed` };
}

const install = (debianPackage: string) =>
  apt(['install', '-y', '-q', '--no-install-recommends', '-o', 'DPkg::Lock::Timeout=90', debianPackage]);

/**
 * Two test files may want one at once: one waits for the other, which apt itself does for packages, not for its lists. A
 * network that swallows everything is given up soon: tests that are skipped must not take minutes.
 */
function apt(args: string[]): boolean {
  const brief = [
    '-o',
    'Acquire::Retries=0',
    '-o',
    'Acquire::http::Timeout=10',
    '-o',
    'Acquire::https::Timeout=10',
  ];
  const env = { ...process.env, ...QUIET };
  const locked = [path.join(tmpdir(), 'things-portal-apt.lock'), 'apt-get', ...brief, ...args];
  return spawnSync('flock', locked, { env, timeout: 180_000 }).status === 0;
}
