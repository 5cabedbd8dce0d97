import { readJson } from '#components/frame/fetch-rows.ts';
import type { DeviceFlow } from '#server/flows/contract.ts';

/** Query keys of all that is read of devices; a prefix is stale as a whole. */
export const deviceKeys = {
  all: ['devices'] as const,
  list: ['devices', 'list'] as const,
  one: (id: string) => ['devices', 'one', id] as const,
  head: (id: string) => ['devices', 'one', id, 'head'] as const,
  sim: (id: string) => ['devices', 'one', id, 'sim'] as const,
  mqtt: (id: string) => ['devices', 'one', id, 'mqtt'] as const,
  messages: (id: string) => ['devices', 'one', id, 'messages'] as const,
  twin: (id: string) => ['devices', 'one', id, 'twin'] as const,
  downlinks: (id: string) => ['devices', 'one', id, 'downlinks'] as const,
  flows: (id: string) => ['devices', 'one', id, 'flows'] as const,
  history: (id: string) => ['devices', 'one', id, 'history'] as const,
  trends: (id: string) => ['devices', 'one', id, 'trends'] as const,
  series: (id: string) => ['devices', 'one', id, 'series'] as const,
};

export const messageKey = (id: number | string) => ['messages', 'one', String(id)] as const;

/** The flows that a device is in, each as this device goes through it. */
export const deviceFlowsQuery = (id: string) => ({
  queryKey: deviceKeys.flows(id),
  queryFn: ({ signal }: { signal: AbortSignal }) =>
    readJson<DeviceFlow[]>(`/rows/devices/${id}/flows`, signal),
});
