import { and, type SQL, sql } from 'drizzle-orm';
import type { PgSelect } from 'drizzle-orm/pg-core';
import { type KeyRow, type PlaceOfPage, placed, type Stretch, type Terms } from './table-keys.ts';

export interface Walked {
  keys: KeyRow[];
  /** Up to this row everything was looked at: the time was over before the page was full. */
  stoppedAt: KeyRow | null;
}

interface Wanted {
  always: SQL | undefined;
  /** What no index answers: rows that the time does not reach come unlooked at. */
  sought: SQL;
}

type Looked = KeyRow & { fits: boolean };

/**
 * What no index holds is looked for along the order until the page is full or the time is over. Then every further row is
 * let through, which fills the page at once: the last of them is where it stopped, and the next answer goes on beyond it.
 * Which of the rows that came do fit is told of each, so that nothing hangs on a clock.
 */
export async function walk(
  select: (terms: Terms, further: Record<string, SQL>) => PgSelect,
  { always, sought }: Wanted,
  stretches: readonly Stretch[],
  page: PlaceOfPage,
  until: number,
): Promise<Walked> {
  const keys: KeyRow[] = [];
  for (const stretch of stretches) {
    const place = placed(stretch, page);
    const limit = page.limit - keys.length;
    // Of CASE the planner expects that half of the rows fit, and goes along the order.
    const rows = (await select(stretch.terms, {
      fits: sql`coalesce(${sought}, false)`.as('fits') as unknown as SQL,
    })
      .where(
        and(
          always,
          place.where,
          sql`case when ${isOver(until - performance.now())} then true else ${sought} end`,
        ),
      )
      .orderBy(...place.orderBy)
      .limit(limit)) as unknown as Looked[];
    keys.push(...rows.filter(({ fits }) => fits));
    if (keys.length >= page.limit) break;
    const last = rows.at(-1);
    if (last && rows.length >= limit) return { keys, stoppedAt: last };
  }
  return { keys, stoppedAt: null };
}

/** That a statement has taken so long. From its own beginning: the clocks of two machines need not agree. */
export const isOver = (ms: number) =>
  sql`clock_timestamp() > (select statement_timestamp() + make_interval(secs => ${Math.max(ms, 0) / 1000}::float8))`;
