'use client';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { encodeTableQuery, type TablePage, type TableQuery } from './table-query.ts';
import type { DataTableProps } from './table-types.ts';

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
  const fetched = useQuery<TablePage<Row>>({
    queryKey: [...queryKey, asked],
    queryFn: ({ signal }) => fetchPage(query, signal),
    placeholderData: keepPreviousData,
    enabled: !held,
    ...(known ? { initialData: known } : {}),
  });
  const here = useMemo(() => held?.(query), [held, query]);
  if (!here) return fetched;
  return { data: here, error: null, isPending: false, isFetching: false, refetch: () => undefined };
}
