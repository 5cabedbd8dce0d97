'use client';
import { useQuery } from '@tanstack/react-query';
import { readJson } from '#components/frame/fetch-rows.ts';
import type { SimAccountDetail } from '#server/sims/account-contract.ts';
import type { Sim, SimUsageDay } from '#server/sims/contract.ts';

export const simKeys = {
  all: ['sims'] as const,
  list: ['sims', 'list'] as const,
  one: (id: string) => ['sims', 'one', id] as const,
  usage: (id: string, days: number) => ['sims', 'usage', id, days] as const,
  account: (id: string) => ['sims', 'account', id] as const,
};

const PENDING_EVERY_MS = 2_000;
const EVERY_MS = 15_000;

/** What is under way at the platform is looked at again soon. */
export function useSim(painted: Sim): Sim {
  const { data } = useQuery({
    queryKey: simKeys.one(painted.id),
    queryFn: ({ signal }) => readJson<Sim>(`/rows/sims/${painted.id}`, signal),
    initialData: painted,
    refetchInterval: ({ state: { data: sim } }) =>
      sim?.syncing || sim?.changes.some(({ state }) => state === 'pending') ? PENDING_EVERY_MS : EVERY_MS,
  });
  return data;
}

/** Read again whenever the SIM was. */
export function useSimUsage(id: string, days: number, syncedAt: Date | string | null) {
  return useQuery({
    queryKey: [...simKeys.usage(id, days), String(syncedAt)],
    queryFn: ({ signal }) =>
      readJson<{ items: SimUsageDay[] }>(`/rows/sims/${id}/usage?days=${days}`, signal),
    placeholderData: (before) => before,
  });
}

export function useSimAccount(painted: SimAccountDetail): SimAccountDetail {
  const { data } = useQuery({
    queryKey: simKeys.account(painted.id),
    queryFn: ({ signal }) => readJson<SimAccountDetail>(`/rows/sim-accounts/${painted.id}`, signal),
    initialData: painted,
    refetchInterval: ({ state: { data: account } }) =>
      account?.syncing || (account && account.waiting > 0) ? PENDING_EVERY_MS : EVERY_MS,
  });
  return data;
}
