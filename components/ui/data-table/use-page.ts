'use client';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useMemo, useRef, useState } from 'react';
import { encodeTableQuery, type TablePage, type TableQuery } from './table-query.ts';
import type { DataTableProps } from './table-types.ts';
import { wholePage } from './whole-page.ts';

export interface PageState<Row> {
  data: TablePage<Row> | undefined;
  error: Error | null;
  isPending: boolean;
  isFetching: boolean;
  refetch: () => unknown;
  /** Of a search that takes more than one answer; null: there is nothing to go on with. */
  search: PageSearch | null;
}

export interface PageSearch {
  isStopped: boolean;
  stop: () => void;
  goOn: () => void;
}

/** Where somebody stopped the search of a question: with so many rows. */
interface Stop {
  asked: string;
  rows: number;
}

/** One page of rows; what is asked anew stays covered by what was there before. */
export function usePage<Row extends object>(
  { queryKey, fetchPage, initial, held }: DataTableProps<Row>,
  query: TableQuery,
): PageState<Row> {
  const asked = encodeTableQuery(query).toString();
  const known = initial && encodeTableQuery(initial.query).toString() === asked ? initial.page : undefined;
  const client = useQueryClient();
  const key = [...queryKey, asked];
  const stopped = useRef<Stop | null>(null);
  const goesOn = useRef(false);
  const [stoppedFor, setStoppedFor] = useState<string | null>(null);
  const fetched = useQuery<TablePage<Row>>({
    queryKey: key,
    queryFn: async ({ signal }) => {
      const there = client.getQueryData<TablePage<Row>>(key);
      const isFurther = goesOn.current && there?.unfinished;
      goesOn.current = false;
      const begun = isFurther ? there : known?.unfinished && !there ? known : await fetchPage(query, signal);
      return wholePage(
        begun,
        query,
        (further) => fetchPage(further, signal),
        (page) => {
          if (!signal.aborted) client.setQueryData(key, page);
        },
        // Rows that are read anew are as many as there were when it was stopped.
        ({ rows }) => stopped.current?.asked === asked && rows.length >= stopped.current.rows,
      );
    },
    placeholderData: (previous) => previous ?? known,
    enabled: !held,
    ...(known && !known.unfinished ? { initialData: known } : {}),
  });
  const here = useMemo(() => held?.(query), [held, query]);
  if (here)
    return { data: here, error: null, isPending: false, isFetching: false, refetch: () => {}, search: null };
  const { data, error, isPending, isFetching, refetch } = fetched;
  const keep = (stop: Stop | null) => {
    stopped.current = stop;
    setStoppedFor(stop?.asked ?? null);
  };
  const search: PageSearch = {
    isStopped: stoppedFor === asked,
    stop: () => keep({ asked, rows: fetched.isPlaceholderData ? 0 : (data?.rows.length ?? 0) }),
    goOn: () => {
      keep(null);
      goesOn.current = true;
      void refetch();
    },
  };
  return { data, error, isPending, isFetching, refetch, search: data?.unfinished ? search : null };
}
