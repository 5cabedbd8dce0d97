import { availableParallelism } from 'node:os';
import { LIMITS, SANDBOX_ERRORS, type SandboxCall, type SandboxResult } from './contract.ts';
import { type Job, refusal, toJob } from './job.ts';
import { launchPlan, type MissingBarrier } from './launch.ts';
import { Seat } from './seat.ts';
import { Strikes } from './strikes.ts';

/** Processor time a tenant may use; the sandbox asks before a run and tells after it. */
export interface CpuBudget {
  mayRun(tenant: string): boolean;
  used(tenant: string, ms: number): void;
}

export interface SandboxOptions {
  /** Default: one per core less one, two at least, so that a hung child never holds up everyone. */
  processes?: number;
  /** A barrier of `design/sandbox.md` that this machine does not offer; told once per barrier at start. */
  onMissingBarrier?: (missing: MissingBarrier) => void;
  /** Things an operator should know: the slow mode, children that do not start. */
  onNotice?: (text: string) => void;
  /** A script was killed too often and is refused to this tenant from now on, until `reset`. */
  onSuspend?: (scriptKey: string, tenant: string) => void;
  budget?: CpuBudget;
}

export interface SandboxStats {
  processes: number;
  ready: number;
  queued: number;
  atWork: number;
  runs: number;
  kills: number;
  restarts: number;
  suspended: number;
  missingBarriers: MissingBarrier[];
}

export interface Sandbox {
  /** Never rejects: what goes wrong is in the result's `error`. */
  run(call: SandboxCall): Promise<SandboxResult>;
  /** Results in the order of the calls. */
  runBatch(calls: readonly SandboxCall[]): Promise<SandboxResult[]>;
  /** Refuses a script to a tenant: it was found wanting by another process, or before this one began. */
  suspend(tenant: string, scriptKey: string): void;
  /** Lets a suspended script run again. */
  reset(tenant: string, scriptKey: string): void;
  stop(): Promise<void>;
  stats(): SandboxStats;
}

export function createSandbox(options: SandboxOptions = {}): Sandbox {
  return new Pool(options);
}

/** The same codec may be many customers': each answers for what its own messages make of it. */
const strikeKey = (tenant: string, scriptKey: string) => `${tenant}/${scriptKey}`;

class Pool implements Sandbox {
  private readonly options: SandboxOptions;
  private readonly processes: number;
  private readonly strikes = new Strikes();
  private readonly started: Promise<void>;
  private readonly due = new Set<Seat>();
  private seats: Seat[] = [];
  private early: Job[] = [];
  private missing: MissingBarrier[] = [];
  private runs = 0;
  private kills = 0;
  private isStopped = false;
  private startFault: string | null = null;

  constructor(options: SandboxOptions) {
    this.options = options;
    this.processes = options.processes ?? Math.max(2, availableParallelism() - 1);
    this.started = this.start();
  }

  run(call: SandboxCall): Promise<SandboxResult> {
    return this.submit(call);
  }

  runBatch(calls: readonly SandboxCall[]): Promise<SandboxResult[]> {
    return Promise.all(calls.map((call) => this.submit(call)));
  }

  suspend(tenant: string, scriptKey: string): void {
    this.strikes.suspend(strikeKey(tenant, scriptKey));
  }

  reset(tenant: string, scriptKey: string): void {
    this.strikes.reset(strikeKey(tenant, scriptKey));
  }

  async stop(): Promise<void> {
    this.isStopped = true;
    await this.started;
    await Promise.all(this.seats.map((seat) => seat.stop()));
  }

  stats(): SandboxStats {
    const sum = (of: (seat: Seat) => number) => this.seats.reduce((total, seat) => total + of(seat), 0);
    return {
      processes: this.processes,
      ready: sum((seat) => (seat.isReady ? 1 : 0)),
      queued: this.early.length + sum((seat) => seat.queue.size),
      atWork: sum((seat) => seat.atWorkCount),
      runs: this.runs,
      kills: this.kills,
      restarts: sum((seat) => seat.restarts),
      suspended: this.strikes.suspendedCount,
      missingBarriers: this.missing,
    };
  }

  private async start(): Promise<void> {
    try {
      const plan = await launchPlan();
      this.missing = plan.missing;
      for (const missing of plan.missing) this.options.onMissingBarrier?.(missing);
      if (this.isStopped) throw new Error('the sandbox was stopped');
      this.seats = Array.from({ length: this.processes }, () => this.openSeat(plan));
    } catch (error) {
      this.startFault = error instanceof Error ? error.message : String(error);
      this.options.onNotice?.(`the sandbox does not start: ${this.startFault}`);
    }
    for (const job of this.early.splice(0)) this.place(job);
    for (const seat of this.seats) seat.pump();
  }

  private openSeat(plan: Awaited<ReturnType<typeof launchPlan>>): Seat {
    return new Seat(plan, {
      ready: ({ ready, why }) => {
        if (ready === 'fresh') this.options.onNotice?.(`the sandbox runs without images, slowly: ${why}`);
      },
      killed: (job) => {
        this.kills += 1;
        const { scriptKey } = job.call;
        if (this.strikes.strike(strikeKey(job.tenant, scriptKey), performance.now()))
          this.options.onSuspend?.(scriptKey, job.tenant);
      },
      ran: (job, durationMs) => {
        this.runs += 1;
        this.options.budget?.used(job.tenant, durationMs);
      },
      stuck: (seat, jobs) => this.lend(seat, jobs),
      down: (reason) => this.options.onNotice?.(`the sandbox does not start: ${reason}`),
      isSuspended: ({ tenant, call }) => this.strikes.isSuspended(strikeKey(tenant, call.scriptKey)),
    });
  }

  private submit(call: SandboxCall): Promise<SandboxResult> {
    return new Promise((resolve) => {
      const job = toJob(call, resolve);
      if ('error' in job) return resolve(job);
      const no = this.whyNot(job);
      if (no) return resolve(no);
      if (this.seats.length === 0 && !this.startFault) this.early.push(job);
      else this.pumpSoon(this.place(job));
    });
  }

  private whyNot({ call, tenant }: Job): SandboxResult | null {
    if (this.isStopped) return refusal(SANDBOX_ERRORS.unavailable, 'the sandbox was stopped');
    if (this.strikes.isSuspended(strikeKey(tenant, call.scriptKey))) {
      return refusal(SANDBOX_ERRORS.suspended, 'the script is suspended: it had to be killed too often');
    }
    if (this.options.budget && !this.options.budget.mayRun(tenant)) {
      return refusal(SANDBOX_ERRORS.budget, 'the processor time for scripts is used up for now');
    }
    if (this.stats().queued >= LIMITS.queuedCalls) {
      return refusal(SANDBOX_ERRORS.unavailable, `more than ${LIMITS.queuedCalls} runs are waiting`);
    }
    return null;
  }

  /** A tenant has its own seat, where its images are; only when that cannot work does another take it. */
  private place(job: Job): Seat | null {
    const home = this.seats[hash(job.tenant) % Math.max(1, this.seats.length)];
    const isNeeded = home && (home.isDown || (home.isStuck && home.stuckWith !== job.tenant));
    const seat = isNeeded ? (this.spare(home) ?? home) : home;
    if (!seat || seat.isDown) {
      job.finish(
        refusal(
          SANDBOX_ERRORS.unavailable,
          `the sandbox does not start: ${this.startFault ?? 'see the log'}`,
        ),
      );
      return null;
    }
    seat.add(job);
    return seat;
  }

  private spare(busy: Seat): Seat | null {
    const able = this.seats.filter((seat) => seat !== busy && seat.isReady && !seat.isStuck);
    return able.sort((a, b) => a.load - b.load)[0] ?? null;
  }

  private lend(from: Seat, jobs: readonly Job[]): void {
    const to = this.spare(from);
    for (const job of jobs) {
      if (to) to.add(job);
      else if (job.places === 0) from.add(job);
    }
    to?.pump();
  }

  // Calls that are made in one turn of the event loop travel in one batch.
  private pumpSoon(seat: Seat | null): void {
    if (!seat) return;
    if (this.due.size === 0) {
      queueMicrotask(() => {
        const seats = [...this.due];
        this.due.clear();
        for (const each of seats) each.pump();
      });
    }
    this.due.add(seat);
  }
}

/** FNV-1a. The pool keeps its size for life, so the remainder is as consistent as any ring. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) value = Math.imul(value ^ text.charCodeAt(i), 0x01000193) >>> 0;
  return value;
}
