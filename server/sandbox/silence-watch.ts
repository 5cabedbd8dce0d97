import { LIMITS } from './contract.ts';

export interface SilenceEvents {
  /** Processor time of the child so far, null where unknown. */
  processorMs(): number | null;
  /** Silent for longer than legitimate runs take; told again at every look until it is heard. */
  stuck(): void;
  /** Silent for too long: to be killed. */
  over(): void;
}

/** The slowest vendor codec of 5,015 runs takes 2.3 ms and loads in 23 ms. */
const STUCK_MS = 10;
const LOOK_MS = 10;
const OVER_MS = LIMITS.killMs;
/**
 * Processor time that neither a run nor a loading in good order comes to: those stop themselves before. A child that
 * was silent for too long and used less was not let run by a crowded machine, and gets until then.
 */
const GUILTY_MS = 1.5 * LIMITS.callMs;
const PATIENCE_MS = 2_000;

/** Watches a child that has work in hand for signs of life. */
export class SilenceWatch {
  isStuck = false;
  private readonly events: SilenceEvents;
  private timer: NodeJS.Timeout | null = null;
  private since = 0;
  /** Processor time of the child when it fell silent; undefined: not looked yet. */
  private usedBefore: number | null | undefined;

  constructor(events: SilenceEvents) {
    this.events = events;
  }

  begin(): void {
    if (this.timer) return;
    this.heard();
    this.timer = setTimeout(this.look, LOOK_MS);
  }

  heard(): void {
    this.since = performance.now();
    this.isStuck = false;
    this.usedBefore = undefined;
  }

  end(): void {
    if (this.timer) clearTimeout(this.timer);
    this.timer = null;
    this.isStuck = false;
    this.usedBefore = undefined;
  }

  silentMs(): number {
    return performance.now() - this.since;
  }

  // Timers come before the pipes in a turn of the event loop: what the child said while we were busy is heard first.
  private readonly look = () => {
    setImmediate(() => {
      if (!this.timer) return;
      this.timer = setTimeout(this.look, LOOK_MS);
      this.judge();
    });
  };

  private judge(): void {
    const silent = this.silentMs();
    if (silent < STUCK_MS) return;
    this.isStuck = true;
    if (this.usedBefore === undefined) this.usedBefore = this.events.processorMs();
    if (silent >= OVER_MS && (silent >= PATIENCE_MS || !this.wasStarved())) {
      this.end();
      this.events.over();
    } else this.events.stuck();
  }

  private wasStarved(): boolean {
    const used = this.events.processorMs();
    if (used === null || typeof this.usedBefore !== 'number') return false;
    return used - this.usedBefore < GUILTY_MS;
  }
}
