import postgres from 'postgres';
import { face } from './postgres-face.ts';
import type { Line, Statement } from './postgres-line.ts';

type Work<T> = (tx: postgres.TransactionSql) => Promise<T>;

const IN_FAILED_TRANSACTION = '25P02';

/**
 * A transaction of our own on one line: what is said after its end or after the line was lost is refused, since it
 * would run outside of it. A statement that failed fails the whole, also where the work caught its error: Postgres
 * answers such a COMMIT with a rollback and calls it a success.
 */
export async function inTransaction<T>(
  line: Line,
  forms: postgres.Sql,
  mode: string,
  work: Work<T>,
): Promise<T> {
  let savepoints = 0;
  const say = (text: string) => {
    const statement = forms.unsafe(text);
    (statement as unknown as Statement).handler = (said) => line.run(said);
    return statement;
  };

  async function scope<R>(back: string, within: Work<R>): Promise<R> {
    let isOver = false;
    let failed: unknown;
    const send = (statement: Statement) => {
      if (isOver) {
        statement.reject(new Error('a statement was sent after the end of its transaction'));
        return;
      }
      statement.then(undefined, (error) => {
        failed ??= error;
      });
      line.run(statement);
    };
    const savepoint = (...given: unknown[]) => nested(given.at(-1) as Work<unknown>);
    try {
      const done = await within(
        Object.assign(face(forms, send), { savepoint }) as unknown as postgres.TransactionSql,
      );
      if (failed !== undefined) throw failed;
      return done;
    } catch (error) {
      isOver = true;
      await rollBack(back);
      const isEcho = error instanceof postgres.PostgresError && error.code === IN_FAILED_TRANSACTION;
      throw isEcho ? (failed ?? error) : error;
    } finally {
      isOver = true;
    }
  }

  async function nested<R>(within: Work<R>): Promise<R> {
    const name = `s${savepoints++}`;
    await say(`savepoint ${name}`);
    return scope(`rollback to savepoint ${name}`, within);
  }

  /** A session that cannot roll back is of no use to anybody. */
  async function rollBack(text: string): Promise<void> {
    if (line.isLost) return;
    try {
      await say(text);
    } catch (error) {
      line.lose(error as Error);
    }
  }

  await say(`begin ${mode.replace(/[^a-z ]/gi, '')}`);
  const done = await scope('rollback', work);
  const { command } = await say('commit');
  if (command !== 'COMMIT') throw new Error('the transaction failed by a statement that nobody awaited');
  return done;
}
