'use client';
import { useCallback } from 'react';
import { fetchRows } from '#components/frame/fetch-rows.ts';
import { useRefusalWords } from '#components/frame/refusal-words.ts';
import { withinProject } from '#components/frame/within-project.ts';
import { maximumLimit } from '#components/ui/data-table/table-query.ts';
import type { TableSelection } from '#components/ui/data-table/table-types.ts';
import { toast } from '#components/ui/toast.tsx';
import type { DeviceListItem } from '#server/devices/contract.ts';

/** The ids behind a selection; everything that matches is asked for page by page. null when that failed. */
export function useSelectedIds(projectId: string | null) {
  const words = useRefusalWords();
  return useCallback(
    async (selection: TableSelection): Promise<string[] | null> => {
      if (selection.kind === 'ids') return selection.ids;
      const ids: string[] = [];
      let cursor: string | undefined;
      try {
        do {
          const query = {
            ...withinProject(selection.query, projectId ?? undefined),
            limit: maximumLimit,
            cursor,
          };
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
    [words, projectId],
  );
}

export function chunksOf<T>(all: readonly T[], size: number): T[][] {
  const chunks: T[][] = [];
  for (let at = 0; at < all.length; at += size) chunks.push(all.slice(at, at + size));
  return chunks;
}
