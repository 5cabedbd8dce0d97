import { randomInt } from 'node:crypto';
import postgres from 'postgres';
import { arrayTypes } from './postgres-arrays.ts';
import { face } from './postgres-face.ts';
import { type ClientOptions, Line, type Statement } from './postgres-line.ts';
import { inTransaction } from './postgres-transaction.ts';

/** What the product uses of the driver's interface. */
export interface Sql extends postgres.ISql {
  readonly options: postgres.Sql['options'];
  begin<T>(work: (tx: postgres.TransactionSql) => Promise<T>): Promise<T>;
  begin<T>(mode: string, work: (tx: postgres.TransactionSql) => Promise<T>): Promise<T>;
  end(options?: { timeout?: number }): Promise<void>;
}

const IDLE_MS = 60_000;
const SWEEP_MS = 15_000;
const MINUTE_MS = 60_000;

/**
 * Up to `max` lines to one database. Statements are written as ever with postgres.js, which makes them (a client that
 * is never opened), but each runs on a line of ours; see `Line` for why. A transaction has its line for itself.
 */
export class Pool {
  readonly #open: () => Line;
  readonly #max: number;
  readonly #lines = new Set<Line>();
  readonly #idle: { line: Line; since: number }[] = [];
  readonly #waiting: { serve(line: Line): void; refuse(error: Error): void }[] = [];
  #sweep: NodeJS.Timeout | null = null;
  #ending = false;
  readonly sql: Sql;

  constructor(url: string, { max = 10, ...options }: ClientOptions) {
    const known = { ...options, fetch_types: false, types: arrayTypes(), onnotice() {} };
    const forms: postgres.Sql = postgres(url, { ...known, max: 1 });
    this.#max = max;
    this.#open = () => new Line(url, known, forms, (line) => this.#gone(line));
    this.sql = Object.assign(
      face(forms, (statement) => this.#once(statement)),
      {
        options: forms.options,
        begin: <T>(...given: unknown[]) => {
          const [work, mode] = [...given].reverse() as [(tx: postgres.TransactionSql) => Promise<T>, string?];
          return this.#begin(forms, mode ?? '', work);
        },
        end: ({ timeout = 5 } = {}) => this.#end(timeout * 1000),
      },
    ) as Sql;
  }

  #once(statement: Statement): void {
    this.#ask({
      serve: (line) => {
        line.run(statement);
        const back = () => this.#back(line);
        statement.then(back, back);
      },
      refuse: (error) => statement.reject(error),
    });
  }

  async #begin<T>(
    forms: postgres.Sql,
    mode: string,
    work: (tx: postgres.TransactionSql) => Promise<T>,
  ): Promise<T> {
    const line = await new Promise<Line>((serve, refuse) => this.#ask({ serve, refuse }));
    try {
      return await inTransaction(line, forms, mode, work);
    } finally {
      this.#back(line);
    }
  }

  #ask(asking: { serve(line: Line): void; refuse(error: Error): void }): void {
    if (this.#ending) {
      asking.refuse(Object.assign(new Error('the database was closed here'), { code: 'CONNECTION_ENDED' }));
      return;
    }
    const line = this.#idle.pop()?.line ?? this.#another();
    if (line) asking.serve(line);
    else this.#waiting.push(asking);
  }

  #another(): Line | null {
    if (this.#lines.size >= this.#max) return null;
    const line = this.#open();
    this.#lines.add(line);
    this.#sweep ??= setInterval(() => this.#retire(), SWEEP_MS).unref();
    return line;
  }

  #back(line: Line): void {
    if (line.isLost) return;
    const next = this.#waiting.shift();
    if (next) next.serve(line);
    else this.#idle.push({ line, since: performance.now() });
  }

  #gone(line: Line): void {
    this.#lines.delete(line);
    const at = this.#idle.findIndex((idle) => idle.line === line);
    if (at >= 0) this.#idle.splice(at, 1);
    if (!this.#waiting.length) return;
    const fresh = this.#another();
    if (fresh) this.#waiting.shift()?.serve(fresh);
  }

  /** Lines that rested for long, and old ones, whose server process has grown. */
  #retire(): void {
    const now = performance.now();
    const old = randomInt(30, 60) * MINUTE_MS;
    for (const { line, since } of [...this.#idle])
      if (now - since > IDLE_MS || now - line.madeAt > old) void line.end().catch(() => {});
  }

  async #end(waitMs: number): Promise<void> {
    this.#ending = true;
    if (this.#sweep) clearInterval(this.#sweep);
    const until = performance.now() + waitMs;
    while (this.#lines.size > this.#idle.length && performance.now() < until)
      await new Promise((resolve) => setTimeout(resolve, 5));
    const error = Object.assign(new Error('the database was closed here'), { code: 'CONNECTION_DESTROYED' });
    for (const asking of this.#waiting.splice(0)) asking.refuse(error);
    const resting = new Set(this.#idle.map(({ line }) => line));
    await Promise.all([...this.#lines].map((line) => (resting.has(line) ? line.end() : line.lose(error))));
  }
}
