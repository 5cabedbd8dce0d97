'use client';
import { useCallback } from 'react';
import { maximumLimit, type TableQuery } from '#components/ui/data-table/table-query.ts';
import type { TableSelection } from '#components/ui/data-table/table-types.ts';
import { toast } from '#components/ui/toast.tsx';
import { fetchRows } from './fetch-rows.ts';
import { useRefusalWords } from './refusal-words.ts';

/**
 * The ids behind a selection; everything that matches is asked for page by page, within what the table shows. null
 * when that failed, which has been said by then.
 */
export function useSelectedIds<Row extends { id: string | number }>(table: string) {
  const words = useRefusalWords();
  return useCallback(
    async (
      selection: TableSelection,
      within: (query: TableQuery) => TableQuery = (query) => query,
      fits: (row: Row) => boolean = () => true,
    ): Promise<string[] | null> => {
      const { rows } = selection;
      if ('ids' in rows) return rows.ids;
      const except = new Set(rows.except);
      const ids: string[] = [];
      let cursor: string | undefined;
      try {
        do {
          const query = { ...within({ ...rows.query, limit: maximumLimit }), cursor };
          const page = await fetchRows<Row>(table, query, new AbortController().signal);
          const fitting = page.rows.filter((row) => !except.has(String(row.id)) && fits(row));
          ids.push(...fitting.map((row) => String(row.id)));
          cursor = page.next ?? undefined;
        } while (cursor);
        return ids;
      } catch (error) {
        toast({ title: words(error), tone: 'bad' });
        return null;
      }
    },
    [words, table],
  );
}
