import { readFileSync } from 'node:fs';
import { descendants } from './processor-time.ts';

/** MB. */
export interface Memory {
  /** Resident: pages that processes share count in each of them. */
  rss: number;
  /** Proportional: a shared page counts once, divided among those who have it. */
  pss: number;
}

/** Memory of the process alone. Linux; zero for one that is gone or may not be looked into. */
export function memoryOf(pid: number): Memory {
  const text = read(`/proc/${pid}/smaps_rollup`);
  const kb = (name: string) => Number(new RegExp(`^${name}:\\s+(\\d+)`, 'm').exec(text)?.[1] ?? 0);
  return { rss: kb('Rss') / 1024, pss: kb('Pss') / 1024 };
}

/** Resident memory of the process and what came of it, MB: cheaper to ask for, so it can be asked while time is measured. */
export function residentMb(pid: number): number {
  const kb = [pid, ...descendants(pid)].map(
    (one) => /^VmRSS:\s+(\d+)/m.exec(read(`/proc/${one}/status`))?.[1],
  );
  return kb.reduce((sum, text) => sum + Number(text ?? 0), 0) / 1024;
}

export function memoryBelow(pid: number): Memory {
  return sumOf(descendants(pid).map(memoryOf));
}

export function sumOf(all: readonly Memory[]): Memory {
  return { rss: all.reduce((sum, m) => sum + m.rss, 0), pss: all.reduce((sum, m) => sum + m.pss, 0) };
}

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
