import { LIMITS } from './contract.ts';

/** Counts how often a customer's script had to be killed, and which are refused for it. */
export class Strikes {
  private readonly killedAt = new Map<string, number[]>();
  private readonly suspended = new Set<string>();

  get suspendedCount(): number {
    return this.suspended.size;
  }

  /** True when this was the one too many. */
  strike(script: string, now: number): boolean {
    const recent = (this.killedAt.get(script) ?? []).filter((at) => now - at < LIMITS.killWindowMs);
    recent.push(now);
    this.killedAt.set(script, recent);
    this.forgetOld(now);
    if (recent.length < LIMITS.killsToSuspend || this.suspended.has(script)) return false;
    this.suspended.add(script);
    return true;
  }

  isSuspended(script: string): boolean {
    return this.suspended.size > 0 && this.suspended.has(script);
  }

  suspend(script: string): void {
    this.suspended.add(script);
  }

  reset(script: string): void {
    this.suspended.delete(script);
    this.killedAt.delete(script);
  }

  private forgetOld(now: number): void {
    for (const [key, times] of this.killedAt) {
      if (times.every((at) => now - at >= LIMITS.killWindowMs)) this.killedAt.delete(key);
    }
  }
}
