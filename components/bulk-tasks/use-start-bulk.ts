'use client';
import { useQueryClient } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { useCallback } from 'react';
import { answerOf, useRefusalWords } from '#components/frame/refusal-words.ts';
import { withinProject } from '#components/frame/within-project.ts';
import { defaultLimit, type SelectedRows } from '#components/ui/data-table/table-query.ts';
import type { TableSelection } from '#components/ui/data-table/table-types.ts';
import { toast } from '#components/ui/toast.tsx';
import { startBulkSelection, undoBulkTask } from '#server/bulk-tasks/actions.ts';
import type { BulkKind, BulkOptions } from '#server/bulk-tasks/contract.ts';
import { bulkKeys } from './queries.ts';

/** What the table shows is what was selected: the project that it is narrowed to goes with the query. */
function rowsOf({ rows }: TableSelection, projectId: string | null): SelectedRows {
  if ('ids' in rows) return rows;
  const { q, filters } = withinProject({ ...rows.query, limit: defaultLimit }, projectId ?? undefined);
  return { query: { ...(q ? { q } : {}), filters }, except: rows.except };
}

/**
 * Does something with everything that was selected: few at once, with a word about what came of it; of many a plan,
 * which the reader is led to. What went wrong comes back as words, null when nothing did.
 */
export function useStartBulk(projectId: string | null, stale: readonly unknown[]) {
  const t = useTranslations('bulk');
  const words = useRefusalWords();
  const client = useQueryClient();
  const router = useRouter();
  return useCallback(
    async (kind: BulkKind, selection: TableSelection, options: BulkOptions): Promise<string | null> => {
      const answer = await answerOf(
        startBulkSelection({ kind, selection: rowsOf(selection, projectId), options }),
      );
      if (!answer.ok) return words(answer.error);
      const { id, finished } = answer.value;
      const isOfSims = kind === 'change-sims';
      const report = `/manager/bulk-tasks/${id}`;
      if (!finished) {
        toast({ title: t(isOfSims ? 'startedSims' : 'startedText') });
        router.push(report);
        return null;
      }
      const left = finished.failed + finished.refused;
      const again = async () => {
        router.refresh();
        await Promise.all([stale, bulkKeys.all].map((queryKey) => client.invalidateQueries({ queryKey })));
      };
      const undo = async () => {
        const undone = await answerOf(undoBulkTask({ id }));
        if (undone.ok) router.push(`/manager/bulk-tasks/${undone.value.id}`);
        else toast({ title: words(undone.error), tone: 'bad' });
      };
      toast({
        title: t(isOfSims ? 'atOnceSims' : 'atOnce', { done: finished.done, same: finished.same, left }),
        ...(left > 0 ? { tone: 'bad' as const } : {}),
        action:
          left > 0
            ? { label: t('toReport'), onPress: () => router.push(report) }
            : { label: t('undo'), onPress: () => void undo() },
      });
      await again();
      return null;
    },
    [t, words, client, router, projectId, stale],
  );
}
