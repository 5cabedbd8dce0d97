import {
  cancelSystemCommands,
  endSystemExpired,
  endSystemInstalled,
  followSystemCommands,
} from '#server/firmware/follow.sql.ts';
import { log } from '#server/platform/log.ts';

const EVERY_MS = 5_000;

/** Sees how far commands came, that a device reports the version that it was given, or that its time has run out. */
export class FirmwareWatch {
  #timer: NodeJS.Timeout | null = null;
  #work: Promise<void> = Promise.resolve();

  start(): void {
    this.#timer = setInterval(() => {
      this.#work = this.#work.then(() => this.#look());
    }, EVERY_MS).unref();
  }

  async stop(): Promise<void> {
    if (this.#timer) clearInterval(this.#timer);
    await this.#work;
  }

  async #look(): Promise<void> {
    try {
      const now = new Date();
      await followSystemCommands(now);
      await endSystemInstalled(now);
      await endSystemExpired(now);
      await cancelSystemCommands(now);
    } catch (err) {
      log.warn({ err }, 'firmware was not followed');
    }
  }
}
