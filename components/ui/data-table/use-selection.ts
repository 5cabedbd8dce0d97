'use client';
import { useMemo, useState } from 'react';
import { encodeTableQuery, type TablePage, type TableQuery } from './table-query.ts';
import type { TableSelection } from './table-types.ts';
import { matchOf, selectionOfMatching, selectionOfTicked, type Ticks, ticking } from './ticks.ts';

export interface Selection {
  selection: TableSelection | null;
  /** Everything that matches, but for what was unticked. */
  matching: boolean;
  isSelected: (id: string) => boolean;
  set: (ids: readonly string[], on: boolean) => void;
  selectMatching: () => void;
  clear: () => void;
}

const none: Ticks = new Set();

/** Rows by their ids, over pages; or everything a query matches, which ends when the query becomes another. */
export function useSelection(query: TableQuery, page: TablePage<unknown> | undefined): Selection {
  const [ticks, setTicks] = useState(none);
  const [matching, setMatching] = useState<{ key: string; except: Ticks } | null>(null);
  const key = encodeTableQuery({ ...matchOf(query), limit: 1 }).toString();
  const except = matching?.key === key ? matching.except : null;
  const selection = useMemo(
    () => (except ? selectionOfMatching(query, except, page) : selectionOfTicked(ticks)),
    [except, ticks, query, page],
  );
  return {
    selection,
    matching: except !== null,
    isSelected: (id) => (except ? !except.has(id) : ticks.has(id)),
    set: (ids, on) => {
      if (except) setMatching({ key, except: ticking(except, ids, !on) });
      else setTicks(ticking(ticks, ids, on));
    },
    selectMatching: () => {
      setTicks(none);
      setMatching({ key, except: none });
    },
    clear: () => {
      setTicks(none);
      setMatching(null);
    },
  };
}
