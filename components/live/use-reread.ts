'use client';
import { type QueryKey, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';

/** Has a table read again now and then, while the page is looked at: what the worker does elsewhere is told by nobody. */
export function useReread(queryKey: QueryKey, everyMs: number, enabled = true): void {
  const client = useQueryClient();
  const key = JSON.stringify(queryKey);
  useEffect(() => {
    if (!enabled) return;
    const timer = setInterval(() => {
      if (document.visibilityState === 'visible')
        void client.invalidateQueries({ queryKey: JSON.parse(key) });
    }, everyMs);
    return () => clearInterval(timer);
  }, [client, key, everyMs, enabled]);
}
