'use client';
import type { RowSelectionState } from '@tanstack/react-table';
import { useState } from 'react';
import { encodeTableQuery, type TableQuery } from './table-query.ts';
import type { TableSelection } from './table-types.ts';

/** What defines "all that match": everything of the query but where in it the reader is. */
function matchKey(query: TableQuery): string {
  return encodeTableQuery({ ...query, cursor: undefined, sort: undefined, limit: 1 }).toString();
}

/** Rows by their ids, over pages; or everything a query matches, which ends when the query becomes another. */
export function useSelection(query: TableQuery, total: number) {
  const [ids, setIds] = useState<RowSelectionState>({});
  const [matching, setMatching] = useState<string | null>(null);
  const all = matching !== null && matching === matchKey(query);
  const chosen = Object.keys(ids);
  const selection: TableSelection | null = all
    ? { kind: 'matching', query: { ...query, cursor: undefined }, count: total }
    : chosen.length > 0
      ? { kind: 'ids', ids: chosen, count: chosen.length }
      : null;
  return {
    ids,
    all,
    selection,
    setIds: (next: RowSelectionState | ((before: RowSelectionState) => RowSelectionState)) => {
      setMatching(null);
      setIds(next);
    },
    selectMatching: () => setMatching(matchKey(query)),
    clear: () => {
      setMatching(null);
      setIds({});
    },
  };
}
