import { LIMITS } from './contract.ts';

/** Counts how often a script had to be killed, and which are refused for it. */
export class Strikes {
  private readonly killedAt = new Map<string, number[]>();
  private readonly suspended = new Set<string>();

  get suspendedCount(): number {
    return this.suspended.size;
  }

  /** True when this was the one too many. */
  strike(scriptKey: string, now: number): boolean {
    const recent = (this.killedAt.get(scriptKey) ?? []).filter((at) => now - at < LIMITS.killWindowMs);
    recent.push(now);
    this.killedAt.set(scriptKey, recent);
    this.forgetOld(now);
    if (recent.length < LIMITS.killsToSuspend || this.suspended.has(scriptKey)) return false;
    this.suspended.add(scriptKey);
    return true;
  }

  isSuspended(scriptKey: string): boolean {
    return this.suspended.size > 0 && this.suspended.has(scriptKey);
  }

  reset(scriptKey: string): void {
    this.suspended.delete(scriptKey);
    this.killedAt.delete(scriptKey);
  }

  private forgetOld(now: number): void {
    for (const [key, times] of this.killedAt) {
      if (times.every((at) => now - at >= LIMITS.killWindowMs)) this.killedAt.delete(key);
    }
  }
}
