'use client';
import { useTranslations } from 'next-intl';
import { useCallback } from 'react';
import { emptyTableQuery, encodeTableQuery } from '#components/ui/data-table/table-query.ts';
import type { SearchHit } from '#server/search/contract.ts';
import { readJson } from './fetch-rows.ts';
import type { SearchFunction } from './frame-types.ts';

const placeOf: Record<SearchHit['kind'], string> = {
  device: '/manager/devices',
  flow: '/manager/flows',
  destination: '/manager/destinations',
  sim: '/manager/connectivity/m2m',
  decoder: '/creator/decoders',
  connection: '/manager/connections',
  project: '/organization/projects',
  'device-type': '/creator/device-types',
  'sim-account': '/manager/connectivity/sim-accounts',
  firmware: '/manager/firmware',
  'bulk-task': '/manager/bulk-tasks',
  further: '/manager/devices',
  'further-lora': '/manager/connectivity/lora',
};

/** Where a hit leads: to the thing, or to the list that goes on with the question. */
function hrefOf({ kind, id, name }: SearchHit): string {
  if (kind === 'further') return `${placeOf[kind]}?${new URLSearchParams({ q: name })}`;
  if (kind === 'further-lora')
    return `${placeOf[kind]}?${encodeTableQuery({
      ...emptyTableQuery,
      filters: [{ field: 'joinEui', op: 'is', value: name }],
    })}`;
  return `${placeOf[kind]}/${id}`;
}

/** What a task does stands in words here only. */
export function useSearch(): SearchFunction {
  const t = useTranslations('bulk.kind');
  return useCallback(
    async (text, signal) => {
      const hits = await readJson<SearchHit[]>(`/rows/search?${new URLSearchParams({ q: text })}`, signal);
      const worded = (word: string) => (t.has(word as never) ? t(word as never) : word);
      return hits.map((hit) => {
        const isTask = hit.kind === 'bulk-task';
        return {
          id: `${hit.kind}-${hit.id}`,
          kind: hit.kind,
          title: isTask ? worded(hit.name) : hit.name,
          subtitle: (isTask && hit.detail ? worded(hit.detail) : hit.detail) ?? undefined,
          href: hrefOf(hit),
        };
      });
    },
    [t],
  );
}
