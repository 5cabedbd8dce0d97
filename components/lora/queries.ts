'use client';
import { useQuery } from '@tanstack/react-query';
import { readJson } from '#components/frame/fetch-rows.ts';
import type { LoraDetail } from '#server/lora-registrations/contract.ts';

export const loraKeys = {
  list: ['lora', 'list'] as const,
  one: (id: string) => ['lora', 'one', id] as const,
};

const PENDING_EVERY_MS = 2_000;
const EVERY_MS = 15_000;

/** What is under way at the network server is looked at again soon. */
export function useLoraDevice(painted: LoraDetail): LoraDetail {
  const { data } = useQuery({
    queryKey: loraKeys.one(painted.id),
    queryFn: ({ signal }) => readJson<LoraDetail>(`/rows/lora/${painted.id}`, signal),
    initialData: painted,
    refetchInterval: ({ state }) => (state.data?.status.startsWith('PENDING') ? PENDING_EVERY_MS : EVERY_MS),
  });
  return data;
}
