'use client';
import { type QueryKey, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';

/**
 * Has a table read again now and then, while the page is looked at: what the worker does elsewhere is told by nobody.
 * Once more when there is no more reason to: what ended meanwhile may have been read before it did.
 */
export function useReread(queryKey: QueryKey, everyMs: number, enabled = true): void {
  const client = useQueryClient();
  const key = JSON.stringify(queryKey);
  const wasEnabled = useRef(enabled);
  useEffect(() => {
    const reread = () => void client.invalidateQueries({ queryKey: JSON.parse(key) });
    if (wasEnabled.current && !enabled) reread();
    wasEnabled.current = enabled;
    if (!enabled) return;
    const timer = setInterval(() => {
      if (document.visibilityState === 'visible') reread();
    }, everyMs);
    return () => clearInterval(timer);
  }, [client, key, everyMs, enabled]);
}
