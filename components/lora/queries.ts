'use client';
import { queryOptions, useQuery } from '@tanstack/react-query';
import { readJson } from '#components/frame/fetch-rows.ts';
import type { LoraDetail } from '#server/lora-registrations/contract.ts';

export const loraKeys = {
  all: ['lora'] as const,
  list: ['lora', 'list'] as const,
  one: (id: string) => ['lora', 'one', id] as const,
};

const PENDING_EVERY_MS = 2_000;
const EVERY_MS = 15_000;

/** What is under way at the network server is looked at again soon. */
export const loraQuery = (id: string) =>
  queryOptions({
    queryKey: loraKeys.one(id),
    queryFn: ({ signal }) => readJson<LoraDetail>(`/rows/lora/${id}`, signal),
    refetchInterval: ({ state }) => (state.data?.status.startsWith('PENDING') ? PENDING_EVERY_MS : EVERY_MS),
  });

export const useLoraDevice = (painted: LoraDetail): LoraDetail =>
  useQuery({ ...loraQuery(painted.id), initialData: painted }).data;
