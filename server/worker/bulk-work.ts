import { Worker } from 'node:worker_threads';
import { log } from '#server/platform/log.ts';

const AGAIN_MS = 5_000;
/** A sheet of the largest size fits; one that does not ends the thread, not the ingestion. */
const HEAP_MB = 1_024;

/** Keeps a thread for bulk work alive beside the pipeline. */
export class BulkWork {
  #thread: Worker | null = null;
  #again: NodeJS.Timeout | null = null;
  #stopping = false;

  start(): void {
    const thread = new Worker(new URL('./bulk-thread.ts', import.meta.url), {
      resourceLimits: { maxOldGenerationSizeMb: HEAP_MB },
    });
    this.#thread = thread;
    thread.on('error', (err) => log.error({ err }, 'the thread for bulk work ended with an error'));
    thread.on('exit', () => {
      this.#thread = null;
      if (!this.#stopping) this.#again = setTimeout(() => this.start(), AGAIN_MS).unref();
    });
  }

  /** What is under way stops after its batch; whoever comes next goes on. */
  async stop(waitMs: number): Promise<void> {
    this.#stopping = true;
    if (this.#again) clearTimeout(this.#again);
    const thread = this.#thread;
    if (!thread) return;
    const end = setTimeout(() => void thread.terminate(), waitMs);
    thread.postMessage('stop');
    await new Promise<void>((resolve) => thread.once('exit', () => resolve()));
    clearTimeout(end);
  }
}
