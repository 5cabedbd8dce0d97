import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, rmSync, symlinkSync } from 'node:fs';
import path from 'node:path';

export interface Release {
  /** Its code, ready to run. */
  root: string;
  remove(): void;
}

function git(...args: string[]): string | null {
  const asked = spawnSync('git', args, { encoding: 'utf8', maxBuffer: 256 << 20 });
  return asked.status === 0 ? asked.stdout.trim() : null;
}

/** The commit before the one that brought the newest migration, or so many of them. */
function commitBefore(migrations: number): string | null {
  const files = readdirSync('db/migrations')
    .filter((name) => name.endsWith('.sql'))
    .sort();
  const first = files.at(-migrations);
  const brought = first && git('log', '-1', '--format=%H', '--diff-filter=A', '--', `db/migrations/${first}`);
  return brought ? git('rev-parse', '--verify', '--quiet', `${brought}^`) : null;
}

/** Whether an earlier commit can be had, and which; the one before so many of the newest migrations where none is named. */
export function earlierCommit(
  from: string | { migrations: number },
): { commit: string } | { missing: string } {
  const commit =
    typeof from === 'string'
      ? git('rev-parse', '--verify', `${from}^{commit}`)
      : commitBefore(from.migrations);
  return commit === null
    ? { missing: 'the commit before the newest migration is not in this clone’s history' }
    : { commit };
}

/** Its code in a folder of its own, with the packages of this one. */
export function unpackRelease(commit: string): Release {
  const root = path.resolve('.data', `release-${commit.slice(0, 12)}`);
  rmSync(root, { recursive: true, force: true });
  mkdirSync(root, { recursive: true });
  const archive = spawnSync('git', ['archive', commit], { maxBuffer: 1 << 30 });
  const unpacked = spawnSync('tar', ['-x', '-C', root], { input: archive.stdout });
  if (archive.status !== 0 || unpacked.status !== 0)
    throw new Error(`the code of ${commit} could not be unpacked: ${archive.stderr}${unpacked.stderr}`);
  symlinkSync(path.resolve('node_modules'), path.join(root, 'node_modules'));
  return { root, remove: () => rmSync(root, { recursive: true, force: true }) };
}
