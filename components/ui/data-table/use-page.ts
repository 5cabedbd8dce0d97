'use client';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { encodeTableQuery, type TablePage, type TableQuery } from './table-query.ts';
import type { DataTableProps } from './table-types.ts';

/** One page of rows; what is asked anew stays covered by what was there before. */
export function usePage<Row extends object>(
  { queryKey, fetchPage, initial }: DataTableProps<Row>,
  query: TableQuery,
) {
  const asked = encodeTableQuery(query).toString();
  const known = initial && encodeTableQuery(initial.query).toString() === asked ? initial.page : undefined;
  return useQuery<TablePage<Row>>({
    queryKey: [...queryKey, asked],
    queryFn: ({ signal }) => fetchPage(query, signal),
    placeholderData: keepPreviousData,
    ...(known ? { initialData: known } : {}),
  });
}
export type PageOf<Row extends object> = ReturnType<typeof usePage<Row>>;
