import { createHash } from 'node:crypto';
import { ChildLink } from './child-link.ts';
import { type EntryPoint, LIMITS, SANDBOX_ERRORS } from './contract.ts';
import { FairQueue } from './fair-queue.ts';
import { type Job, refusal } from './job.ts';
import type { LaunchPlan } from './launch.ts';
import { readAnswer } from './read-answer.ts';
import { SilenceWatch } from './silence-watch.ts';
import type { WireCall, WireReady } from './wire.ts';

export interface SeatEvents {
  ready(state: WireReady): void;
  /** A call had to be killed, or took its process down with it. */
  killed(job: Job): void;
  ran(job: Job, durationMs: number): void;
  /** The child has been silent for a while: these need not wait for it. */
  stuck(seat: Seat, jobs: Job[]): void;
  /** A child could not be started several times in a row. */
  down(reason: string): void;
  /** Whether its script was suspended while it waited. */
  isSuspended(job: Job): boolean;
}

/** Batches on the way at once: one at work, one waiting in the pipe, so that a child never idles between two. */
const BATCHES_AHEAD = 2;
const FAILED_STARTS_TO_BE_DOWN = 3;
const LONGEST_PAUSE_MS = 5_000;
const START_LIMIT_MS = 15_000;

/** One place in the pool: a queue, and the child that works on it. Children come and go, the seat stays. */
export class Seat {
  readonly queue = new FairQueue<Job>();
  isReady = false;
  isDown = false;
  restarts = 0;

  private readonly plan: LaunchPlan;
  private readonly events: SeatEvents;
  private readonly silence: SilenceWatch;
  private link: ChildLink | null = null;
  /** Sent and not yet answered, in the order in which the child will answer. */
  private atWork: Job[] = [];
  private sent = new Set<string>();
  private failedStarts = 0;
  private timer: NodeJS.Timeout | null = null;
  private isStopped = false;
  private onGone: (() => void) | null = null;

  constructor(plan: LaunchPlan, events: SeatEvents) {
    this.plan = plan;
    this.events = events;
    this.silence = new SilenceWatch({
      processorMs: () => this.link?.processorMs() ?? null,
      stuck: () => this.tellStuck(),
      over: () => this.link?.kill(),
    });
    this.start();
  }

  get load(): number {
    return this.queue.size + this.atWork.length;
  }

  get atWorkCount(): number {
    return this.atWork.length;
  }

  get isStuck(): boolean {
    return this.silence.isStuck;
  }

  /** Whose call the child is stuck in: that tenant waits here, so that it cannot hang a second child. */
  get stuckWith(): string | null {
    return this.silence.isStuck ? (this.atWork[0]?.tenant ?? null) : null;
  }

  add(job: Job): void {
    job.places += 1;
    this.queue.push(job);
  }

  pump(): void {
    const batches = this.silence.isStuck ? 1 : BATCHES_AHEAD;
    while (this.isReady && this.queue.size > 0 && this.atWork.length <= (batches - 1) * LIMITS.batchCalls) {
      const calls: WireCall[] = [];
      const sources: Record<string, string> = {};
      for (const job of this.queue.take(LIMITS.batchCalls)) {
        if (!this.mayRun(job, sources)) continue;
        calls.push([job.id, job.call.scriptKey, job.entry, job.input]);
        this.atWork.push(job);
      }
      if (calls.length === 0) continue;
      this.link?.send({ calls, sources });
      this.silence.begin();
    }
  }

  async stop(): Promise<void> {
    this.isStopped = true;
    if (this.timer) clearTimeout(this.timer);
    this.silence.end();
    for (const job of [...this.queue.takeAll(), ...this.atWork.splice(0)]) {
      job.finish(refusal(SANDBOX_ERRORS.unavailable, 'the sandbox was stopped'));
    }
    const { link } = this;
    if (!link) return;
    await new Promise<void>((resolve) => {
      this.onGone = resolve;
      link.kill();
    });
  }

  private mayRun(job: Job, sources: Record<string, string>): boolean {
    const { scriptKey, source } = job.call;
    if (job.done) job.places -= 1;
    else if (this.events.isSuspended(job)) {
      job.finish(refusal(SANDBOX_ERRORS.suspended, 'the script is suspended: it had to be killed too often'));
    } else if (!this.sent.has(scriptKey)) {
      if (createHash('sha256').update(source).digest('hex') !== scriptKey) {
        job.finish(refusal(SANDBOX_ERRORS.badCall, 'scriptKey is not the SHA-256 of the source'));
      } else {
        this.sent.add(scriptKey);
        sources[scriptKey] = source;
      }
    }
    return !job.done;
  }

  private start(): void {
    this.timer = setTimeout(() => this.link?.kill(), START_LIMIT_MS);
    this.sent = new Set();
    this.link = new ChildLink(this.plan, {
      ready: (state) => {
        if (this.timer) clearTimeout(this.timer);
        this.failedStarts = 0;
        this.isDown = false;
        this.isReady = true;
        this.events.ready(state);
        this.pump();
      },
      line: (value) => this.hear(value as Record<string, unknown>),
      gone: (complaint) => this.lose(complaint),
    });
  }

  private hear(answer: Record<string, unknown>): void {
    const job = this.atWork[0];
    if (!job || answer.id !== job.id) throw new Error('the child answered what it was not asked');
    this.silence.heard();
    if (answer.loaded === true) return;
    this.atWork.shift();
    if (answer.need === true) {
      this.sent.delete(job.call.scriptKey);
      this.queue.putBack([job]);
    } else {
      const result = readAnswer(answer, `${job.call.contract}/${job.call.fn}` as EntryPoint);
      this.queue.took(job.tenant, result.durationMs);
      job.places -= 1;
      job.finish(result);
      this.events.ran(job, result.durationMs);
    }
    if (this.atWork.length === 0) this.silence.end();
    this.pump();
  }

  private tellStuck(): void {
    const [suspect, ...waiting] = this.atWork;
    if (!suspect) return;
    const lent = waiting.filter((job) => job.tenant !== suspect.tenant && job.places === 1 && !job.done);
    const moved = this.queue.takeOthers(suspect.tenant);
    for (const job of moved) job.places -= 1;
    this.events.stuck(this, [...lent, ...moved]);
  }

  /** Answers come in order, so the first unanswered call is the one that was running. */
  private lose(complaint: string): void {
    if (this.timer) clearTimeout(this.timer);
    const wasReady = this.isReady;
    const silentMs = this.silence.silentMs();
    this.link = null;
    this.isReady = false;
    this.silence.end();
    this.onGone?.();
    if (this.isStopped) return;
    const [suspect, ...innocent] = this.atWork.splice(0);
    if (suspect) {
      suspect.places -= 1;
      const message = complaint
        ? `the script ended its process: ${complaint.trim().slice(-200)}`
        : 'the script did not stop and was ended together with its process';
      if (!suspect.done) this.events.killed(suspect);
      suspect.finish(
        refusal(SANDBOX_ERRORS.killed, message, { killed: true, durationMs: Math.round(silentMs) }),
      );
      this.queue.took(suspect.tenant, silentMs);
    }
    for (const job of innocent) if (job.done || job.places > 1) job.places -= 1;
    this.queue.putBack(innocent.filter((job) => !job.done && job.places === 1));
    this.restart(wasReady, complaint);
  }

  private restart(wasReady: boolean, complaint: string): void {
    this.restarts += 1;
    this.failedStarts = wasReady ? 0 : this.failedStarts + 1;
    if (this.failedStarts >= FAILED_STARTS_TO_BE_DOWN) {
      this.isDown = true;
      const reason = complaint.trim().slice(0, 500) || 'its process ended without a word';
      for (const job of this.queue.takeAll()) {
        job.finish(refusal(SANDBOX_ERRORS.unavailable, `the sandbox does not start: ${reason}`));
      }
      this.events.down(reason);
    }
    if (this.failedStarts === 0) {
      this.start();
      return;
    }
    const pauseMs = Math.min(LONGEST_PAUSE_MS, 100 * 2 ** this.failedStarts);
    this.timer = setTimeout(() => this.start(), pauseMs);
  }
}
