'use client';
import { useQuery } from '@tanstack/react-query';
import { readJson } from '#components/frame/fetch-rows.ts';
import type { MessageSample } from '#server/uplinks/contract.ts';

/** Newest messages of devices of these types. */
export function useSamples(deviceTypeIds: readonly string[]) {
  return useQuery({
    queryKey: ['samples', ...deviceTypeIds],
    queryFn: ({ signal }) => {
      const params = new URLSearchParams(deviceTypeIds.map((id) => ['type', id]));
      return readJson<MessageSample[]>(`/rows/samples?${params}`, signal);
    },
    staleTime: 30_000,
  });
}
