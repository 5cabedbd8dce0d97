'use client';
import { type QueryKey, useQueryClient } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { useCallback } from 'react';
import { answerOf, useRefusalWords } from '#components/frame/refusal-words.ts';
import type { TableSelection } from '#components/ui/data-table/table-types.ts';
import { toast } from '#components/ui/toast.tsx';
import { startBulkSelection, undoBulkTask } from '#server/bulk-tasks/actions.ts';
import { type BulkKind, type BulkList, type BulkOptions, FINAL_KINDS } from '#server/bulk-tasks/contract.ts';
import { bulkKeys } from './queries.ts';

/** What is said of few that were done at once; of what network servers are asked for afterwards in words of its own. */
const AT_ONCE: Partial<Record<BulkKind, 'atOnceSims' | 'atOnceNetwork' | 'atOnceSend' | 'atOnceReplay'>> = {
  'change-sims': 'atOnceSims',
  'change-device-sims': 'atOnceSims',
  'register-devices': 'atOnceNetwork',
  'retry-registrations': 'atOnceNetwork',
  'set-connectivity-plan': 'atOnceNetwork',
  'set-network-status': 'atOnceNetwork',
  'send-instruction': 'atOnceSend',
  'replay-deliveries': 'atOnceReplay',
};

/** What is said of many, whose plan comes first. */
const STARTED: Partial<Record<BulkKind, 'startedSims' | 'startedReplay' | 'startedReplayUplinks'>> = {
  'change-sims': 'startedSims',
  'replay-deliveries': 'startedReplay',
  'replay-uplinks': 'startedReplayUplinks',
};

/**
 * Does something with everything that was selected: few at once, with a word about what came of it; of many a plan,
 * which the reader is led to. What went wrong comes back as words, null when nothing did.
 */
export function useStartBulk(list: BulkList, stale: readonly QueryKey[]) {
  const t = useTranslations('bulk');
  const words = useRefusalWords();
  const client = useQueryClient();
  const router = useRouter();
  return useCallback(
    async (kind: BulkKind, { rows }: TableSelection, options: BulkOptions): Promise<string | null> => {
      const answer = await answerOf(startBulkSelection({ kind, list, selection: rows, options }));
      if (!answer.ok) return words(answer.error);
      const { id, finished } = answer.value;
      const report = `/manager/bulk-tasks/${id}`;
      if (!finished) {
        toast({ title: t(STARTED[kind] ?? 'startedText') });
        router.push(report);
        return null;
      }
      const { done, same } = finished;
      const left = finished.failed + finished.refused;
      const undo = async () => {
        const undone = await answerOf(undoBulkTask({ id }));
        if (undone.ok) router.push(`/manager/bulk-tasks/${undone.value.id}`);
        else toast({ title: words(undone.error), tone: 'bad' });
      };
      const offered =
        left > 0
          ? { label: t('toReport'), onPress: () => router.push(report) }
          : done > 0 && !FINAL_KINDS.includes(kind)
            ? { label: t('undo'), onPress: () => void undo() }
            : undefined;
      toast({
        title: t(AT_ONCE[kind] ?? 'atOnce', { done, same, left }),
        ...(left > 0 ? { tone: 'bad' as const } : {}),
        action: offered,
      });
      router.refresh();
      await Promise.all([...stale, bulkKeys.all].map((queryKey) => client.invalidateQueries({ queryKey })));
      return null;
    },
    [t, words, client, router, list, stale],
  );
}
