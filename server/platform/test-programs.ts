import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

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
  const present = () => PLACES.map((place) => `${place}/${program}`).find((path) => existsSync(path));
  const path = present();
  if (path) return { path };
  if (process.getuid?.() !== 0) return { missing: `${program} (Debian's ${debianPackage}) is not installed` };
  // Two test files may want it at once: one waits for the other.
  const args = [
    'install',
    '-y',
    '-q',
    '--no-install-recommends',
    '-o',
    'DPkg::Lock::Timeout=90',
    debianPackage,
  ];
  const env = { ...process.env, ...QUIET };
  if (spawnSync('apt-get', args, { env, timeout: 120_000 }).status !== 0) {
    spawnSync('apt-get', ['update', '-q'], { env, timeout: 120_000 });
    spawnSync('apt-get', args, { env, timeout: 120_000 });
  }
  const installed = present();
  return installed ? { path: installed } : { missing: `Debian's ${debianPackage} could not be installed` };
}
