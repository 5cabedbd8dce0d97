import { foldSystemDays } from '#server/measurements/fold-days.ts';
import { log } from '#server/platform/log.ts';

const EVERY_MS = 10 * 60_000;

/** Folds the days of devices that send often, so that graphs of months stay quick. */
export class DayFolding {
  #timer: NodeJS.Timeout | null = null;
  #work: Promise<void> = Promise.resolve();

  start(): void {
    this.#timer = setInterval(() => {
      this.#work = this.#work.then(() => this.#fold());
    }, EVERY_MS).unref();
  }

  async stop(): Promise<void> {
    if (this.#timer) clearInterval(this.#timer);
    await this.#work;
  }

  async #fold(): Promise<void> {
    try {
      const days = await foldSystemDays(new Date());
      if (days > 0) log.info({ days }, 'days were folded');
    } catch (err) {
      log.warn({ err }, 'days were not folded');
    }
  }
}
