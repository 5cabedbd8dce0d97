import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { debianProgram } from '#server/platform/test-programs.ts';

const VERSIONS = '/usr/lib/postgresql';
const PROGRAMS = ['postgres', 'initdb', 'pg_dump', 'pg_restore'];

/** Debian's PostgreSQL with the programs that the embedded one comes without: where its `bin` is; else why not. */
export function debianPostgres(): { path: string } | { missing: string } {
  const present = () =>
    (existsSync(VERSIONS) ? readdirSync(VERSIONS) : [])
      .sort((a, b) => Number(b) - Number(a))
      .map((version) => path.join(VERSIONS, version))
      .find((folder) => PROGRAMS.every((program) => existsSync(path.join(folder, 'bin', program))));
  const found = present();
  if (found) return { path: found };
  const installed = debianProgram('pg_dump', 'postgresql');
  if ('missing' in installed) return installed;
  const now = present();
  return now ? { path: now } : { missing: 'Debian’s postgresql lacks its server or pg_dump' };
}
