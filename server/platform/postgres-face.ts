import type postgres from 'postgres';
import { isStatement, type Statement } from './postgres-line.ts';

/** The driver's interface for writing statements, whose statements go to `send` when they are awaited. */
export function face(forms: postgres.Sql, send: (statement: Statement) => void): postgres.ISql {
  const direct = <T>(made: T): T => {
    if (isStatement(made)) made.handler = send;
    return made;
  };
  const write = forms as unknown as (...given: unknown[]) => unknown;
  return Object.assign((...given: unknown[]) => direct(write(...given)), {
    unsafe: (...given: Parameters<postgres.Sql['unsafe']>) => direct(forms.unsafe(...given)),
    notify: (channel: string, payload: string) => direct(forms`select pg_notify(${channel}, ${payload})`),
    types: forms.types,
    typed: forms.typed,
    array: forms.array,
    json: forms.json,
    file: forms.file,
  }) as unknown as postgres.ISql;
}
