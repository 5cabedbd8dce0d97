import { readdirSync, readFileSync } from 'node:fs';

/** The most memory that the processes under this one held, looked at often; null where there is no /proc. */
export class MemoryWatch {
  peakBytes: number | null = null;
  private timer: NodeJS.Timeout | undefined;

  start(): void {
    this.timer = setInterval(() => this.look(), 25);
  }

  stop(): void {
    clearInterval(this.timer);
  }

  private look(): void {
    try {
      const children = readdirSync('/proc').flatMap((name) => (/^\d+$/.test(name) ? [statOf(name)] : []));
      const mine = new Set([process.pid]);
      let bytes = 0;
      for (let grew = true; grew; ) {
        grew = false;
        for (const one of children) {
          if (!one || mine.has(one.pid) || !mine.has(one.parent)) continue;
          mine.add(one.pid);
          bytes += one.bytes;
          grew = true;
        }
      }
      this.peakBytes = Math.max(this.peakBytes ?? 0, bytes);
    } catch {
      this.stop();
    }
  }
}

function statOf(pid: string): { pid: number; parent: number; bytes: number } | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const PAGE = 4096;
    return { pid: Number(pid), parent: Number(fields[1]), bytes: Number(fields[21]) * PAGE };
  } catch {
    return null;
  }
}
