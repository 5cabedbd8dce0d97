import { readdirSync, readFileSync } from 'node:fs';

interface Stat {
  pid: number;
  parent: number;
  /** Ticks of its own, and of its children that have ended. */
  own: number;
  reaped: number;
}

const TICKS_PER_SECOND = 100;

function stats(): Map<number, Stat> {
  const all = new Map<number, Stat>();
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    try {
      const text = readFileSync(`/proc/${name}/stat`, 'utf8');
      // The name in parentheses may hold anything; what follows is numbers (proc(5)).
      const fields = text
        .slice(text.lastIndexOf(')') + 2)
        .split(' ')
        .map(Number);
      const [utime, stime, cutime, cstime] = fields.slice(11, 15) as [number, number, number, number];
      const pid = Number(name);
      all.set(pid, { pid, parent: fields[1] as number, own: utime + stime, reaped: cutime + cstime });
    } catch {
      // It ended while we read.
    }
  }
  return all;
}

/** Milliseconds of processor time of these processes and all that came of them. Linux. */
export function processorMs(...roots: number[]): number {
  const all = stats();
  const children = Map.groupBy(all.values(), ({ parent }) => parent);
  const sum = (pid: number): number => {
    const stat = all.get(pid);
    const below = (children.get(pid) ?? []).reduce((total, child) => total + sum(child.pid), 0);
    return stat ? stat.own + stat.reaped + below : below;
  };
  return (roots.reduce((total, pid) => total + sum(pid), 0) * 1000) / TICKS_PER_SECOND;
}

/** The same without what came of them. */
export function ownProcessorMs(pid: number): number {
  return ((stats().get(pid)?.own ?? 0) * 1000) / TICKS_PER_SECOND;
}

/** All that the machine's processors have done so far, whoever asked for it. */
export function machineProcessorMs(): number {
  const [line = ''] = readFileSync('/proc/stat', 'utf8').split('\n');
  const [user = 0, nice = 0, system = 0, , , irq = 0, softirq = 0] = line.split(/ +/).slice(1).map(Number);
  return ((user + nice + system + irq + softirq) * 1000) / TICKS_PER_SECOND;
}

/** All that came of the process and lives. */
export function descendants(pid: number): number[] {
  const children = Map.groupBy(stats().values(), ({ parent }) => parent);
  const below = (of: number): number[] =>
    (children.get(of) ?? []).flatMap((child) => [child.pid, ...below(child.pid)]);
  return below(pid);
}
