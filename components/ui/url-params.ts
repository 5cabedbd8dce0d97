'use client';
import { useSearchParams } from 'next/navigation';
import { useCallback } from 'react';

export type UrlChange = (change: (params: URLSearchParams) => void, how?: 'push' | 'replace') => void;

/**
 * View state that lives in the address. It is changed through the history API, which Next keeps in step with
 * `useSearchParams` without asking the server again; several tables on one page each touch only their own keys.
 */
export function useUrlParams(): [URLSearchParams, UrlChange] {
  const read = useSearchParams();
  const change = useCallback<UrlChange>((edit, how = 'replace') => {
    const params = new URLSearchParams(window.location.search);
    edit(params);
    const search = params.toString();
    const url = `${window.location.pathname}${search ? `?${search}` : ''}${window.location.hash}`;
    if (how === 'push') window.history.pushState(null, '', url);
    else window.history.replaceState(null, '', url);
  }, []);
  return [read as unknown as URLSearchParams, change];
}
