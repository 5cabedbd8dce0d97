import postgres from 'postgres';
import { type ClientOptions, Line, type Statement } from './postgres-line.ts';

interface Channel {
  heard(payload: string): void;
  ready: (() => void) | undefined;
}

const FIRST_PAUSE_MS = 100;
const LONGEST_PAUSE_MS = 1_000;

/**
 * Hears notices on a line of its own and opens another when that is lost, within a second of the database's return.
 * What was said in between is not heard: `ready` tells that listening begins, or begins again.
 */
export class Listener {
  readonly #channels = new Map<string, Set<Channel>>();
  readonly #forms: postgres.Sql;
  readonly #open: () => Line;
  #line: Line | null = null;
  #pauseMs = FIRST_PAUSE_MS;
  #again: NodeJS.Timeout | null = null;
  #ended = false;

  constructor(url: string, options: ClientOptions) {
    const known = {
      ...options,
      fetch_types: false,
      onnotice() {},
      onnotify: (channel: string, payload: string) => {
        for (const { heard } of this.#channels.get(channel) ?? []) heard(payload);
      },
    };
    this.#forms = postgres(url, { ...known, max: 1 });
    this.#open = () => new Line(url, known, this.#forms, () => this.#lost());
  }

  async listen(name: string, heard: (payload: string) => void, ready?: () => void): Promise<Listening> {
    const channel = { heard, ready };
    const channels = this.#channels.get(name) ?? new Set();
    this.#channels.set(name, channels.add(channel));
    try {
      await this.#say(`listen "${name}"`);
    } catch (error) {
      channels.delete(channel);
      throw error;
    }
    ready?.();
    return { unlisten: () => this.#unlisten(name, channel) };
  }

  async end(): Promise<void> {
    this.#ended = true;
    if (this.#again) clearTimeout(this.#again);
    this.#channels.clear();
    await this.#line?.end();
  }

  async #unlisten(name: string, channel: Channel): Promise<void> {
    const channels = this.#channels.get(name);
    if (!channels?.delete(channel) || channels.size) return;
    this.#channels.delete(name);
    if (this.#line && !this.#line.isLost) await this.#say(`unlisten "${name}"`);
  }

  async #say(text: string): Promise<void> {
    this.#line ??= this.#open();
    const line = this.#line;
    const statement = this.#forms.unsafe(text);
    (statement as unknown as Statement).handler = (said) => line.run(said);
    await statement;
  }

  #lost(): void {
    this.#line = null;
    if (this.#ended || this.#again || ![...this.#channels.values()].some(({ size }) => size)) return;
    this.#again = setTimeout(() => void this.#listenAgain(), this.#pauseMs);
    this.#pauseMs = Math.min(this.#pauseMs * 2, LONGEST_PAUSE_MS);
  }

  async #listenAgain(): Promise<void> {
    this.#again = null;
    try {
      for (const name of this.#channels.keys()) await this.#say(`listen "${name}"`);
    } catch {
      // The line that failed is lost and has set the next try.
      return;
    }
    this.#pauseMs = FIRST_PAUSE_MS;
    for (const channels of this.#channels.values()) for (const { ready } of channels) ready?.();
  }
}

interface Listening {
  unlisten(): Promise<void>;
}
