'use client';
import { useQuery } from '@tanstack/react-query';
import { readJson } from '#components/frame/fetch-rows.ts';
import type { ConnectionDetail } from '#server/lora-networks/contract.ts';

export const connectionKeys = {
  one: (id: string) => ['connections', 'one', id] as const,
};

export function useConnection(painted: ConnectionDetail): ConnectionDetail {
  const { data } = useQuery({
    queryKey: connectionKeys.one(painted.id),
    queryFn: ({ signal }) => readJson<ConnectionDetail>(`/rows/connections/${painted.id}`, signal),
    initialData: painted,
    refetchInterval: 10_000,
  });
  return data;
}
