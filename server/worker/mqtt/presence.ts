import {
  announceSystemBroker,
  endSystemBroker,
  type SessionChange,
  storeSystemSessions,
} from '#server/mqtt/sessions.sql.ts';
import { log } from '#server/platform/log.ts';

const WRITE_EVERY_MS = 250;
const ANNOUNCE_EVERY_MS = 10_000;
const ALIVE_SECONDS = 30;

/** Which devices are connected to this broker, for those who ask elsewhere; written by batch, and again where it failed. */
export class Presence {
  readonly #broker: string;
  #changes = new Map<string, SessionChange>();
  #timer: NodeJS.Timeout | null = null;
  #announcing: NodeJS.Timeout | null = null;
  #writing: Promise<void> = Promise.resolve();

  constructor(broker: string) {
    this.#broker = broker;
  }

  async start(): Promise<void> {
    await this.#announce();
    this.#announcing = setInterval(() => void this.#announce(), ANNOUNCE_EVERY_MS).unref();
  }

  changed(change: SessionChange): void {
    this.#changes.set(change.deviceId, change);
    this.#timer ??= setTimeout(() => void this.flush(), WRITE_EVERY_MS).unref();
  }

  async flush(): Promise<void> {
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = null;
    this.#writing = this.#writing.then(() => this.#write());
    await this.#writing;
  }

  async stop(): Promise<void> {
    if (this.#announcing) clearInterval(this.#announcing);
    await this.flush();
    await endSystemBroker(this.#broker).catch((err) =>
      log.warn({ err }, 'the end of a broker was not stored'),
    );
  }

  async #write(): Promise<void> {
    const changes = this.#changes;
    if (changes.size === 0) return;
    this.#changes = new Map();
    try {
      await storeSystemSessions(this.#broker, [...changes.values()]);
    } catch (err) {
      log.warn({ err }, 'who is connected over MQTT was not stored; trying again');
      for (const [deviceId, change] of changes)
        if (!this.#changes.has(deviceId)) this.#changes.set(deviceId, change);
      this.#timer ??= setTimeout(() => void this.flush(), ANNOUNCE_EVERY_MS).unref();
    }
  }

  async #announce(): Promise<void> {
    await announceSystemBroker(this.#broker, ALIVE_SECONDS).catch((err) =>
      log.warn({ err }, 'a broker could not say that it lives'),
    );
  }
}
