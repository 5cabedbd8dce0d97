import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { invariantFaults } from '#server/pipeline/invariants.sql.ts';
import { makeScene, type Scene, SHARED_SECRET, SIGNING_SECRET } from '#server/pipeline/scene.fixture.ts';
import { quantile } from '../load/figures.ts';
import { type Frame, frames, offer, type Sent } from '../load/frames.ts';
import { residentMb } from '../load/memory.ts';
import { quiet } from '../load/queues.ts';
import { type Sink, startSink } from '../load/sink.ts';
import { closeStand, type Stand, startWorker, type Worker } from '../load/stand.ts';
import { requestHead, SIX_VALUES } from '../load/uplinks.ts';
import { check, sixNumbers } from './checks.ts';

/** Whoever sends a message hears within this what became of it; the machine is shared with its sender. */
const ANSWER_MS = 2_000;
const LONGEST_ANSWER_MS = 2_500;
const MEMORY_SAMPLE_MS = 500;
/** Of a process of some 300 MB: what a minute of buffered requests would take is ten times as much. */
const MEMORY_NOISE_MB = 25;
const SETTLE_SECONDS = 60;
const MOST_ROUNDS = 10;
const FASTER = 4;

/** What was sent, in rounds at a steady rate, to a worker that something is done to meanwhile. */
export class Trial {
  readonly stand: Stand;
  readonly workers: Worker[];
  readonly sink: Sink;
  readonly scene: Scene;
  readonly #rate: number;
  readonly #acknowledged = new Set<string>();
  readonly #attempted = new Map<string, Frame>();
  #n = 0;

  constructor(on: { stand: Stand; workers: Worker[]; sink: Sink; scene: Scene; rate: number }) {
    ({ stand: this.stand, workers: this.workers, sink: this.sink, scene: this.scene, rate: this.#rate } = on);
  }

  get worker(): Worker {
    return this.workers[0] as Worker;
  }

  /** Frames not sent before, of the scene's devices or of those given. */
  next(seconds: number, devices = this.scene.devices): Frame[] {
    const made = frames({ ...this.scene, devices }, this.#n, Math.round(seconds * this.#rate));
    this.#n += made.length;
    return made;
  }

  async send(all: readonly Frame[], rate = this.#rate): Promise<Sent[]> {
    const { connectionId, connectionSecret } = this.scene;
    const to = { port: this.worker.port, head: requestHead(connectionId, connectionSecret) };
    for (const frame of all) this.#attempted.set(frame.key, frame);
    const sent = await offer(to, all, rate);
    for (const { key, status } of sent) if (status === 200) this.#acknowledged.add(key);
    return sent;
  }

  /** As a sender does with what was not taken. */
  async sendAgain(): Promise<void> {
    const left = () => [...this.#attempted.values()].filter(({ key }) => !this.#acknowledged.has(key));
    for (let round = 0; round < MOST_ROUNDS && left().length > 0; round++)
      await this.send(left(), this.#rate * FASTER);
  }

  /** Until a message is taken again, or the time is over: seconds. */
  async takenAgain(most: number): Promise<number> {
    const began = performance.now();
    const passed = () => (performance.now() - began) / 1000;
    while (passed() < most) {
      const [first] = await this.send(this.next(1 / this.#rate));
      if (first?.status === 200) return passed();
      await sleep(100);
    }
    return passed();
  }

  /** Resident memory of the worker and its sandbox while the work goes on. */
  async withMemory<T>(work: Promise<T>): Promise<{ value: T; memory: number[] }> {
    const memory: number[] = [];
    // What came before, a cluster made and programs run, is no part of it.
    ownLoop.reset();
    const pid = this.worker.process.pid as number;
    const sampler = setInterval(() => memory.push(residentMb(pid)), MEMORY_SAMPLE_MS);
    const value = await work.finally(() => clearInterval(sampler));
    return { value, memory };
  }

  async isWhole(): Promise<void> {
    const { stand, sink } = this;
    check('nothing waits any more', await quiet(stand, SETTLE_SECONDS));
    const report = await sink.report();
    const told = { attempted: new Set(this.#attempted.keys()), acknowledged: this.#acknowledged };
    const six = sixNumbers(told, report);
    check('nothing that was acknowledged is lost', six.lost === 0 && six.acked > 0);
    check('nothing arrived that was never sent', six.unexpected === 0);
    check('all that was sent is there in the end', six.acked === six.attempts);
    check('every signature fits', report.badSignatures === 0);
    const faults = await invariantFaults(stand.sql, { unchanged: true });
    check('the invariants hold', faults.length === 0, faults.join('; '));
  }
}

export async function onTrial(
  stand: Stand,
  {
    devices,
    rate,
    makeScene: make = makeScene,
  }: { devices: number; rate: number; makeScene?: typeof makeScene },
  work: (trial: Trial) => Promise<void>,
): Promise<void> {
  const sink = await startSink(SHARED_SECRET, SIGNING_SECRET);
  const workers: Worker[] = [];
  try {
    workers.push(await startWorker(stand));
    const scripts = [{ contract: 'ts013' as const, source: SIX_VALUES }];
    const scene = await make(stand.sql, { devices, scripts, urls: [sink.url] });
    await work(new Trial({ stand, workers, sink, scene, rate }));
  } finally {
    sink.stop();
    await closeStand(stand, workers);
  }
}

/** By how much the sender itself is late: a machine that stands still holds up both. */
const ownLoop = monitorEventLoopDelay();
ownLoop.enable();

/** Stored, or told in time to come again: nothing else, and nobody is left hanging. */
export function answeredInTime(when: string, sent: readonly Sent[]): void {
  const by = Map.groupBy(sent, ({ status }) => status);
  const refused = by.get(503) ?? [];
  const times = refused.map(({ ms }) => ms);
  const [p99, longest] = [quantile(times, 0.99), times.reduce((a, b) => Math.max(a, b), 0)];
  const late = ownLoop.max / 1e6;
  const counts = [...by].map(([status, of]) => `${status}: ${of.length}`).join(', ');
  check(
    `${when}: 200 or 503, nothing else`,
    [...by.keys()].every((s) => s === 200 || s === 503),
    counts,
  );
  check(
    `${when}: refused within two seconds`,
    refused.length > 0 && p99 <= ANSWER_MS + late && longest <= LONGEST_ANSWER_MS + late,
    `p99 ${p99.toFixed(0)} ms, longest ${longest.toFixed(0)} ms of ${refused.length}; the sender itself was late by up to ${late.toFixed(0)} ms`,
  );
  check(
    `${when}: told when to come again`,
    refused.every(({ retryAfter }) => (retryAfter ?? 0) > 0),
  );
}

/** The last third beside the first. */
export function memoryIsFlat(when: string, memory: readonly number[]): void {
  const third = Math.max(1, Math.floor(memory.length / 3));
  const [first, last] = [memory.slice(0, third), memory.slice(-third)].map((part) => quantile(part, 0.5));
  const [a = Number.NaN, b = Number.NaN] = [first, last];
  check(
    `${when}: memory is flat`,
    b - a <= Math.max(MEMORY_NOISE_MB, a / 10),
    `${a.toFixed(0)} → ${b.toFixed(0)} MB`,
  );
}
