'use client';
import { useQuery } from '@tanstack/react-query';
import { readJson } from '#components/frame/fetch-rows.ts';
import type { Flow } from '#server/flows/contract.ts';

export const flowKeys = {
  all: ['flows'] as const,
  list: ['flows', 'list'] as const,
  one: (id: string) => ['flows', 'one', id] as const,
  devices: (id: string) => ['flows', 'devices', id] as const,
};

/** What shows whether devices are in flows. */
export const LINK_STALE = [flowKeys.all, ['devices']] as const;

/** Counts of the last hour and failures move by themselves: read again so often while the page is looked at. */
const REREAD_MS = 10_000;

/** What the page was painted with, then what the server says; all parts of a flow's page share it. */
export function useFlow(painted: Flow): Flow {
  const { data } = useQuery({
    queryKey: flowKeys.one(painted.id),
    queryFn: ({ signal }) => readJson<Flow>(`/rows/flows/${painted.id}`, signal),
    initialData: painted,
    refetchInterval: REREAD_MS,
  });
  return data;
}
