import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, openSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { CLEAN_ENVIRONMENT } from './postgres-cluster.ts';
import type { Account } from './postgres-programs.ts';

/** Reads postmaster.pid: line 1 pid, line 4 port, line 8 status. */
export async function runningServer(dir: string): Promise<{ pid: number; port: number } | null> {
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

/**
 * mallopt(3): what a batch took stays with its backend for the next one, up to 16 MB, instead of being given back and
 * cleared by the kernel each time; a twentieth of the backends' processor time under load.
 */
const KEEPS_MEMORY = {
  MALLOC_MMAP_THRESHOLD_: String(8 << 20),
  MALLOC_TRIM_THRESHOLD_: String(16 << 20),
  MALLOC_TOP_PAD_: String(1 << 20),
};

/** A second apart. */
const MOST_TRIES = 30;

export async function launchServer(
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
      env: { ...CLEAN_ENVIRONMENT, ...KEEPS_MEMORY },
    });
    if (await becameReady(child, dir)) {
      child.unref();
      return child;
    }
    if (tries >= MOST_TRIES) throw new Error(`PostgreSQL did not start; its log is ${dir}.log`);
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

export function stopServer(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  return new Promise((resolve) => {
    if (child.exitCode !== null || child.signalCode !== null) return resolve();
    child.ref();
    child.once('exit', () => resolve());
    child.kill(signal);
  });
}
