'use client';
import { type QueryClient, type QueryKey, useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useState } from 'react';
import { deviceKeys } from '#components/devices/queries.ts';
import { fetchRows } from '#components/frame/fetch-rows.ts';
import { useLive } from '#components/live/use-live.ts';
import {
  encodeTableQuery,
  readTableQuery,
  type TablePage,
  type TableQuery,
} from '#components/ui/data-table/table-query.ts';
import { useUrlParams } from '#components/ui/url-params.ts';
import type { UplinkListItem } from '#server/uplinks/contract.ts';

/** Below the bar at the top: there the reader still sees the first rows, and new ones may come in above them. */
const topBarPixels = 48;

/**
 * New messages come in by themselves while the reader stands at the beginning of the list; further down, or with the
 * tail held, they are only counted, so that nothing moves under the cursor.
 */
export function useLiveTail(deviceId: string, tableId: string, follow: boolean) {
  const client = useQueryClient();
  const [params, change] = useUrlParams();
  const [fresh, setFresh] = useState(0);
  const [since, setSince] = useState<string | null>(null);
  const firstPage = !params.has('cursor');
  const key = deviceKeys.messages(deviceId);

  const show = useCallback(() => {
    setFresh(0);
    setSince(null);
    if (params.has('cursor')) change((address) => address.delete('cursor'));
    if (isPassed(tableId)) document.getElementById(tableId)?.scrollIntoView({ block: 'start' });
    void client.invalidateQueries({ queryKey: key });
  }, [client, key, params, change, tableId]);

  useLive(
    (change) => change.deviceIds.includes(deviceId),
    async () => {
      const reading = !firstPage || !follow || isPassed(tableId);
      if (!reading) return show();
      const asked = readTableQuery(new URLSearchParams(params.toString()));
      const from = since ?? newestRead(client, key, asked) ?? new Date(Date.now() - 1_500).toISOString();
      setSince(from);
      const query: TableQuery = {
        q: asked.q,
        filters: [...asked.filters, { field: 'receivedAt', op: 'gt', value: from }],
        limit: 1,
      };
      const page = await fetchRows<UplinkListItem>(
        `devices/${deviceId}/messages`,
        query,
        new AbortController().signal,
      ).catch(() => null);
      if (page) setFresh(page.total);
    },
  );
  // Following again shows at once what was held back.
  // biome-ignore lint/correctness/useExhaustiveDependencies: only the switch itself, not what it reads
  useEffect(() => {
    if (follow && fresh > 0) show();
  }, [follow]);
  return { count: fresh, show };
}

/**
 * When the newest came that the beginning of the list shows, by the server's clock, with which the browser's need not
 * agree; null where the beginning was not read or is not the newest.
 */
function newestRead(client: QueryClient, key: QueryKey, asked: TableQuery): string | null {
  const match = matchOf(asked);
  const moments = client
    .getQueriesData<TablePage<UplinkListItem>>({ queryKey: key })
    .flatMap(([read, page]) => {
      const query = readTableQuery(new URLSearchParams(String(read.at(-1))));
      const [newest] = page?.rows ?? [];
      if (!newest || query.cursor || query.sort || matchOf(query) !== match) return [];
      return [new Date(newest.receivedAt).getTime()];
    });
  return moments.length === 0 ? null : new Date(Math.max(...moments) + 1).toISOString();
}

const matchOf = ({ q, filters }: TableQuery) => encodeTableQuery({ q, filters, limit: 1 }).toString();

/** The first row has gone up out of sight. */
function isPassed(tableId: string): boolean {
  const first = document.querySelector(`#${tableId} [data-table-body] > [data-index="0"]`);
  return first !== null && first.getBoundingClientRect().top < topBarPixels;
}
