import { NotStoredError } from './group-commit.ts';

/** With a look every tenth of a second, whoever asks is answered within two seconds (R12). */
const ANSWER_MS = 1_800;
const LOOK_EVERY_MS = 100;

interface Asker {
  since: number;
  refuse(error: Error): void;
}

/**
 * Nobody waits longer than this for what the database is to do: the work goes on, whoever asked is told that it is not
 * done yet. All wait equally long, so the longest waiting stand first, and one timer looks after all of them.
 */
export class Patience {
  readonly #ms: number;
  readonly #askers = new Set<Asker>();
  #looking: NodeJS.Timeout | null = null;

  constructor(ms = ANSWER_MS) {
    this.#ms = ms;
  }

  waitFor<T>(work: Promise<T>, whenLate?: () => void): Promise<T> {
    return new Promise((resolve, reject) => {
      const refuse = (error: Error) => {
        reject(error);
        whenLate?.();
      };
      const asker: Asker = { since: performance.now(), refuse };
      this.#askers.add(asker);
      this.#looking ??= setInterval(() => this.#refuseLate(), LOOK_EVERY_MS);
      work.then(
        (value) => {
          this.#askers.delete(asker);
          resolve(value);
        },
        (error) => {
          this.#askers.delete(asker);
          reject(error);
        },
      );
    });
  }

  #refuseLate(): void {
    const oldest = performance.now() - this.#ms;
    for (const asker of this.#askers) {
      if (asker.since > oldest) break;
      this.#askers.delete(asker);
      asker.refuse(new NotStoredError('The database did not answer in time'));
    }
    if (this.#askers.size > 0 || !this.#looking) return;
    clearInterval(this.#looking);
    this.#looking = null;
  }
}
