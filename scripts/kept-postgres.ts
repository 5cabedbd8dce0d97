import { setTimeout as sleep } from 'node:timers/promises';
import { type PostgresOptions, type PostgresServer, startPostgres } from './postgres.ts';

const AGAIN_AFTER_MS = 1_000;

/**
 * A server that, when it ends without being asked to, is started again where its users look for it: for as long as it
 * takes, since a full disk lets none start until somebody has made room.
 */
export class KeptPostgres {
  readonly #options: PostgresOptions;
  #server: PostgresServer | undefined;
  #stopping = false;
  #starting: Promise<void> = Promise.resolve();

  constructor(options: PostgresOptions) {
    this.#options = options;
  }

  async start(): Promise<string> {
    const server = await startPostgres({
      ...this.#options,
      ...(this.#server ? { port: this.#server.port } : {}),
    });
    this.keep(server);
    return server.url;
  }

  /** One that was started elsewhere with the same options. */
  keep(server: PostgresServer): void {
    this.#server = server;
    void server.ended.then(() => {
      this.#starting = this.#again();
    });
  }

  async #again(): Promise<void> {
    if (this.#stopping) return;
    console.error('The database ended; starting it again.');
    for (let told = ''; !this.#stopping; await sleep(AGAIN_AFTER_MS)) {
      try {
        await this.start();
        return;
      } catch (error) {
        const text = error instanceof Error ? error.message : String(error);
        if (text !== told) console.error(text);
        told = text;
      }
    }
  }

  async stop(): Promise<void> {
    this.#stopping = true;
    await this.#starting;
    // One that an earlier start left behind is ours to stop now.
    if (this.#server?.attached) process.kill(this.#server.pid, 'SIGINT');
    else await this.#server?.stop();
  }
}
