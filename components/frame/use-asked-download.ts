'use client';
import { useCallback } from 'react';
import { ASKS_FIRST } from '#components/ui/data-table/table-export.ts';
import { startDownload } from '#components/ui/download.tsx';
import { toast } from '#components/ui/toast.tsx';
import { WORKBOOK_ROWS } from '#server/exports/contract.ts';
import { ReadRefused, readAnswer } from './fetch-rows.ts';
import { useRefusalWords } from './refusal-words.ts';

/** Asks whether there will be a file before the browser fetches it, and says here why there is none. */
export function useAskedDownload() {
  const words = useRefusalWords();
  return useCallback(
    async (href: string) => {
      try {
        await readAnswer(`${href}${href.includes('?') ? '&' : '?'}${ASKS_FIRST}=1`);
      } catch (error) {
        toast({ title: words(refusalOf(error)), tone: 'bad' });
        return;
      }
      startDownload(href);
    },
    [words],
  );
}

/** A problem document holds no figures: one stands in the answer's head, the other is known here. */
function refusalOf(error: unknown) {
  if (!(error instanceof ReadRefused)) return error;
  const { code, requestId, retryAfterSeconds } = error;
  const details = { limit: WORKBOOK_ROWS, retryAfterMinutes: Math.ceil(retryAfterSeconds / 60) };
  return { code, requestId, details };
}
