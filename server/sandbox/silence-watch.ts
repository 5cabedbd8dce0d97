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
const OVER_MS = LIMITS.callMs + LIMITS.killGraceMs;
/** Before the end the child's processor time is taken once, to tell a hung child from one that was not let run. */
const SAMPLE_MS = OVER_MS - 100;
const PATIENCE_MS = 2_000;

/** Watches a child that has work in hand for signs of life. */
export class SilenceWatch {
  isStuck = false;
  private readonly events: SilenceEvents;
  private timer: NodeJS.Timeout | null = null;
  private since = 0;
  private sample: { at: number; processorMs: number | null } | null = null;

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
    this.sample = null;
  }

  end(): void {
    if (this.timer) clearTimeout(this.timer);
    this.timer = null;
    this.isStuck = false;
    this.sample = null;
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
    if (silent >= SAMPLE_MS && !this.sample) this.takeSample();
    if (silent >= OVER_MS && (silent >= PATIENCE_MS || !this.wasStarved())) {
      this.end();
      this.events.over();
    } else this.events.stuck();
  }

  private takeSample(): void {
    this.sample = { at: performance.now(), processorMs: this.events.processorMs() };
  }

  private wasStarved(): boolean {
    const { sample } = this;
    const used = this.events.processorMs();
    if (!sample || sample.processorMs === null || used === null) return false;
    const LEAST_SHARE = 0.3;
    return used - sample.processorMs < (performance.now() - sample.at) * LEAST_SHARE;
  }
}
