import net from 'node:net';
import postgres from 'postgres';

/** What the driver's queries are underneath: handed over when they are awaited, settled from outside. */
export interface Statement extends Promise<unknown> {
  handler: (statement: Statement) => void;
  reject(error: unknown): void;
}

export type ClientOptions = postgres.Options<Record<string, postgres.PostgresType>>;

const CONNECT_TIMEOUT_S = 10;

export function isStatement(made: unknown): made is Statement {
  return made instanceof Promise && 'handler' in made;
}

/**
 * One connection with one life: a driver's client of one connection that runs one statement at a time and is thrown
 * away when the connection is lost. postgres.js 3.4.9 does not survive a loss (read in its src/connection.js): a write
 * to the socket that is gone ends the process (porsager/postgres#1208), what was half written keeps the next
 * connection silent for ever, an old error is given to the next statement (#1223), a statement of a transaction that is
 * dead runs inside somebody else's (#1216), and a server that closes while it greets is called again without pause
 * (#1193). None of that state outlives the line.
 */
export class Line {
  readonly madeAt = performance.now();
  #lost: Error | null = null;
  #current: Statement | null = null;
  #socket: net.Socket | null = null;
  #tries = 0;
  readonly #waiting: Statement[] = [];
  readonly #client: postgres.Sql;
  readonly #hand: (statement: Statement) => void;
  readonly #whenLost: (line: Line) => void;

  constructor(url: string, options: ClientOptions, forms: postgres.Sql, whenLost: (line: Line) => void) {
    this.#whenLost = whenLost;
    const own = {
      connect_timeout: CONNECT_TIMEOUT_S,
      ...options,
      max: 1,
      // Between the statements of a transaction the driver takes its connection for idle.
      idle_timeout: 0,
      max_lifetime: 0,
      fetch_types: false,
      onclose: () => this.lose(gone('the connection to the database was closed')),
      socket: (to: Address) => this.#connect(to),
    };
    this.#client = postgres(url, own);
    Object.assign(this.#client.options.parsers, forms.options.parsers);
    Object.assign(this.#client.options.serializers, forms.options.serializers);
    this.#hand = (this.#client.unsafe('select') as unknown as Statement).handler;
  }

  get isLost(): boolean {
    return this.#lost !== null;
  }

  run(statement: Statement): void {
    if (this.#lost) {
      statement.reject(gone('the connection to the database was lost before this statement', this.#lost));
      return;
    }
    this.#waiting.push(statement);
    if (!this.#current) this.#next();
  }

  #next(): void {
    const statement = this.#waiting.shift();
    if (!statement) return;
    this.#current = statement;
    statement.then(
      () => this.#settled(),
      (error) => (isLoss(error) ? this.lose(error) : this.#settled()),
    );
    this.#hand(statement);
  }

  #settled(): void {
    this.#current = null;
    if (!this.#lost) this.#next();
  }

  /** Whatever is under way fails, and nothing is ever sent here again. */
  lose(error: Error): void {
    if (this.#lost) return;
    this.#lost = error;
    for (const statement of [this.#current, ...this.#waiting.splice(0)]) statement?.reject(error);
    this.#socket?.destroy();
    void this.#client.end({ timeout: 0 }).catch(() => {});
    this.#whenLost(this);
  }

  /** Says good-bye to the server; for a line that nobody uses. */
  async end(): Promise<void> {
    if (this.#lost) return;
    this.#lost = gone('the connection to the database was ended');
    this.#whenLost(this);
    await this.#client.end({ timeout: 1 });
  }

  /** The driver calls again and again; here every host is tried once. */
  #connect({ host, port, path }: Address): net.Socket {
    const n = this.#tries++;
    const name = host[n];
    if (this.#lost || (n > 0 && (path || name === undefined))) {
      const error = gone('the database closed the connection while it was being opened');
      this.lose(error);
      throw error;
    }
    this.#socket = path ? net.connect(path) : net.connect(port[n] ?? 5432, name);
    // The driver reads the name for TLS here.
    return Object.assign(this.#socket, { host: name });
  }
}

/** What postgres.js gives to its `socket` option, which its type declarations lack. */
interface Address {
  host: string[];
  port: number[];
  path: string | false | undefined;
}

function gone(message: string, cause?: Error): Error {
  return Object.assign(new Error(message, { cause }), { code: 'CONNECTION_CLOSED' });
}

/** Whether the connection went with the statement. Postgres says FATAL of a session that it ends. */
function isLoss(error: unknown): error is Error {
  if (error instanceof postgres.PostgresError) return /^(FATAL|PANIC)$/.test(error.severity);
  const code = (error as { code?: unknown } | null)?.code;
  return typeof code === 'string' && /^(CONN|E[A-Z])/.test(code);
}
