import { type SQL, sql } from 'drizzle-orm';
import type { Tx } from './database.ts';
import { ranTooLong } from './postgres-errors.ts';

/** Of fewer rows nothing takes long: what is asked of them is always answered. */
const LARGE = 50_000;
const BRIEF_MS = 40;
/** Rows that are passed over in one go, more with each: what was counted before time was over stands. */
const FIRST_STEP = 250;
const LARGEST_STEP = 4000;

export interface BriefCount {
  n: number;
  /** There may be more: the time was over. */
  stopped: boolean;
}

/**
 * How many rows `rows` gives. A number is worth little beside a page that is waited for: where the table is large it is
 * counted for a moment, along a cursor, and then what was counted so far is the answer.
 */
export async function countInBrief(tx: Tx, table: string, rows: SQL): Promise<BriefCount> {
  if (!(await isLarge(tx, table))) {
    const [count] = await tx.execute<{ n: number }>(sql`select count(*)::int as n from ${rows} counted`);
    return { n: count?.n ?? 0, stopped: false };
  }
  const told: BriefCount = { n: 0, stopped: true };
  try {
    await tx.transaction((within) => along(within, rows, told));
  } catch (error) {
    if (!ranTooLong(error)) throw error;
  }
  return told;
}

export async function isLarge(tx: Tx, table: string): Promise<boolean> {
  const [size] = await tx.execute<{ large: boolean }>(
    sql`select reltuples > ${LARGE} as large from pg_class where oid = ${table}::text::regclass`,
  );
  return size?.large ?? false;
}

/** What is read within the time; null: it was over, and nothing of it stands. */
export async function within<T>(tx: Tx, ms: number, read: (tx: Tx) => Promise<T>): Promise<T | null> {
  try {
    return await tx.transaction(async (inner) => {
      await inner.execute(sql`select set_config('statement_timeout', ${String(Math.ceil(ms))}, true)`);
      const found = await read(inner);
      await inner.execute(sql`select set_config('statement_timeout', '0', true)`);
      return found;
    });
  } catch (error) {
    if (!ranTooLong(error)) throw error;
    return null;
  }
}

async function along(tx: Tx, rows: SQL, told: BriefCount): Promise<void> {
  const end = performance.now() + BRIEF_MS;
  // Planned as what is read to its end: for a cursor the planner expects that a tenth of it is.
  // One customer's rows lie among everybody's: how far a table must be gone through for some of them hangs on who has how
  // many, an index of the customer's gives them alone.
  await tx.execute(
    sql`select set_config('cursor_tuple_fraction', '1', true), set_config('enable_seqscan', 'off', true)`,
  );
  await tx.execute(sql`declare counted no scroll cursor for ${rows}`);
  for (let step = FIRST_STEP; ; step = Math.min(step * 2, LARGEST_STEP)) {
    const left = Math.ceil(end - performance.now());
    if (left <= 0) break;
    await tx.execute(sql`select set_config('statement_timeout', ${String(left)}, true)`);
    const { count } = await tx.execute(sql.raw(`move forward ${step} in counted`));
    told.n += count;
    if (count === step) continue;
    told.stopped = false;
    break;
  }
  await tx.execute(
    sql`select set_config('statement_timeout', '0', true), set_config('enable_seqscan', 'on', true)`,
  );
  await tx.execute(sql`close counted`);
}
