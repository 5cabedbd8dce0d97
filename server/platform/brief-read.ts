import { sql } from 'drizzle-orm';
import type { Tx } from './database.ts';
import { ranTooLong } from './postgres-errors.ts';

/** Of fewer rows nothing takes long: what is asked of them is always answered. */
const LARGE = 50_000;
const BRIEF_MS = 60;

/** A read that is worth little: of a table that is large it is given up when it takes long, and null comes back. */
export async function inBrief<T>(tx: Tx, table: string, read: (tx: Tx) => Promise<T>): Promise<T | null> {
  const limit = sql`case when reltuples > ${LARGE} then ${String(BRIEF_MS)} else '0' end`;
  try {
    return await tx.transaction(async (within) => {
      await within.execute(
        sql`select set_config('statement_timeout', ${limit}, true) from pg_class where oid = ${table}::text::regclass`,
      );
      const value = await read(within);
      await within.execute(sql`select set_config('statement_timeout', '0', true)`);
      return value;
    });
  } catch (error) {
    if (ranTooLong(error)) return null;
    throw error;
  }
}
