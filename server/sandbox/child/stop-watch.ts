/**
 * Decides when a run's time is up. On a crowded machine a process may be put aside for longer than a whole run is
 * allowed to take; so a run that got little of the processor is given up to twice its time.
 */
export class StopWatch {
  stopped = false;
  private limitMs = 0;
  private deadline = 0;
  private usedBefore: NodeJS.CpuUsage | null = null;

  start(limitMs: number): void {
    this.limitMs = limitMs;
    this.deadline = performance.now() + limitMs;
    this.stopped = false;
    this.usedBefore = null;
  }

  isOver(): boolean {
    this.usedBefore ??= process.cpuUsage();
    const now = performance.now();
    if (now < this.deadline) return false;
    if (now < this.deadline + this.limitMs) {
      const used = process.cpuUsage(this.usedBefore);
      const FAIR_SHARE = 0.7;
      if ((used.user + used.system) / 1000 < this.limitMs * FAIR_SHARE) return false;
    }
    this.stopped = true;
    return true;
  }
}
