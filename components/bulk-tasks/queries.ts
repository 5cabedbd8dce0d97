'use client';
import { useQuery } from '@tanstack/react-query';
import { readJson } from '#components/frame/fetch-rows.ts';
import type { BulkTask } from '#server/bulk-tasks/contract.ts';

export const bulkKeys = {
  all: ['bulk-tasks'] as const,
  list: ['bulk-tasks', 'list'] as const,
  one: (id: string) => ['bulk-tasks', 'one', id] as const,
  rows: (id: string) => ['bulk-tasks', 'one', id, 'rows'] as const,
};

const MOVING_MS = 1_000;
const RESTING_MS = 30_000;

export const isMoving = (state: BulkTask['state']): boolean => state === 'planning' || state === 'running';

/** Read again every second while something happens to it. */
export function useBulkTask(painted: BulkTask): BulkTask {
  const { data } = useQuery({
    queryKey: bulkKeys.one(painted.id),
    queryFn: ({ signal }) => readJson<BulkTask>(`/rows/bulk-tasks/${painted.id}`, signal),
    initialData: painted,
    refetchInterval: ({ state }) => (isMoving(state.data?.state ?? painted.state) ? MOVING_MS : RESTING_MS),
  });
  return data;
}
