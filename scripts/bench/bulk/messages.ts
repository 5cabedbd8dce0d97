import { setTimeout as sleep } from 'node:timers/promises';
import type { Scene } from '#server/pipeline/scene.fixture.ts';
import { Connection } from '../../load/client.ts';
import { frameOf } from '../../load/frames.ts';
import type { Sink } from '../../load/sink.ts';
import { requestHead } from '../../load/uplinks.ts';

const AGAIN_MS = 250;

/** What came of messages that went on all the while. */
export interface Came {
  /** Milliseconds until each was answered, waiting included; of those that came while `mark` said so. */
  took: ReadonlyMap<string, number[]>;
  answered: string[];
  resent: number;
  refused: number;
}

/** Messages at a fixed rate, as a network server sends them: one that gets no answer is sent again. */
export class Messages {
  readonly #scene: Scene;
  readonly #head: string;
  readonly #port: number;
  readonly #rate: number;
  readonly #idle: Connection[] = [];
  readonly #came = { took: new Map<string, number[]>(), answered: [] as string[], resent: 0, refused: 0 };
  #mark = '';
  #going = true;
  readonly #run: Promise<void>;

  constructor(scene: Scene, port: number, rate: number) {
    this.#scene = scene;
    this.#head = requestHead(scene.connectionId, scene.connectionSecret);
    this.#port = port;
    this.#rate = rate;
    this.#run = this.#send();
  }

  /** What follows is told apart under this name. */
  mark(name: string): void {
    this.#mark = name;
  }

  async stop(): Promise<Came> {
    this.#going = false;
    await this.#run;
    for (const connection of this.#idle) connection.close();
    return this.#came;
  }

  async #send(): Promise<void> {
    const under: Promise<void>[] = [];
    const began = performance.now();
    for (let n = 0; this.#going && this.#rate > 0; n++) {
      const due = began + (n * 1000) / this.#rate;
      const early = due - performance.now();
      if (early >= 1) await sleep(early);
      under.push(this.#deliver(n, due));
    }
    await Promise.all(under);
  }

  async #deliver(n: number, due: number): Promise<void> {
    const { key, body } = frameOf(this.#scene, n);
    const mark = this.#mark;
    for (;;) {
      const connection = this.#idle.pop() ?? new Connection(this.#port);
      const { status } = await connection.post(this.#head, body);
      this.#idle.push(connection);
      if (status === 200) break;
      if (status !== 0) this.#came.refused++;
      this.#came.resent++;
      await sleep(AGAIN_MS);
    }
    this.#came.answered.push(key);
    const took = this.#came.took.get(mark);
    if (took) took.push(performance.now() - due);
    else this.#came.took.set(mark, [performance.now() - due]);
  }
}

/** Answered, and never delivered. */
export async function lostOf({ answered }: Came, sink: Sink): Promise<number> {
  const arrived = new Set((await sink.report()).frames.map(([frame]) => frame));
  return answered.filter((key) => !arrived.has(key)).length;
}
