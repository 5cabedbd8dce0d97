import type { Scene } from '#server/pipeline/scene.fixture.ts';
import { frameOf, frames, type Load, offer, type Sent, saturate } from '../../load/frames.ts';
import { residentMb } from '../../load/memory.ts';
import type { Worker } from '../../load/stand.ts';

export interface Phase {
  sent: Sent[];
  /** Resident memory of worker and sandbox, every few seconds. */
  memory: number[];
}

const SAMPLE_MS = 2_000;
const FLOOD_CONNECTIONS = 64;

/** Numbered uplinks at a steady rate, phase after phase, each numbered once. */
export class Stream {
  readonly #to: Load;
  readonly #scene: Scene;
  readonly #rate: number;
  readonly #worker: Worker;
  #n = 0;

  constructor(to: Load, scene: Scene, rate: number, worker: Worker) {
    this.#to = to;
    this.#scene = scene;
    this.#rate = rate;
    this.#worker = worker;
  }

  /** As fast as it goes: what follows is measured of a process that has worked. */
  async flood(count: number): Promise<Phase> {
    const all = frames(this.#scene, this.#n, count);
    this.#n += count;
    return { sent: await saturate(this.#to, all, this.#scene, FLOOD_CONNECTIONS), memory: [] };
  }

  async run(seconds: number): Promise<Phase> {
    const memory: number[] = [];
    const pid = this.#worker.process.pid as number;
    const sampler = setInterval(() => memory.push(residentMb(pid)), SAMPLE_MS);
    const sent = await offer(this.#to, this.#next(Math.round(seconds * this.#rate)), this.#rate);
    clearInterval(sampler);
    return { sent, memory };
  }

  *#next(count: number) {
    for (let i = 0; i < count; i++) yield frameOf(this.#scene, this.#n++);
  }
}

export function joined(...phases: Phase[]): Phase {
  return { sent: phases.flatMap(({ sent }) => sent), memory: phases.flatMap(({ memory }) => memory) };
}
