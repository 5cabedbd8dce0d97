import { z } from 'zod';
import { listenSql } from '#server/platform/database.ts';
import { log } from '#server/platform/log.ts';
import { type LiveChange, liveHintSchema } from './contract.ts';

/** More open streams than this a web process does not hold. */
const MAX_CLIENTS = 1_000;
const MAX_CLIENTS_A_SESSION = 8;

type Listener = (change: LiveChange) => void;

interface Client {
  customerId: string;
  sessionId: string;
  listener: Listener;
}

/** One LISTEN a process, handed to the streams of the customer that a hint is about and to nobody else. */
class LiveHub {
  readonly #clients = new Set<Client>();
  #listening: Promise<void> | null = null;

  /** null when there are too many already. */
  async join(customerId: string, sessionId: string, listener: Listener): Promise<(() => void) | null> {
    const ofSession = [...this.#clients].filter((client) => client.sessionId === sessionId).length;
    if (this.#clients.size >= MAX_CLIENTS || ofSession >= MAX_CLIENTS_A_SESSION) return null;
    const client = { customerId, sessionId, listener };
    this.#clients.add(client);
    try {
      this.#listening ??= this.#listen();
      await this.#listening;
    } catch (error) {
      this.#clients.delete(client);
      this.#listening = null;
      throw error;
    }
    return () => this.#clients.delete(client);
  }

  get size(): number {
    return this.#clients.size;
  }

  async #listen(): Promise<void> {
    const sql = listenSql();
    await sql.listen('live', (payload) => this.#hint(payload));
    await sql.listen('configuration', (customerId) => {
      if (z.guid().safeParse(customerId).success)
        this.#tell(customerId, { deviceIds: [], destinationIds: [], configuration: true, alerts: false });
    });
  }

  #hint(payload: string): void {
    let read: unknown;
    try {
      read = JSON.parse(payload);
    } catch {
      read = null;
    }
    const hint = liveHintSchema.safeParse(read);
    if (!hint.success) {
      log.warn('a live hint could not be read');
      return;
    }
    const { customerId, ...change } = hint.data;
    this.#tell(customerId, { ...change, configuration: false });
  }

  #tell(customerId: string, change: LiveChange): void {
    for (const client of this.#clients) if (client.customerId === customerId) client.listener(change);
  }
}

// Route handlers may be bundled more than once; the process has one hub all the same.
const holder = globalThis as { thingsLiveHub?: LiveHub };

export function liveHub(): LiveHub {
  holder.thingsLiveHub ??= new LiveHub();
  return holder.thingsLiveHub;
}
