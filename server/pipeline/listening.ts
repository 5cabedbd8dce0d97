import { listenSql } from '#server/platform/database.ts';

interface Channel {
  name: string;
  heard(payload: string): void;
  /** Listening begins, or begins again after a gap in which notices were lost. */
  ready?: (() => void) | undefined;
}

/** The channels that a process listens on; they are notices only, so a gap costs time and nothing else. */
export class Listening {
  readonly #channels: Channel[] = [];
  #open: (() => Promise<void>)[] = [];

  add(name: string, heard: (payload: string) => void, ready?: () => void): void {
    this.#channels.push({ name, heard, ready });
  }

  async start(): Promise<void> {
    for (const { name, heard, ready } of this.#channels) {
      const { unlisten } = await listenSql().listen(name, heard, ready);
      this.#open.push(unlisten);
    }
  }

  /** The connections were given up and made anew. */
  again(): Promise<void> {
    this.#open = [];
    return this.start();
  }

  async stop(): Promise<void> {
    await Promise.all(this.#open.splice(0).map((unlisten) => unlisten().catch(() => {})));
  }
}
