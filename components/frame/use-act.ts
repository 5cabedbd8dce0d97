'use client';
import { useQueryClient } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { useCallback } from 'react';
import { toast } from '#components/ui/toast.tsx';
import type { ActionAnswer, ActionError } from '#server/http/action.ts';
import { answerOf, useRefusalWords } from './refusal-words.ts';

export interface Act {
  /** Said when it is done. */
  done?: string | undefined;
  /** First parts of the query keys that are read again. */
  stale?: readonly (readonly unknown[])[] | undefined;
  /** Offered beside what was said. */
  undo?: { label: string; run: () => void } | undefined;
  /** The caller shows the refusal itself. */
  quiet?: boolean | undefined;
  /** The page goes with what it shows: it is not read again, the caller leads elsewhere. */
  leaves?: boolean | undefined;
}

export type Acted<T> = { ok: true; value: T } | { ok: false; words: string; error: ActionError };

/** Runs a write, says what came of it, and has everything read again that it changed. */
export function useAct() {
  const words = useRefusalWords();
  const client = useQueryClient();
  const router = useRouter();
  return useCallback(
    async <T>(asked: Promise<ActionAnswer<T>>, how: Act = {}): Promise<Acted<T>> => {
      const answer = await answerOf(asked);
      if (!answer.ok) {
        const said = words(answer.error);
        if (!how.quiet) toast({ title: said, tone: 'bad' });
        return { ok: false, words: said, error: answer.error };
      }
      if (how.done)
        toast({
          title: how.done,
          action: how.undo && { label: how.undo.label, onPress: how.undo.run },
        });
      if (!how.leaves) router.refresh();
      // Waited for, so that what was shown ahead of the answer gives way to the answer and not to what was before.
      await Promise.all((how.stale ?? []).map((queryKey) => client.invalidateQueries({ queryKey })));
      return answer;
    },
    [words, client, router],
  );
}
