import { type MatchQuery, maximumTicked, type TablePage, type TableQuery } from './table-query.ts';
import type { TableSelection } from './table-types.ts';

export type Ticks = ReadonlySet<string>;

/** What is more than fits stays as it was: a request has a bounded size. */
export function ticking(ticks: Ticks, ids: readonly string[], on: boolean): Ticks {
  const next = new Set(ticks);
  for (const id of ids) {
    if (on) next.add(id);
    else next.delete(id);
  }
  return next.size > maximumTicked ? ticks : next;
}

export function matchOf({ q, filters }: TableQuery): MatchQuery {
  return q ? { q, filters } : { filters };
}

export function selectionOfTicked(ticks: Ticks): TableSelection | null {
  if (ticks.size === 0) return null;
  return { rows: { ids: [...ticks] }, count: ticks.size, atLeast: false };
}

export function selectionOfMatching(
  query: TableQuery,
  except: Ticks,
  page: TablePage<unknown> | undefined,
): TableSelection | null {
  const count = Math.max(0, (page?.total ?? 0) - except.size);
  const atLeast = page?.atLeast === true;
  if (count === 0 && !atLeast) return null;
  return { rows: { query: matchOf(query), except: [...except] }, count, atLeast };
}
