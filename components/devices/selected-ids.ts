'use client';
import { useCallback } from 'react';
import { fetchRows } from '#components/frame/fetch-rows.ts';
import { useRefusalWords } from '#components/frame/refusal-words.ts';
import { maximumLimit, type TableQuery } from '#components/ui/data-table/table-query.ts';
import type { TableSelection } from '#components/ui/data-table/table-types.ts';
import { toast } from '#components/ui/toast.tsx';
import type { DeviceListItem } from '#server/devices/contract.ts';

/**
 * The ids behind a selection; everything that matches is asked for page by page, within what the table shows. null
 * when that failed, which has been said by then.
 */
export function useSelectedIds() {
  const words = useRefusalWords();
  return useCallback(
    async (
      selection: TableSelection,
      within: (query: TableQuery) => TableQuery,
    ): Promise<string[] | null> => {
      if (selection.kind === 'ids') return selection.ids;
      const ids: string[] = [];
      let cursor: string | undefined;
      try {
        do {
          const query = { ...within(selection.query), limit: maximumLimit, cursor };
          const page = await fetchRows<DeviceListItem>('devices', query, new AbortController().signal);
          ids.push(...page.rows.map((row) => row.id));
          cursor = page.next ?? undefined;
        } while (cursor);
        return ids;
      } catch (error) {
        toast({ title: words(error), tone: 'bad' });
        return null;
      }
    },
    [words],
  );
}
