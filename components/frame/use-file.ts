'use client';
import { useCallback, useState } from 'react';
import { saveBlob } from '#components/ui/download.tsx';
import { toast } from '#components/ui/toast.tsx';
import { readAnswer } from './fetch-rows.ts';
import { useRefusalWords } from './refusal-words.ts';

/** Fetches a file and has the browser save it; why there is none is said here, instead of a page of JSON in its place. */
export function useFile() {
  const words = useRefusalWords();
  const [pending, setPending] = useState(false);
  const fetchFile = useCallback(
    async (href: string, method: 'GET' | 'POST' = 'GET') => {
      setPending(true);
      try {
        const answer = await readAnswer(href, { method });
        const named = /filename="([^"]+)"/.exec(answer.headers.get('content-disposition') ?? '')?.[1];
        saveBlob(await answer.blob(), named ?? '');
      } catch (error) {
        toast({ title: words(error), tone: 'bad' });
      } finally {
        setPending(false);
      }
    },
    [words],
  );
  return { fetchFile, pending };
}
