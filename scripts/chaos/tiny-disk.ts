import { spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, rmdirSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

export interface TinyDisk {
  path: string;
  /** Until so many bytes are left. */
  fill(left: number): void;
  /** What it was filled with goes. */
  clear(): void;
  remove(): void;
}

/** A filesystem of its own with so many MB, where we may mount one; else why not. */
export function tinyDisk(mb: number): TinyDisk | { missing: string } {
  if (process.getuid?.() !== 0) return { missing: 'mounting a small filesystem needs root' };
  const folder = mkdtempSync(path.join(tmpdir(), 'things-disk-'));
  const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${mb}m,mode=0755`, 'tmpfs', folder], {
    encoding: 'utf8',
  });
  if (mounted.status !== 0) {
    rmdirSync(folder);
    return { missing: `no small filesystem can be mounted here: ${mounted.error ?? mounted.stderr.trim()}` };
  }
  // The account that runs Postgres must be able to enter it.
  chmodSync(folder, 0o755);
  const ballast = path.join(folder, 'ballast');
  let files = 0;
  const remove = () => {
    // Also where the server still has files open in it.
    if (spawnSync('umount', ['-l', folder]).status === 0) rmSync(folder, { recursive: true });
  };
  process.once('exit', remove);
  return {
    path: folder,
    fill(left) {
      const { bavail, bsize } = statfsSync(folder);
      const bytes = bavail * bsize - left;
      if (bytes > 0) writeFileSync(`${ballast}-${files++}`, Buffer.alloc(bytes));
    },
    clear() {
      while (files > 0) rmSync(`${ballast}-${--files}`, { force: true });
    },
    remove() {
      process.off('exit', remove);
      remove();
    },
  };
}
