'use client';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useMemo } from 'react';
import { encodeTableQuery, type TablePage, type TableQuery } from './table-query.ts';
import type { DataTableProps } from './table-types.ts';
import { wholePage } from './whole-page.ts';

export interface PageState<Row> {
  data: TablePage<Row> | undefined;
  error: Error | null;
  isPending: boolean;
  isFetching: boolean;
  refetch: () => unknown;
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
  const fetched = useQuery<TablePage<Row>>({
    queryKey: key,
    queryFn: async ({ signal }) => {
      const begun = known?.unfinished && !client.getQueryData(key) ? known : await fetchPage(query, signal);
      return wholePage(
        begun,
        query,
        (further) => fetchPage(further, signal),
        (page) => {
          if (!signal.aborted) client.setQueryData(key, page);
        },
      );
    },
    placeholderData: (previous) => previous ?? known,
    enabled: !held,
    ...(known && !known.unfinished ? { initialData: known } : {}),
  });
  const here = useMemo(() => held?.(query), [held, query]);
  if (!here) return fetched;
  return { data: here, error: null, isPending: false, isFetching: false, refetch: () => undefined };
}
