import { closeDatabase, pipelineSql } from '#server/platform/database.ts';
import { log } from '#server/platform/log.ts';

const EVERY_MS = 1_000;
const ANSWER_MS = 1_500;
/** One slow answer is a busy moment. */
const FAILURES = 2;

/**
 * Gives the connections up and makes new ones when the database does not answer: a machine that went without a word
 * leaves connections that look alive until TCP finds out.
 */
export class DatabaseWatch {
  readonly #renewed: () => Promise<void>;
  #failures = 0;
  #mustListen = false;
  #timer: NodeJS.Timeout | null = null;

  constructor(renewed: () => Promise<void>) {
    this.#renewed = renewed;
  }

  start(): void {
    this.#timer = setTimeout(() => void this.#round(), EVERY_MS);
  }

  stop(): void {
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = null;
  }

  async #round(): Promise<void> {
    this.#failures = (await answers()) ? 0 : this.#failures + 1;
    if (this.#failures >= FAILURES) this.#renew();
    if (this.#mustListen && this.#failures === 0) await this.#listen();
    if (this.#timer) this.start();
  }

  #renew(): void {
    log.warn({ code: 'worker.database-silent' }, 'the database does not answer; connecting anew');
    this.#failures = 0;
    this.#mustListen = true;
    closeDatabase().catch((err) => log.warn({ err }, 'old connections not closed'));
  }

  async #listen(): Promise<void> {
    try {
      await this.#renewed();
      this.#mustListen = false;
    } catch (err) {
      log.warn({ err }, 'not listening again yet');
    }
  }
}

async function answers(): Promise<boolean> {
  const late = new Promise<boolean>((resolve) => setTimeout(() => resolve(false), ANSWER_MS).unref());
  const asked = pipelineSql()`select 1`.then(
    () => true,
    () => false,
  );
  return Promise.race([asked, late]);
}
