import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { POSTGRES_SETTINGS } from '../installation.ts';
import { startPostgres } from '../postgres.ts';
import type { Stand } from './stand.ts';

/** As when the machine's out-of-memory killer comes: nothing of ours gets to say goodbye. */
export async function killProcess(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill('SIGKILL');
  await ended;
}

/** The postmaster and every backend at once, and the server started anew on the same port; answers with how long it was away. */
export async function crashPostgres(stand: Stand, settings: Record<string, string>): Promise<number> {
  const began = performance.now();
  const { pid, port } = stand.postgres;
  const pids = [pid, ...childrenOf(pid)];
  for (const one of pids) signal(one, 'SIGKILL');
  while (pids.some(lives)) await sleep(5);
  const all = { ...POSTGRES_SETTINGS, ...settings };
  stand.postgres = await startPostgres({ dir: path.resolve(stand.dir), port, settings: all });
  return performance.now() - began;
}

function childrenOf(parent: number): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => {
      try {
        const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
        return Number(text.slice(text.lastIndexOf(')') + 2).split(' ')[1]) === parent;
      } catch {
        return false;
      }
    });
}

function signal(pid: number, name: NodeJS.Signals | 0): boolean {
  try {
    return process.kill(pid, name);
  } catch {
    return false;
  }
}

/** A killed child of a process that does not wait for it stays as a zombie: dead all the same. */
function lives(pid: number): boolean {
  if (!signal(pid, 0)) return false;
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return text.slice(text.lastIndexOf(')') + 2, text.lastIndexOf(')') + 3) !== 'Z';
  } catch {
    return false;
  }
}
