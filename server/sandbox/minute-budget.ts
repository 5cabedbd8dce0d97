import type { CpuBudget } from './sandbox.ts';

/** So much time of scripts for a tenant in every minute of the clock. */
export class MinuteBudget implements CpuBudget {
  private readonly most: number;
  private readonly now: () => number;
  private readonly spent = new Map<string, number>();
  private minute = 0;

  constructor(msAMinute: number, now: () => number = () => performance.now()) {
    this.most = msAMinute;
    this.now = now;
  }

  mayRun(tenant: string): boolean {
    this.turn();
    return (this.spent.get(tenant) ?? 0) < this.most;
  }

  used(tenant: string, ms: number): void {
    this.turn();
    this.spent.set(tenant, (this.spent.get(tenant) ?? 0) + ms);
  }

  private turn(): void {
    const minute = Math.floor(this.now() / 60_000);
    if (minute === this.minute) return;
    this.minute = minute;
    this.spent.clear();
  }
}
