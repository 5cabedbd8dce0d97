'use client';
import { useQuery } from '@tanstack/react-query';
import { ReadRefused, readJson } from '#components/frame/fetch-rows.ts';
import { mapBytes } from '#server/decoders/actions.ts';
import type { ActionAnswer } from '#server/http/action.ts';
import { reviewVersion } from '#server/scripts/actions.ts';
import type { ScriptOwner, ScriptSource } from '#server/scripts/contract.ts';
import type { MessageSample } from '#server/uplinks/contract.ts';
import type { Ran } from './use-trial.ts';

export interface SampleFilter {
  device: { id: string; name: string } | null;
  fPort: number | null;
  failed: boolean;
}

/** Newest messages of devices of these types, with what the decoder said of those that it failed on. */
export function useSamples(
  deviceTypeIds: readonly string[],
  decoderId: string | null,
  { device, fPort, failed }: SampleFilter,
) {
  const params = new URLSearchParams(deviceTypeIds.map((id) => ['type', id]));
  if (decoderId) params.set('decoder', decoderId);
  if (device) params.set('device', device.id);
  if (fPort !== null) params.set('port', String(fPort));
  if (failed) params.set('failed', 'true');
  const address = `/rows/samples?${params}`;
  return useQuery({
    queryKey: ['samples', address],
    queryFn: ({ signal }) => readJson<MessageSample[]>(address, signal),
    staleTime: 30_000,
    placeholderData: (before) => before,
  });
}

/** The text of a version; it never changes, a draft's does. */
export function useVersionText(owner: ScriptOwner, version: { id: string; publishedAt: Date | null } | null) {
  return useQuery({
    queryKey: ['script-version', owner.kind, owner.id, version?.id],
    queryFn: ({ signal }) =>
      readJson<ScriptSource>(`/rows/${owner.kind}s/${owner.id}/versions/${version?.id}`, signal),
    enabled: version !== null,
    staleTime: version?.publishedAt ? Number.POSITIVE_INFINITY : 0,
  });
}

/** What read each byte of what was run. */
export function useByteMap(ran: Ran | null) {
  const request = ran?.request ?? null;
  return useQuery({
    queryKey: ['byte-map', request],
    queryFn: async () => {
      if (!request) return null;
      return answered(await mapBytes(request));
    },
    enabled: request !== null,
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 60_000,
    retry: false,
  });
}

/** What publishing a version would do; asked anew whenever it is looked at. */
export function usePublishReview(owner: ScriptOwner, version: { id: string } | null) {
  return useQuery({
    queryKey: ['publish-review', owner.kind, owner.id, version?.id],
    queryFn: async () => (version ? answered(await reviewVersion({ owner, versionId: version.id })) : null),
    enabled: version !== null,
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
    retry: false,
  });
}

/** An action that only reads, asked as a read is. */
function answered<T>(answer: ActionAnswer<T>): T {
  if (answer.ok) return answer.value;
  const { code, requestId, details } = answer.error;
  throw new ReadRefused(code, requestId, 0, details);
}
