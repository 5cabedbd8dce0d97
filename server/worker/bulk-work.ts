import { Worker } from 'node:worker_threads';
import { hasSystemTaskWaiting } from '#server/bulk-tasks/lease.sql.ts';
import { log } from '#server/platform/log.ts';

const LOOK_MS = 500;
const AGAIN_MS = 5_000;
/** The next task often follows soon: a plan is confirmed, a task undone. */
const PATIENCE_MS = 60_000;
/** A sheet of the largest size fits; one that does not ends the thread, not the ingestion. */
const HEAP_MB = 1_024;

/**
 * Bulk work beside the pipeline, in a thread that is there while there is work: it has the young space of the worker's
 * flags, some 200 MB, whether it does anything or not.
 */
export class BulkWork {
  readonly #patienceMs: number;
  #thread: Worker | null = null;
  #next: NodeJS.Timeout | null = null;
  #stopping = false;

  constructor({ patienceMs = PATIENCE_MS } = {}) {
    this.#patienceMs = patienceMs;
  }

  get isAtWork(): boolean {
    return this.#thread !== null;
  }

  start(): void {
    this.#lookIn(0);
  }

  /** What is under way stops after its batch; whoever comes next goes on. */
  async stop(waitMs: number): Promise<void> {
    this.#stopping = true;
    if (this.#next) clearTimeout(this.#next);
    const thread = this.#thread;
    if (!thread) return;
    const end = setTimeout(() => void thread.terminate(), waitMs);
    thread.postMessage('stop');
    await new Promise<void>((resolve) => thread.once('exit', () => resolve()));
    clearTimeout(end);
  }

  #lookIn(ms: number): void {
    if (!this.#stopping) this.#next = setTimeout(() => void this.#look(), ms).unref();
  }

  async #look(): Promise<void> {
    try {
      if (!(await hasSystemTaskWaiting())) this.#lookIn(LOOK_MS);
      else if (!this.#stopping) this.#begin();
    } catch (err) {
      log.warn({ err }, 'whether bulk work waits could not be read');
      this.#lookIn(AGAIN_MS);
    }
  }

  #begin(): void {
    const thread = new Worker(new URL('./bulk-thread.ts', import.meta.url), {
      workerData: { patienceMs: this.#patienceMs },
      resourceLimits: { maxOldGenerationSizeMb: HEAP_MB },
    });
    this.#thread = thread;
    thread.on('error', (err) => log.error({ err }, 'the thread for bulk work ended with an error'));
    thread.on('exit', (code) => {
      this.#thread = null;
      this.#lookIn(code === 0 ? LOOK_MS : AGAIN_MS);
    });
  }
}
