import { type SQL, type SQLWrapper, sql } from 'drizzle-orm';
import { systemClock } from '#server/platform/clock.ts';
import type { Keyset } from '#server/platform/keyset.ts';

const DAY_MS = 86_400_000;

/** Both ends included; null: open. */
export interface Reach {
  from: Date | null;
  to: Date | null;
}

type PackColumns = Record<'receivedAt' | 'time' | 'since' | 'until', SQLWrapper>;

/** As statements call it. */
const P: PackColumns = {
  receivedAt: sql`p.received_at`,
  time: sql`p.time`,
  since: sql`p.since`,
  until: sql`p.until`,
};

const at = (date: Date) => sql`${date.toISOString()}::timestamptz`;

/**
 * Packs whose time lies within: rows of many are opened only where they reach into it. Nothing was received tomorrow, so that
 * weeks to come are not even planned for: of 34 partitions planning took 1.9 ms, of eight 0.9.
 */
export function within({ from, to }: Reach, packs: PackColumns = P): SQL {
  const conditions = [sql`${packs.receivedAt} <= ${at(new Date(systemClock.now().getTime() + DAY_MS))}`];
  if (from) conditions.push(sql`${packs.time} >= ${at(from)} and ${packs.until} >= ${at(from)}`);
  if (to) conditions.push(sql`${packs.time} <= ${at(to)} and ${packs.since} <= ${at(to)}`);
  return sql.join(conditions, sql` and `);
}

/** A device that buffers tells of so much time in one pack. */
const BUFFERED_MS = 2 * DAY_MS;

/**
 * Packs from before a moment of which records may lie behind it: buffered ones, that came after it. What a device tells at once
 * came before, and is not looked into.
 */
export function reachingInto(from: Date): SQL {
  const before = { from: new Date(from.getTime() - BUFFERED_MS), to: new Date(from.getTime() - 1) };
  return sql`${within(before)} and p.received_at >= ${at(from)} and p.rest -> 't' is not null`;
}

const NEAR_DAYS = [7, 56];

/**
 * Where in a period the rows of a page in the order of time are looked for: a week from where it begins, some weeks, all of
 * it. The first of these that fills the page holds the very rows that it would have of all.
 */
export function nearby<Row>({ terms, from: cursor }: Keyset<Row>, period: Reach): Reach[] {
  const [first] = terms;
  if (first?.name !== 'time') return [period];
  const isBack = first.desc !== (cursor?.backwards ?? false);
  const told = cursor ? new Date(cursor.values[0] as string) : isBack ? period.to : period.from;
  // The oldest of all may be of any time.
  if (!told && !isBack) return [period];
  const begin = (told ?? systemClock.now()).getTime();
  const near = NEAR_DAYS.map((days) => {
    const end = new Date(begin + (isBack ? -days : days) * DAY_MS);
    return isBack ? { from: end, to: told } : { from: told, to: end };
  });
  return [...near, isBack ? { from: period.from, to: told } : { from: told, to: period.to }];
}
