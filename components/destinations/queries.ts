'use client';
import { useQuery } from '@tanstack/react-query';
import { readJson } from '#components/frame/fetch-rows.ts';
import type { StatisticsWithBacklog } from '#server/deliveries/log-contract.ts';
import type { Destination } from '#server/destinations/contract.ts';

export const destinationKeys = {
  all: ['destinations'] as const,
  list: ['destinations', 'list'] as const,
  one: (id: string) => ['destinations', 'one', id] as const,
  statistics: (id: string, hours: number) => ['destinations', 'statistics', id, hours] as const,
  log: (id: string) => ['destinations', 'log', id] as const,
  delivery: (id: number) => ['destinations', 'delivery', id] as const,
};

const REREAD_MS = 10_000;

export function useDestination(painted: Destination): Destination {
  const { data } = useQuery({
    queryKey: destinationKeys.one(painted.id),
    queryFn: ({ signal }) => readJson<Destination>(`/rows/destinations/${painted.id}`, signal),
    initialData: painted,
    refetchInterval: REREAD_MS,
  });
  return data;
}

export function useStatistics(id: string, hours: number, painted?: StatisticsWithBacklog) {
  return useQuery({
    queryKey: destinationKeys.statistics(id, hours),
    queryFn: ({ signal }) =>
      readJson<StatisticsWithBacklog>(`/rows/destinations/${id}/statistics?hours=${hours}`, signal),
    refetchInterval: REREAD_MS * 3,
    ...(painted ? { initialData: painted } : {}),
  });
}
